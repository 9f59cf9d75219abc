package snapshot

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"maillage/internal/cog"
	"maillage/internal/hours"
	"maillage/internal/network"
)

// Every department and collectivity has a clock.
func TestEveryTimeZoneIsThere(t *testing.T) {
	for _, place := range []string{"75", "971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988", "989"} {
		if _, err := time.LoadLocation(cog.TimeZone(place)); err != nil {
			t.Errorf("%s: %v", place, err)
		}
	}
}

// published are hours of all sorts, few enough that sites share them.
var published = []network.Hours{
	{},
	{Monday: "09:00 - 12:00 / 14:00 - 17:00", Tuesday: "09:00 - 12:00", Saturday: "-"},
	{Monday: "08:00 - 12:00", Wednesday: "14:00 - 19:00", Thursday: "Sur RDV"},
	{Friday: "00:00 - 00:00 / 08:00 - 15:00 / 08:00 - 16:00"},
	{Sunday: "00:00 - 02:30"},
}

// Sites are kept exactly if they are open then, one by one and each by its own
// clock.
func TestOpenFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		o := &OpenInput{}
		all := []func(*OpeningHours) bool{}
		if rapid.Bool().Draw(t, "at?") {
			at := time.Date(2024, 7, 29, rapid.IntRange(0, 7*24).Draw(t, "hour"), 0, 0, 0, time.UTC)
			o.At = &at
			all = append(all, func(h *OpeningHours) bool { return h.IsOpen(at) })
		}
		days := []hours.Weekday{hours.Monday, hours.Thursday, hours.Friday, hours.Sunday}
		if day := rapid.SampledFrom(append(days, "")).Draw(t, "day"); day != "" {
			o.Day, days = &day, []hours.Weekday{day}
		} else {
			days = []hours.Weekday{hours.Monday, hours.Tuesday, hours.Wednesday, hours.Thursday, hours.Friday, hours.Saturday, hours.Sunday}
		}
		from := hours.Clock(rapid.IntRange(0, 23*60).Draw(t, "after"))
		until := hours.Clock(rapid.IntRange(int(from)+1, 24*60).Draw(t, "before"))
		o.After, o.Before = &from, &until
		all = append(all, func(h *OpeningHours) bool { return minutesOpen(h, days, from, until) > 0 })

		c, err := n.Sites(&SiteFilter{Open: o}, nil, nil, &thousand, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		want := scan(n, func(s *Site) bool {
			h := s.OpeningHours()
			return h != nil && !slices.ContainsFunc(all, func(holds func(*OpeningHours) bool) bool { return !holds(h) })
		})
		if got := codes(c.Nodes()); !slices.Equal(got, want) {
			t.Fatalf("%+v keeps %v, want %v", o, got, want)
		}
	})
}

// minutesOpen counts, one by one, the minutes of some days at which it is open.
func minutesOpen(h *OpeningHours, days []hours.Weekday, from, until hours.Clock) (n int) {
	for _, d := range h.Days() {
		for at := from; at < until; at++ {
			if slices.Contains(days, d.Day) && slices.ContainsFunc(d.Ranges, func(r hours.Range) bool { return r.Opens <= at && at < r.Closes }) {
				n++
			}
		}
	}
	return n
}

func TestWeeklyMinutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		least, most := int32(180), int32(540)
		c, err := n.Sites(&SiteFilter{WeeklyMinutes: &IntRange{&least, &most}},
			nil, []*SiteOrder{{Field: "WEEKLY_MINUTES", Direction: Descending}}, &thousand, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		minutes := func(s *Site) int {
			h := s.OpeningHours()
			if h == nil {
				return -1
			}
			return minutesOpen(h, []hours.Weekday{hours.Monday, hours.Tuesday, hours.Wednesday, hours.Thursday, hours.Friday, hours.Saturday, hours.Sunday}, 0, hours.DayEnd)
		}
		if got, want := codes(c.Nodes()), scan(n, func(s *Site) bool { return minutes(s) >= 180 && minutes(s) <= 540 }); !slices.Equal(got, want) {
			t.Fatalf("kept %v, want %v", got, want)
		}
		if !slices.IsSortedFunc(c.Nodes(), func(x, y *Site) int { return minutes(y) - minutes(x) }) {
			t.Fatalf("%v are not in order", codes(c.Nodes()))
		}
	})
}

func TestRefusedOpen(t *testing.T) {
	morning, evening := hours.Clock(9*60), hours.Clock(18*60)
	for name, o := range map[string]*OpenInput{
		"nothing":    {},
		"upside":     {After: &evening, Before: &morning},
		"no time":    {After: &morning, Before: &morning},
		"end of day": {After: new(hours.DayEnd)},
	} {
		n := remembering(edition, &network.Records{}, nil).at(edition.AsOf, "")
		if _, err := n.Sites(&SiteFilter{Open: o}, nil, nil, nil, nil, nil, nil); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

// judged lists the codes of the criteria, those met first, with what was
// measured.
func judged(l *Label) (lines []string) {
	for _, c := range l.Criteria() {
		verdict, measured := "?", "?"
		if c.Met != nil {
			verdict = fmt.Sprint(*c.Met)
		}
		if c.Measured != nil {
			measured = fmt.Sprint(*c.Measured)
		}
		lines = append(lines, c.Code+" "+verdict+" "+measured)
	}
	return lines
}

func TestLabel(t *testing.T) {
	site := func(number int, kind network.SiteKind, h network.Hours) network.Site {
		return network.Site{
			Code: fmt.Sprint(number), OfficialNumber: &number, Kind: kind, Format: network.Fixed,
			LabelledOn: "2020-01-01", Group: network.Text("ABC"[number%3 : number%3+1]), Hours: h,
		}
	}
	const long = "09:00 - 12:00 / 14:00 - 16:30"
	week := network.Hours{Monday: long, Tuesday: long, Wednesday: long, Thursday: long, Friday: long}
	doubtful := network.Hours{Monday: long, Friday: "Sur RDV : 9:00 - 12:00"}
	n := remembering(edition, &network.Records{
		Partners: []network.Partner{{Code: "p", Since: "2020-01-01"}, {Code: "q", Since: "2024-01"}, {Code: "r", Since: "2025"}},
		Services: []network.Service{
			{Code: "p", PartnerCode: "p", Core: true, Since: "2020-01-01"}, {Code: "p2", PartnerCode: "p", Core: true, Since: "2020-01-01"},
			{Code: "q", PartnerCode: "q", Core: true, Since: "2024-01"}, {Code: "r", PartnerCode: "r", Core: true, Since: "2025"},
		},
		Sites: []network.Site{
			site(0, network.Principal, week),
			site(1, network.Principal, network.Hours{Monday: long}),
			site(2, network.Principal, doubtful),
			site(3, network.Antenna, network.Hours{}), // of 0
			site(4, network.Principal, network.Hours{}),
			site(5, network.Principal, network.Hours{Monday: "Selon planning"}),
			site(7, network.Antenna, week), // of a group with two
		},
	}, nil).at(edition.AsOf, "")
	for code, want := range map[string][]string{
		"0": {"weekly-hours true 27.5", "days-open true 5"},
		"1": {"weekly-hours false 5.5", "days-open false 1"},
		"2": {"weekly-hours ? 5.5", "days-open ? 1"}, // appointments may add to it
		"3": {"weekly-hours true 27.5", "days-open true 5"},
		"4": {"weekly-hours ? ?", "days-open ? ?"},
		"5": {"weekly-hours ? ?", "days-open ? ?"},
		"7": {"weekly-hours ? ?", "days-open ? ?"},
	} {
		want = append(want, "agents ? ?", "video-conference ? ?", "core-partners true 2")
		if got := judged(n.Site(code).Label()); !slices.Equal(got, want) {
			t.Errorf("site %s: %v, want %v", code, got, want)
		}
	}
	bare := remembering(edition, &network.Records{Sites: []network.Site{site(1, network.Principal, week)}}, nil).at(edition.AsOf, "")
	if got := judged(bare.Site("1").Label())[4]; got != "core-partners ? ?" {
		t.Errorf("without partners: %s", got)
	}
}

// The figures that were published of the official list of 1 August 2024.
func TestOfficialHours(t *testing.T) {
	n := newOfficial(t).served(t)
	principal, unpublished, both := 0, 0, 0
	for i := range n.sites {
		s := &n.sites[i]
		if s.Kind != network.Principal {
			continue
		}
		principal++
		if s.OpeningHours() == nil {
			unpublished++
			continue
		}
		for _, d := range s.OpeningHours().Days() {
			if d.Remark != nil {
				t.Errorf("site %s: %q was not read", s.Code, *d.Remark)
			}
		}
		c := s.Label().Criteria()
		if *c[0].Met && *c[1].Met {
			both++
		}
	}
	if principal != 2721 || unpublished != 40 || both != 2509 {
		t.Errorf("of %d principal sites %d publish no hours and %d meet both criteria", principal, unpublished, both)
	}
}

func BenchmarkReadHours(b *testing.B) {
	a := newOfficial(b).served(b).archive
	for b.Loop() {
		a.clocks = nil
		a.readHours()
	}
}

func BenchmarkOpenAt(b *testing.B) {
	n := newOfficial(b).served(b)
	at := time.Date(2024, 7, 31, 9, 0, 0, 0, time.UTC)
	first := int32(20)
	for b.Loop() {
		if _, err := n.Sites(&SiteFilter{Open: &OpenInput{At: &at}}, nil, nil, &first, nil, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNextOpening(b *testing.B) {
	n := newOfficial(b).served(b)
	h := n.Site("1").OpeningHours()
	after := time.Date(2024, 8, 2, 16, 0, 0, 0, time.UTC)
	for b.Loop() {
		h.NextOpening(after)
	}
}

func BenchmarkLabels(b *testing.B) {
	n := newOfficial(b).served(b)
	for b.Loop() {
		n.newLabels()
	}
}
