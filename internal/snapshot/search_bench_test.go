package snapshot

import (
	"runtime"
	"testing"
)

// The figures to keep to, on two shared cores: a search in 200 µs, the names of
// the official edition made ready in 300 ms.

// BenchmarkSearch looks for names on the official edition, each in another way.
func BenchmarkSearch(b *testing.B) {
	n := newOfficial(b).served(b)
	n.archive.names()
	for _, text := range []string{
		"Amiens", "s", "sa", "saint", "st martin", "Boulogne sur mer", "aulnoyes aymeries", "marsiel", "80000", "Paris 18e arrondissement",
		"communauté de communes de la Thiérache", "france services", "Sainte-Marie-aux-Mines-de-Nulle-Part",
	} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := n.Search(text, nil, nil, nil, nil, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNames makes the names of the official edition ready, and tells what
// they weigh.
func BenchmarkNames(b *testing.B) {
	a := newOfficial(b).served(b).archive
	live := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc)
	}
	before := live()
	b.ReportAllocs()
	var x names
	for b.Loop() {
		x = names{}
		x.build(a)
	}
	b.ReportMetric((live()-before)/(1<<20), "MiB")
	runtime.KeepAlive(a)
	runtime.KeepAlive(&x)
}

// BenchmarkSuggest looks for what an unknown commune's code may mean.
func BenchmarkSuggest(b *testing.B) {
	n := newOfficial(b).served(b)
	n.archive.names()
	b.ReportAllocs()
	for b.Loop() {
		n.Suggest(SearchCommune, "80999")
	}
}
