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

// spot returns where a commune is. It is worked out each time: that costs a
// fraction of what is done with it, and the spots of all would take 1 MB.
func (c *communeRecord) spot() spot { return spotAt(c.Position) }

// An atlas says where the sites of an edition are, and finds those near a point,
// and communes. It holds all sites, whatever their date: a search passes over
// those that are not there yet, which costs less than an index for each day.
type atlas struct {
	once      sync.Once
	sites     []spot // of a site that no source places: its commune's
	siteTree  *geo.Index
	inCommune multimap[int32] // sites by the number of the commune they stand in

	departments func() *geo.Rows // the communes of the departments, made when first asked for
}

// located returns the edition's atlas, made when first asked for.
func (a *archive) located() *atlas {
	t := &a.atlas
	t.once.Do(func() {
		t.sites = make([]spot, len(a.sites.rows))
		for i := range t.sites {
			s := &a.sites.rows[i]
			if t.sites[i] = spotAt(s.Position); t.sites[i].position == nil && s.commune != none {
				t.sites[i] = a.communes.rows[s.commune].spot()
			}
		}
		t.siteTree = indexSpots(t.sites)
		t.departments = sync.OnceValue(func() *geo.Rows {
			return geo.NewRows(placed(len(a.communes.rows), func(i int) spot {
				if a.communes.rows[i].department == none {
					return spot{}
				}
				return a.communes.rows[i].spot()
			}))
		})
		t.inCommune = newMultimap(int(a.placeCount), func(yield func(int32, int32)) {
			for i := range a.sites.rows {
				if c := a.sites.rows[i].commune; c != none {
					yield(a.communes.rows[c].place.number, int32(i))
				}
			}
		})
	})
	return t
}

// indexSpots indexes the spots that are somewhere by their place in the list.
func indexSpots(spots []spot) *geo.Index {
	return geo.NewIndex(placed(len(spots), func(i int) spot { return spots[i] }))
}

// placed returns the points of those of n spots that are somewhere, and their
// places in the list.
func placed(n int, at func(i int) spot) (points []geo.Point, numbers []int32) {
	points, numbers = make([]geo.Point, 0, n), make([]int32, 0, n)
	for i := range n {
		if s := at(i); s.position != nil {
			points, numbers = append(points, s.point), append(numbers, int32(i))
		}
	}
	return points, numbers
}
