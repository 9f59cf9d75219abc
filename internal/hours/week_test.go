package hours

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// office is open all mornings of the working week, and three afternoons.
var office = Read([7]string{
	"09:00 - 12:00 / 14:00 - 17:00", "09:00 - 12:00 / 14:00 - 17:00", "09:00 - 12:00",
	"09:00 - 12:00 / 14:00 - 17:00", "09:00 - 12:00", "-", "",
})

func TestOSM(t *testing.T) {
	with := func(texts ...string) Week {
		var seven [7]string
		copy(seven[:], texts)
		return Read(seven)
	}
	const both = "9:00-12:00 / 14:00-17:00"
	for want, week := range map[string]Week{
		"": {},
		"Mo,Tu,Th 09:00-12:00,14:00-17:00; We,Fr 09:00-12:00; Sa off":                         office,
		"Mo-Fr 09:00-12:00,14:00-17:00; Sa off":                                               with(both, both, both, both, both, "-"),
		"Mo-Su 00:00-24:00":                                                                   with(slices.Repeat([]string{"0:00-24:00"}, 7)...),
		`Mo 09:00-12:00; Tu 08:30-12:00 open "Sur RDV : après-midi"; We unknown "le 'matin'"`: with("9h-12h", "8h30-12h / Sur RDV : après-midi", `le "matin"`),
	} {
		if got := week.OSM(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestCounts(t *testing.T) {
	if m, d := office.Minutes(), office.DaysOpen(); m != (5*3+3*3)*60 || d != 5 {
		t.Errorf("%d minutes on %d days", m, d)
	}
	if !office.Published() || office.Remarks() {
		t.Error("a week without remarks is published as one")
	}
	if empty := Read([7]string{}); empty.Published() {
		t.Error("nothing is published")
	}
	if off := Read([7]string{"-"}); !off.Published() {
		t.Error("closed is published")
	}
	if said := Read([7]string{6: "Sur RDV"}); !said.Published() || !said.Remarks() {
		t.Error("a remark is published")
	}
}

func TestOpenBetween(t *testing.T) {
	for _, c := range []struct {
		day         Weekday
		from, until string
		want        bool
	}{
		{"", "00:00", "24:00", true},
		{"", "17:00", "24:00", false}, // it shuts at 17:00
		{"", "16:59", "24:00", true},
		{Wednesday, "16:00", "24:00", false},
		{Thursday, "16:00", "24:00", true},
		{"", "00:00", "09:00", false},
		{"", "00:00", "09:01", true},
		{Monday, "12:00", "14:00", false},
		{Monday, "11:59", "14:00", true},
		{Saturday, "00:00", "24:00", false},
		{Sunday, "00:00", "24:00", false},
	} {
		from, _ := ParseClock(c.from)
		until, _ := ParseClock(c.until)
		if got := office.OpenBetween(c.day, from, until); got != c.want {
			t.Errorf("%s %s-%s: %t", c.day, c.from, c.until, got)
		}
	}
}

// drawWeek draws a week with up to three ranges a day, which may overlap.
func drawWeek(t *rapid.T) Week {
	clock := rapid.OneOf(rapid.IntRange(0, 24*60), rapid.SampledFrom([]int{0, 60, 90, 120, 150, 180, 1440}))
	var texts [7]string
	for i := range texts {
		var ranges []string
		for range rapid.IntRange(0, 3).Draw(t, "ranges") {
			opens, closes := clock.Draw(t, "opens"), clock.Draw(t, "closes")
			if opens > closes {
				opens, closes = closes, opens
			}
			if opens < closes {
				ranges = append(ranges, fmt.Sprintf("%s - %s", Clock(opens), Clock(closes)))
			}
		}
		texts[i] = strings.Join(ranges, " / ")
	}
	return Read(texts)
}

var osmRule = regexp.MustCompile(`^([A-Z][a-z](?:[-,][A-Z][a-z])*) (off|[0-9:,-]+)$`)

// readOSM reads back what OSM prints of a week without remarks.
func readOSM(t *rapid.T, printed string) Week {
	var texts [7]string
	for _, rule := range strings.Split(printed, "; ") {
		if printed == "" {
			break
		}
		found := osmRule.FindStringSubmatch(rule)
		if found == nil {
			t.Fatalf("%q is no rule", rule)
		}
		hours := strings.ReplaceAll(strings.ReplaceAll(found[2], ",", " / "), "off", "-")
		for _, span := range strings.Split(found[1], ",") {
			first, last, isSpan := strings.Cut(span, "-")
			if !isSpan {
				last = first
			}
			for i := slices.Index(osmDays[:], first); i <= slices.Index(osmDays[:], last); i++ {
				texts[i] = hours
			}
		}
	}
	return Read(texts)
}

func TestPrintedWeekReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWeek(t)
		if diff := cmp.Diff(w, readOSM(t, w.OSM())); diff != "" {
			t.Fatalf("%s reads back as another week (-want +got):\n%s", w.OSM(), diff)
		}
	})
}

// A week is open as many minutes as there are minutes at which it is open.
func TestMinutesAreCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWeek(t)
		minutes, days := 0, 0
		for day := range 7 {
			before := minutes
			for at := range DayEnd {
				if w.OpenAt(Moment{day, at}) {
					minutes++
				}
			}
			if minutes > before {
				days++
			}
		}
		if w.Minutes() != minutes || w.DaysOpen() != days {
			t.Fatalf("%s: %d minutes on %d days, counted %d on %d", w.OSM(), w.Minutes(), w.DaysOpen(), minutes, days)
		}
	})
}

// Whatever the text, what is read is in order and apart, printing it and reading
// that gives the same, and a remark is a part of the text.
func FuzzReadDay(f *testing.F) {
	for _, seed := range []string{
		"", "-", "09:00 - 12:00 / 14:00 - 17:00", "9h30 – 12h", "00:00 - 00:00", "9:00 - 12:00 // Sur RDV : 14:00 - 17:00",
		"Sept. - Juin\u00a0: 14:00 - 17:30", "8:30 - 12:30 et 13:30 - 17:30", "24:00 - 24:00", "\xff/9h-10h",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := ReadDay(text)
		last := Clock(-1)
		parts := make([]string, 0, len(d.Ranges))
		for _, r := range d.Ranges {
			if r.Opens <= last || r.Opens >= r.Closes || r.Closes > DayEnd {
				t.Fatalf("%q has the ranges %v", text, d.Ranges)
			}
			last = r.Closes
			parts = append(parts, fmt.Sprintf("%s - %s", r.Opens, r.Closes))
		}
		if d.Off && (d.Ranges != nil || d.Remark != nil) {
			t.Fatalf("%q is closed and is not: %+v", text, d)
		}
		if d.Remark != nil {
			if *d.Remark == "" || !strings.HasSuffix(plain(text), *d.Remark) {
				t.Fatalf("%q has the remark %q", text, *d.Remark)
			}
			parts = append(parts, *d.Remark)
		}
		printed := strings.Join(parts, " / ")
		if d.Off {
			printed = "-"
		}
		if diff := cmp.Diff(d, ReadDay(printed)); diff != "" {
			t.Fatalf("%q prints as %q, which is another day (-want +got):\n%s", text, printed, diff)
		}
		var w Week
		for i := range w {
			w[i] = d
		}
		if m := w.Minutes(); m < 0 || m > 7*24*60 {
			t.Fatalf("%q: %d minutes a week", text, m)
		}
	})
}
