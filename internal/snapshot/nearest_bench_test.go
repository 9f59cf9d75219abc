package snapshot

import (
	"testing"

	"maillage/internal/network"
)

// The figures to keep to, on two shared cores: access on a date that nobody has
// asked for in 150 ms, on a known one in 1 ms; best next sites in 300 ms.

// BenchmarkNewReach finds every commune's nearest site on every label day.
func BenchmarkNewReach(b *testing.B) {
	a := officialArchive(b)
	a.located()
	b.ReportAllocs()
	for b.Loop() {
		a.reach = reach{}
		a.reached()
	}
}

// BenchmarkAccess asks the country's access on dates known and not.
func BenchmarkAccess(b *testing.B) {
	a := officialArchive(b)
	n := a.at("2022-01-31", "")
	for name, ask := range map[string]func(*Access) error{
		"within": func(x *Access) error { _, err := x.Within(30); return err },
		"median": func(x *Access) error { x.MedianMinutes(); return nil },
		"distribution": func(x *Access) error {
			_, err := x.Distribution([]int32{5, 10, 15, 20, 30})
			return err
		},
		"timeline": func(x *Access) error { _, err := x.Timeline(30); return err },
		"beyond": func(x *Access) error {
			_, err := x.Beyond(30, []*CommuneOrder{{Field: "MINUTES", Direction: Descending}}, nil, nil, nil, nil)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				access, err := n.France().Access(nil)
				if err == nil {
					err = ask(access)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNewQuickest orders the communes by travel time, once a label day.
func BenchmarkNewQuickest(b *testing.B) {
	n := officialArchive(b).at("2022-01-31", "")
	b.ReportAllocs()
	for b.Loop() {
		newQuickest(n, n.archive.reached().on(n.date), usualModel)
	}
}

// BenchmarkNearestSites finds the ten sites nearest to communes all over the
// country, on the last day and on an early one.
func BenchmarkNearestSites(b *testing.B) {
	a := officialArchive(b)
	for _, date := range []network.Date{"2020-01-31", "2024-08-01"} {
		n := a.at(date, "")
		b.Run(string(date), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				code := n.communes[i*7919%30000].Code()
				if _, err := n.NearestSites(PlaceInput{Commune: &code}, nil, nil, nil, 10); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkBestNextSites plans anew what is known of access, before there was any
// site, when few were there and when most were.
func BenchmarkBestNextSites(b *testing.B) {
	a := officialArchive(b)
	a.reached()
	for _, date := range []network.Date{"2019-12-31", "2020-01-31", "2024-08-01"} {
		n := a.at(date, "")
		b.Run(string(date), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				n.archive.nextSites.init()
				if _, err := n.France().BestNextSites(30, nil, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
