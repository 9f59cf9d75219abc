package snapshot

import (
	"sync"

	"maillage/internal/geo"
	"maillage/internal/network"
)

// A spot is where something is taken to be: the point, and what it stands for.
type spot struct {
	point    geo.Point
	position *network.Position // nil: nothing places it
}

// spotAt returns the spot of a position, none of one that is no point.
func spotAt(p *network.Position) spot {
	if p == nil {
		return spot{}
	}
	point, err := geo.At(p.Latitude, p.Longitude)
	if err != nil {
		return spot{}
	}
	return spot{point, p}
}

// An atlas says where the communes and sites of an edition are, and finds those
// near a point. It holds all sites, whatever their date: a search passes over
// those that are not there yet, which costs less than an index for each day.
type atlas struct {
	once      sync.Once
	communes  []spot
	sites     []spot // of a site that no source places: its commune's
	siteTree  *geo.Index
	inCommune multimap[int32] // sites by commune

	departments func() *geo.Rows // the communes of the departments, made when first asked for
}

// located returns the edition's atlas, made when first asked for.
func (a *archive) located() *atlas {
	t := &a.atlas
	t.once.Do(func() {
		t.communes = make([]spot, len(a.communes.rows))
		for i := range t.communes {
			t.communes[i] = spotAt(a.communes.rows[i].Position)
		}
		t.sites = make([]spot, len(a.sites.rows))
		for i := range t.sites {
			s := &a.sites.rows[i]
			if t.sites[i] = spotAt(s.Position); t.sites[i].position == nil && s.commune != none {
				t.sites[i] = t.communes[s.commune]
			}
		}
		t.siteTree = indexSpots(t.sites)
		t.departments = sync.OnceValue(func() *geo.Rows {
			return geo.NewRows(placed(t.communes, func(i int) bool { return a.communes.rows[i].department != none }))
		})
		t.inCommune = newMultimap(len(a.communes.rows), func(yield func(int32, int32)) {
			for i := range a.sites.rows {
				if c := a.sites.rows[i].commune; c != none {
					yield(c, int32(i))
				}
			}
		})
	})
	return t
}

// indexSpots indexes the spots that are somewhere by their place in the list.
func indexSpots(spots []spot) *geo.Index {
	return geo.NewIndex(placed(spots, func(int) bool { return true }))
}

// placed returns the points of the spots that are somewhere and wanted, and their
// places in the list.
func placed(spots []spot, wanted func(i int) bool) (points []geo.Point, numbers []int32) {
	points, numbers = make([]geo.Point, 0, len(spots)), make([]int32, 0, len(spots))
	for i := range spots {
		if spots[i].position != nil && wanted(i) {
			points, numbers = append(points, spots[i].point), append(numbers, int32(i))
		}
	}
	return points, numbers
}
