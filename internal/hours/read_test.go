package hours

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every form is one that a list has published.
func TestReadDay(t *testing.T) {
	r := func(opens, closes string) Range {
		t.Helper()
		o, err := ParseClock(opens)
		if err != nil {
			t.Fatal(err)
		}
		c, err := ParseClock(closes)
		if err != nil {
			t.Fatal(err)
		}
		return Range{o, c}
	}
	both := []Range{r("09:00", "12:00"), r("14:00", "17:00")}
	morning := both[:1]
	remark := func(s string, ranges ...Range) Day { return Day{Ranges: ranges, Remark: &s} }
	for text, want := range map[string]Day{
		"":                                     {},
		"   ":                                  {},
		"Horaires non communiqués":             {},
		"-":                                    {Off: true},
		" - ":                                  {Off: true},
		"Fermé":                                {Off: true},
		"00:00 - 00:00":                        {Off: true},
		"09:00 - 12:00 / 14:00 - 17:00":        {Ranges: both},
		"9:00 - 12:00 / 14:00 - 17:00":         {Ranges: both},
		"9h – 12h / 14h00–17 h 00":             {Ranges: both},
		"9h à 12h":                             {Ranges: morning},
		"de 9h à 12h":                          {Ranges: morning},
		"9H00-12H00 et 14H00-17H00":            {Ranges: both},
		"9:00 - 12:00 // 14:00 - 17:00":        {Ranges: both},
		"09:00-12:00/14:00 -17:00 ":            {Ranges: both},
		"9:00 - 12 :00 / \u00a014:00– 17 : 00": {Ranges: both},
		"14:00 - 17:00 / 09:00 - 12:00":        {Ranges: both},
		"9:00 - 12:00\n14:00 - 17:00":          {Ranges: both},
		"9:00 - 12:00 /":                       {Ranges: morning},
		"9:00 - 12:00 / -":                     {Ranges: morning},
		"9h30 – 12h":                           {Ranges: []Range{r("09:30", "12:00")}},
		"18:00 - 24:00":                        {Ranges: []Range{r("18:00", "24:00")}},
		"00:00 - 00:00 / 09:00 - 12:00":        {Ranges: morning},
		"00:00 - 00:00 / 08:00 - 15:00 / 08:00 - 16:00 / 08:00 - 16:00": {Ranges: []Range{r("08:00", "16:00")}},
		"08:30 - 12:30 / 12:30 - 16:00":                                 {Ranges: []Range{r("08:30", "16:00")}},

		"9 - 12":                             {Ranges: morning},
		"9-12/14-17h":                        {Ranges: both},
		"09h/12h et 14h/17h":                 {Ranges: both},
		"9h12h/14h-17h":                      {Ranges: both},
		"9 h 12\u00a0h / 14 h 17 h ":         {Ranges: both},
		"9h-12h  14h-17h":                    {Ranges: both},
		"9:00 - 12:00 - 14:00 - 17:00":       {Ranges: both},
		"de 09h00 à 12h00 de 14h00 à 17h00 ": {Ranges: both},
		"9h a 12h":                           {Ranges: morning},
		"9h 30 - 12h / 12h - 12 h 30":        {Ranges: []Range{r("09:30", "12:30")}},
		"FERME":                              {Off: true},
		"non":                                {Off: true},
		"FERME / 9h - 12h":                   {Ranges: morning},
		"/":                                  {},

		"Sur RDV":                                remark("Sur RDV"),
		"9:00 - 12:00 / Sur RDV : 14:00 - 17:00": remark("Sur RDV : 14:00 - 17:00", morning...),
		"9:00 - 12:00 // Sur RDV : 8:30 - 9:00 / 12:00 - 17:30":         remark("Sur RDV : 8:30 - 9:00 / 12:00 - 17:30", morning...),
		"Sur RDV : 9:00 - 12:30 / Sans RDV : 13:00 - 17:00":             remark("Sur RDV : 9:00 - 12:30 / Sans RDV : 13:00 - 17:00"),
		"Sept. - Juin\u00a0: 14:00 - 17:30 // Été\u00a0: 10:00 - 12:30": remark("Sept. - Juin : 14:00 - 17:30 // Été : 10:00 - 12:30"),
		"1 samedi sur 2 : 9:00 - 12:30":                                 remark("1 samedi sur 2 : 9:00 - 12:30"),
		"9:00 - 16:30 selon planning permanences":                       remark("9:00 - 16:30 selon planning permanences"),
		"9:00 - 12:00 / 14:00 - 17:":                                    remark("14:00 - 17:", morning...),
		"12:00 - 9:00":                                                  remark("12:00 - 9:00"),
		"9:00 - 9:00":                                                   remark("9:00 - 9:00"),
		"25:00 - 26:00":                                                 remark("25:00 - 26:00"),
		"24:30 - 24:45":                                                 remark("24:30 - 24:45"),
		"9:60 - 12:00":                                                  remark("9:60 - 12:00"),
		"9:00 - 12:00 / 113:30 - 18:30":                                 remark("113:30 - 18:30", morning...),
		"9h 12h 14h":                                                    remark("9h 12h 14h"),
		"8h- 12-30/ 13h30- 18h15":                                       remark("8h- 12-30/ 13h30- 18h15"),
		"13h30 8 17h30":                                                 remark("13h30 8 17h30"),
		"930-1200":                                                      remark("930-1200"),
		"9h-12h sauf vacances":                                          remark("9h-12h sauf vacances"),
		"9h-12h (sur RDV)":                                              remark("9h-12h (sur RDV)"),
		"deux":                                                          remark("deux"),
	} {
		if diff := cmp.Diff(want, ReadDay(text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

// Only what overlaps, or is no time, is merged: ranges that touch are as
// published.
func TestMerged(t *testing.T) {
	for text, want := range map[string]string{
		"00:00 - 00:00":                                 "",
		"00:00 - 00:00 / 09:00 - 12:00":                 "09:00 - 12:00",
		"08:00 - 15:00 / 08:00 - 16:00 / 08:00 - 16:00": "08:00 - 16:00",
		"08:00 - 17:00 / 09:00 - 10:00 / 16:00 - 18:00": "08:00 - 18:00",
		"14:00 - 17:00 / 09:00 - 12:00 / 11:00 - 13:00": "09:00 - 13:00 / 14:00 - 17:00",
	} {
		if got, was := Merged(text); got != want || !was {
			t.Errorf("%q is %q, %t, want %q", text, got, was, want)
		}
	}
	for _, text := range []string{"", "-", "Sur RDV", "08:30 - 12:30 / 12:30 - 16:30", "14:00 - 17:00 / 09:00 - 12:00", "9h-12h"} {
		if got, was := Merged(text); was {
			t.Errorf("%q was merged to %q", text, got)
		}
	}
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]Clock{"00:00": 0, "09:05": 545, "18:30": 1110, "24:00": DayEnd} {
		got, err := ParseClock(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%q is %d (%s), %v, want %d", text, got, got, err, want)
		}
	}
	for _, text := range []string{"", "9:00", "24:01", "12:60", "99:99", "12h00", "12:00:00", " 9:00", "-1:00", "+1:00", "1２:00"} {
		if got, err := ParseClock(text); err == nil {
			t.Errorf("%q is %s", text, got)
		}
	}
}
