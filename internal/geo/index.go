package geo

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/spatial/kdtree"
)

// An Index finds the points near another. It is immutable, and safe for
// concurrent use.
type Index struct{ tree *kdtree.Tree }

// NewIndex indexes points; it keeps nothing of the list. numbers tells them
// apart and is as long.
func NewIndex(points []Point, numbers []int32) *Index {
	list := make(entries, len(points))
	for i := range points {
		list[i] = entry{points[i], numbers[i]}
	}
	return &Index{kdtree.New(list, false)}
}

// Search calls visit with the points within a reach of another, in no order,
// and goes on with the reach that visit returns: one that shrinks makes the
// search short.
func (x *Index) Search(from Point, reach Gap, visit func(number int32, gap Gap) (reach Gap)) {
	if x.tree.Root == nil {
		return
	}
	// NearestSet asks its keeper how far to look and hands it what it meets.
	x.tree.NearestSet(&searcher{reach: reach, visit: visit}, &entry{point: from})
}

// A searcher is a kdtree.Keeper that keeps nothing itself.
type searcher struct {
	reach Gap
	visit func(int32, Gap) Gap
}

// Keep shows a point to the visitor.
func (s *searcher) Keep(c kdtree.ComparableDist) {
	if gap := Gap(c.Dist); gap <= s.reach {
		s.reach = s.visit(c.Comparable.(*entry).number, gap) //nolint:forcetypeassert // the tree holds nothing else
	}
}

// Max tells how far to look.
func (s *searcher) Max() kdtree.ComparableDist { return kdtree.ComparableDist{Dist: float64(s.reach)} }

// The tree sorts what a keeper holds: nothing.

func (s *searcher) Len() int           { return 0 }
func (s *searcher) Less(int, int) bool { return false }
func (s *searcher) Swap(int, int)      {}
func (s *searcher) Push(any)           {}
func (s *searcher) Pop() any           { return nil }

// An entry is a point of the tree.
type entry struct {
	point  Point
	number int32
}

const dimensions = 3

// Dims returns how many coordinates there are.
func (e *entry) Dims() int { return dimensions }

// Compare returns how far e lies beyond another in one coordinate.
func (e *entry) Compare(other kdtree.Comparable, d kdtree.Dim) float64 {
	return e.along(d) - other.(*entry).along(d) //nolint:forcetypeassert // the tree holds nothing else
}

// Distance returns the gap.
func (e *entry) Distance(other kdtree.Comparable) float64 {
	return float64(e.point.Gap(other.(*entry).point)) //nolint:forcetypeassert // the tree holds nothing else
}

func (e *entry) along(d kdtree.Dim) float64 {
	switch d {
	case 0:
		return e.point.X
	case 1:
		return e.point.Y
	}
	return e.point.Z
}

// entries are what the tree is built of.
type entries []entry

// Index returns the i-th.
func (l entries) Index(i int) kdtree.Comparable { return &l[i] }

// Len returns how many there are.
func (l entries) Len() int { return len(l) }

// Slice returns those from one to before another.
func (l entries) Slice(from, to int) kdtree.Interface { return l[from:to] }

// Pivot puts the median along a dimension in the middle, with what lies before
// it on one side and behind it on the other. Sorting keeps the tree balanced
// however many points are the same.
func (l entries) Pivot(d kdtree.Dim) int {
	slices.SortFunc(l, func(x, y entry) int { return cmp.Compare(x.along(d), y.along(d)) })
	return len(l) / 2
}
