package snapshot

import (
	"slices"
	"sort"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"maillage/internal/network"
)

// A day is the choice of an edition's sites that exist from one day to the next
// change: whatever a date's neighbours ask, they share it.
type day struct {
	sites   []int32         // that exist, in order
	exists  []bool          // whether each of all does
	byPlace multimap[int32] // the same, by the number of the place they stand in

	communes []int32 // that a site stands in, in order; never nil

	cantons struct { // made when first asked for
		once     sync.Once
		coverage []Coverage
	}
}

func newDay(a *archive, date network.Date) *day {
	d := &day{sites: make([]int32, 0, len(a.sites.rows)), exists: make([]bool, len(a.sites.rows)), communes: []int32{}}
	for i := range a.sites.rows {
		s := &a.sites.rows[i]
		if !s.existsOn(date) {
			continue
		}
		d.sites, d.exists[i] = append(d.sites, int32(i)), true
		if s.commune != none {
			d.communes = append(d.communes, s.commune)
		}
	}
	slices.Sort(d.communes)
	d.communes = slices.Compact(d.communes)
	d.byPlace = newMultimap(int(a.placeCount), func(yield func(int32, int32)) {
		for _, i := range d.sites {
			a.places(&a.sites.rows[i], func(p *place) { yield(p.number, i) })
		}
	})
	return d
}

// How many of each layer an archive keeps. A day weighs some 120 kB and a
// network 1 MB at the real size.
const (
	keptDays     = 64
	keptNetworks = 16
)

// views are the days and networks of an archive, the most recently used kept.
type views struct {
	days     *lru.Cache[int, func() *day]
	networks *lru.Cache[string, func() *Network]
	building sync.Mutex // of the entries, not of what they hold
}

func (v *views) init() {
	// New only refuses a size that is not positive.
	v.days, _ = lru.New[int, func() *day](keptDays)
	v.networks, _ = lru.New[string, func() *Network](keptNetworks)
}

// day returns the choice of sites that holds at a date.
func (a *archive) day(date network.Date) *day {
	n := sort.Search(len(a.days), func(i int) bool { return a.days[i] > date })
	return once(&a.views.building, a.views.days, n, func() *day {
		if n == 0 {
			return newDay(a, "")
		}
		return newDay(a, a.days[n-1])
	})
}

// at returns the edition's network at a date; the pin is what the ids of its
// nodes carry, "" for none.
func (a *archive) at(date network.Date, pin string) *Network {
	return once(&a.views.building, a.views.networks, string(date)+pin, func() *Network {
		return newNetwork(a, date, pin)
	})
}

// once returns what the cache holds for the key, made by whoever asks first
// while the others wait.
func once[K comparable, V any](mu *sync.Mutex, cache *lru.Cache[K, func() V], key K, build func() V) V {
	mu.Lock()
	get, ok := cache.Get(key)
	if !ok {
		get = sync.OnceValue(build)
		cache.Add(key, get)
	}
	mu.Unlock()
	return get()
}
