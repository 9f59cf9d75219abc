package geo

import (
	"cmp"
	"slices"
	"sort"
)

// rowSize is how many points a row holds: of the communes, those of some seven
// kilometres from south to north.
const rowSize = 256

// Rows finds all points around another: it holds them in rows from south to
// north, each side by side in memory. For those who ask around every point of a
// country that is several times faster than the tree of an Index. It is immutable,
// and safe for concurrent use.
type Rows struct{ rows []pointRow }

type pointRow struct {
	south, north float64 // the Z of its first and last point
	entries      []entry // by Y, which is from west to east where the prime meridian is near
}

// NewRows puts points into rows; it keeps nothing of the list. numbers tells them
// apart and is as long.
func NewRows(points []Point, numbers []int32) *Rows {
	list := make([]entry, len(points))
	for i := range points {
		list[i] = entry{points[i], numbers[i]}
	}
	slices.SortFunc(list, func(x, y entry) int { return cmp.Compare(x.point.Z, y.point.Z) })
	r := &Rows{}
	for of := range slices.Chunk(list, rowSize) {
		row := pointRow{of[0].point.Z, of[len(of)-1].point.Z, of}
		slices.SortFunc(of, func(x, y entry) int { return cmp.Compare(x.point.Y, y.point.Y) })
		r.rows = append(r.rows, row)
	}
	return r
}

// Within calls visit with the points within a reach of another, in no order.
func (r *Rows) Within(from Point, reach Gap, visit func(number int32)) {
	for i := range r.rows {
		row := &r.rows[i]
		switch {
		case beyond(row.south-from.Z, reach):
			return
		case beyond(from.Z-row.north, reach):
			continue
		}
		west := sort.Search(len(row.entries), func(k int) bool { return !beyond(from.Y-row.entries[k].point.Y, reach) })
		for k := range row.entries[west:] {
			e := &row.entries[west+k]
			if beyond(e.point.Y-from.Y, reach) {
				break
			}
			if from.Gap(e.point) <= reach {
				visit(e.number)
			}
		}
	}
}

// beyond says whether points that lie so far apart along one axis, or farther,
// are out of reach: a gap is never less than the square of a part of it.
func beyond(apart float64, reach Gap) bool { return apart > 0 && Gap(apart*apart) > reach }
