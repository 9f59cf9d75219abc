package snapshot

import (
	"math"
	"slices"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"
)

// keptQuickest is how many orders of the communes are kept: 280 kB each at the
// real size.
const keptQuickest = 16

// quickest is the communes by how long it takes to the nearest principal site.
type quickest struct {
	departments []int32 // the communes of the departments that reach a site, the quickest first
	ranks       []int32 // of each commune, see ranks: 0 for one that reaches none
}

// A quickestKey is a label day and a model: it holds for all dates until the
// next label.
type quickestKey struct {
	day   int32
	model travelModel
}

// quickestOrders are the orders of an archive, the most recently used kept.
type quickestOrders struct {
	kept     *lru.Cache[quickestKey, func() *quickest]
	building sync.Mutex
}

func (q *quickestOrders) init() {
	// New only refuses a size that is not positive.
	q.kept, _ = lru.New[quickestKey, func() *quickest](keptQuickest)
}

// quickest returns the communes in order of travel time at the date.
func (n *Network) quickest(m travelModel) *quickest {
	q, day := &n.archive.quickest, n.archive.reached().on(n.date)
	return once(&q.building, q.kept, quickestKey{day, m}, func() *quickest { return newQuickest(n, day, m) })
}

func newQuickest(n *Network, day int32, m travelModel) *quickest {
	a := n.archive
	q := &quickest{ranks: make([]int32, len(n.communes))}
	// Hundredths of minutes, and the commune: numbers sort faster than records.
	keys := make([]int64, 0, len(n.communes))
	for i := range n.communes {
		if travel := a.reached().travel(int32(i), day, m); travel < math.Inf(1) {
			keys = append(keys, int64(math.Round(m.minutes(travel)*100))<<32|int64(i))
		}
	}
	slices.Sort(keys)
	rank := int32(0)
	for k, key := range keys {
		if k == 0 || key>>32 != keys[k-1]>>32 {
			rank++
		}
		i := int32(key)
		q.ranks[i] = rank
		if a.communes.rows[i].department != none {
			q.departments = append(q.departments, i)
		}
	}
	return q
}

// communeKey returns the ranks of communes in a respect, travel time included.
func (n *Network) communeKey(f CommuneOrderField) []int32 {
	if f == "MINUTES" {
		return n.quickest(usualModel).ranks
	}
	return n.archive.communeKey(f)
}

// NearestSite returns the principal site that is the quickest to get to, nil
// where there is none or nothing places the commune.
func (c *Commune) NearestSite() *SiteDistance {
	a := c.in.archive
	day, from := a.reached().on(c.in.date), origin{c.spot(), c.row}
	if s, ok := a.reached().timedOn(c.row, day); ok && from.position != nil && a.located().sites[s.site].position != nil {
		to := a.located().sites[s.site]
		return &SiteDistance{Distance{from: from.spot, to: to, minutes: s.minutes, model: a.imported()}, &c.in.sites[s.site]}
	}
	s, ok := a.reached().nearest(c.row, day)
	if !ok {
		return nil
	}
	return &SiteDistance{c.in.distance(from, s.site, usualModel, usualModel.described()), &c.in.sites[s.site]}
}
