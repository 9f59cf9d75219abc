package hours

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func zone(t rapid.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func instant(t rapid.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestOpenAt(t *testing.T) {
	for _, c := range []struct {
		zone, at string
		want     bool
	}{
		{"Europe/Paris", "2024-07-31T07:00:00Z", true}, // Wednesday, 9:00
		{"Europe/Paris", "2024-07-31T06:59:59Z", false},
		{"Europe/Paris", "2024-07-31T09:59:59Z", true},
		{"Europe/Paris", "2024-07-31T10:00:00Z", false},
		{"Europe/Paris", "2024-07-31T14:00:00+02:00", false},
		{"Europe/Paris", "2024-01-31T07:30:00Z", false}, // 8:30 in winter
		{"Indian/Reunion", "2024-07-31T05:00:00Z", true},
		{"Indian/Reunion", "2024-07-31T09:00:00Z", false},
		{"America/Cayenne", "2024-07-31T12:00:00Z", true},
		{"America/Guadeloupe", "2024-08-04T23:00:00Z", false}, // Sunday evening there
		{"Pacific/Noumea", "2024-08-04T23:00:00Z", true},      // Monday, 10:00
	} {
		if got := office.OpenAt(MomentOf(instant(t, c.at), zone(t, c.zone))); got != c.want {
			t.Errorf("%s in %s: %t", c.at, c.zone, got)
		}
	}
}

func TestNextOpening(t *testing.T) {
	night := Read([7]string{6: "02:30 - 05:00"})              // Sunday
	lost := Read([7]string{6: "02:15 - 02:45"})               // all of it within an hour that may be missing
	over := Read([7]string{"22:00 - 24:00", "00:00 - 02:00"}) // through midnight
	for name, c := range map[string]struct {
		week        Week
		zone, after string
		want        string // "" for never
	}{
		"the same morning":                  {office, "Europe/Paris", "2024-07-31T06:00:00Z", "2024-07-31T07:00:00Z"},
		"just then is not after":            {office, "Europe/Paris", "2024-07-31T07:00:00Z", "2024-08-01T07:00:00Z"},
		"the afternoon":                     {office, "Europe/Paris", "2024-07-29T08:00:00Z", "2024-07-29T12:00:00Z"},
		"over the week-end":                 {office, "Europe/Paris", "2024-08-02T10:00:00Z", "2024-08-05T07:00:00Z"},
		"over the week-end clocks go back":  {office, "Europe/Paris", "2024-10-25T12:00:00Z", "2024-10-28T08:00:00Z"},
		"over the week-end they go forward": {office, "Europe/Paris", "2024-03-29T12:00:00Z", "2024-04-01T07:00:00Z"},
		"overseas":                          {office, "Pacific/Tahiti", "2024-08-05T18:00:00Z", "2024-08-05T19:00:00Z"},
		"at an hour that is left out":       {night, "Europe/Paris", "2024-03-30T12:00:00Z", "2024-03-31T01:00:00Z"},
		"at an hour that comes twice":       {night, "Europe/Paris", "2024-10-26T12:00:00Z", "2024-10-27T00:30:00Z"},
		"the second time":                   {night, "Europe/Paris", "2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"},
		"left out for a week":               {lost, "Europe/Paris", "2024-03-30T12:00:00Z", "2024-04-07T00:15:00Z"},
		"midnight is no opening":            {over, "Europe/Paris", "2024-07-29T21:00:00Z", "2024-08-05T20:00:00Z"},
		"never":                             {Week{}, "Europe/Paris", "2024-07-31T06:00:00Z", ""},
		"always": {Read([7]string{
			"0:00-24:00", "0:00-24:00", "0:00-24:00", "0:00-24:00", "0:00-24:00", "0:00-24:00", "0:00-24:00",
		}), "Europe/Paris", "2024-07-31T06:00:00Z", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, ok := c.week.NextOpening(instant(t, c.after), zone(t, c.zone))
			if c.want == "" {
				if ok {
					t.Errorf("opens at %s", got)
				}
				return
			}
			if !ok || !got.Equal(instant(t, c.want)) {
				t.Errorf("opens at %s, %t, want %s", got.UTC().Format(time.RFC3339), ok, c.want)
			}
		})
	}
}

// The next opening is the one found by looking at every minute, the nights on
// which clocks change included.
func TestNextOpeningByEveryMinute(t *testing.T) {
	starts := []string{"2024-03-29T00:00:00Z", "2024-10-25T00:00:00Z", "2024-07-30T00:00:00Z"}
	rapid.Check(t, func(t *rapid.T) {
		w := drawWeek(t)
		in := zone(t, rapid.SampledFrom([]string{"Europe/Paris", "America/Miquelon", "Pacific/Noumea", "Indian/Mayotte"}).Draw(t, "zone"))
		after := instant(t, rapid.SampledFrom(starts).Draw(t, "start")).
			Add(time.Duration(rapid.IntRange(0, 4*24*60).Draw(t, "minutes")) * time.Minute)
		got, ok := w.NextOpening(after, in)
		// 15 days, as a single opening may fall into the hour that is left out.
		open := w.OpenAt(MomentOf(after, in))
		for m := 1; m <= 15*24*60; m++ {
			at := after.Add(time.Duration(m) * time.Minute)
			was := open
			if open = w.OpenAt(MomentOf(at, in)); open && !was {
				if !ok || !got.Equal(at) {
					t.Fatalf("%s opens at %s, %t; by every minute at %s", w.OSM(), got, ok, at)
				}
				return
			}
		}
		if ok {
			t.Fatalf("%s opens at %s; by every minute never", w.OSM(), got)
		}
	})
}
