package snapshot

import (
	"slices"
)

// conditions on a record of a kind, all of which must hold. The first argument
// that makes no sense is kept as err.
type conditions[R any] struct {
	tests []func(*R) bool
	among []int32 // no others hold, in order, to save looking at them; nil if that is not known
	err   error
}

func (c *conditions[R]) none() bool { return c == nil || len(c.tests) == 0 }

// hold says whether a record fulfils all conditions.
func (c *conditions[R]) hold(record *R) bool {
	for _, test := range c.tests {
		if !test(record) {
			return false
		}
	}
	return true
}

func (c *conditions[R]) add(test func(*R) bool) { c.tests = append(c.tests, test) }

func (c *conditions[R]) fail(err error) {
	if c.err == nil {
		c.err = err
	}
}

// onlyAmong says that no other records hold, if that leaves fewer to look at.
func (c *conditions[R]) onlyAmong(items []int32) {
	if c.among == nil || len(items) < len(c.among) {
		c.among = items
	}
}

// maxValues bounds the values of one list of a filter.
const maxValues = 1000

// oneOf adds the condition that a value is among those wanted; a nil list asks
// for nothing.
func oneOf[R any, V comparable](c *conditions[R], argument string, wanted []V, value func(*R) V) {
	anyOf(c, argument, wanted, func(r *R, wanted func(V) bool) bool { return wanted(value(r)) })
}

// itself adds the condition that a record is one of those of some numbers.
func itself[R any](c *conditions[R], argument string, wanted []int32, number func(*R) int32) {
	oneOf(c, argument, wanted, number)
	if len(wanted) > 0 {
		c.onlyAmong(slices.Compact(slices.Sorted(slices.Values(wanted))))
	}
}

// inPlace adds the condition that a record lies in one of some places, given by
// their numbers; what lies in one is listed.
func inPlace[R any](c *conditions[R], argument string, wanted []int32, place func(*R) int32, listed func(place int32) []int32) {
	oneOf(c, argument, wanted, place)
	if len(wanted) == 1 && wanted[0] >= 0 {
		c.onlyAmong(listed(wanted[0]))
	}
}

// anyOf adds a condition on a record that may have several values.
func anyOf[R any, V comparable](c *conditions[R], argument string, wanted []V, test func(r *R, wanted func(V) bool) bool) {
	switch {
	case wanted == nil:
		return
	case len(wanted) == 0:
		c.fail(errorf(CodeBadFilter, "%s: an empty list would keep nothing: leave the field out, or name a value", argument))
		return
	case len(wanted) > maxValues:
		c.fail(errorf(CodeBadFilter, "%s: %d values, at most %d are taken", argument, len(wanted), maxValues))
		return
	case len(wanted) == 1:
		only := wanted[0]
		is := func(v V) bool { return v == only } // made once, not for each record
		c.add(func(r *R) bool { return test(r, is) })
		return
	}
	set := make(map[V]struct{}, len(wanted))
	for _, v := range wanted {
		set[v] = struct{}{}
	}
	in := func(v V) bool { _, ok := set[v]; return ok }
	c.add(func(r *R) bool { return test(r, in) })
}

// is adds the condition that something is so, or is not; nil asks for nothing.
func is[R any](c *conditions[R], wanted *bool, value func(*R) bool) {
	if wanted != nil {
		c.add(func(r *R) bool { return value(r) == *wanted })
	}
}

// within adds the condition that a population lies within bounds.
func within[R any](c *conditions[R], argument string, bounds *IntRange, of func(*R) *place) {
	between(c, argument, bounds, func(r *R) *int { return of(r).people() })
}

// between adds the condition that a number lies within bounds; nil asks for
// nothing.
func between[R any](c *conditions[R], argument string, bounds *IntRange, of func(*R) *int) {
	if bounds == nil {
		return
	}
	if bounds.Min != nil && bounds.Max != nil && *bounds.Min > *bounds.Max {
		c.fail(errorf(CodeBadFilter, "%s: min %d is above max %d", argument, *bounds.Min, *bounds.Max))
		return
	}
	c.add(func(r *R) bool { return bounds.holds(of(r)) })
}

// holds says whether a number lies within the bounds; what is not known does
// not.
func (b *IntRange) holds(n *int) bool {
	return n != nil && (b.Min == nil || *n >= int(*b.Min)) && (b.Max == nil || *n <= int(*b.Max))
}

// Combined are the parts of a filter that are filters themselves.
type Combined[F any] struct {
	And []*F
	Or  []*F
	Not *F
}

// maxDepth bounds how deep filters nest.
const maxDepth = 8

// A filter is one of the schema's filters on records of kind R.
type filter[F, R any] interface {
	*F
	// conditions adds those of the filter's own fields.
	conditions(c *conditions[R], in *Network)
	// exist refuses codes that the edition does not know.
	exist(c *conditions[R], a *archive)
	combined() *Combined[F]
}

// compile makes conditions of a filter; nil asks for nothing.
func compile[R any, F any, P filter[F, R]](f P, in *Network) (*conditions[R], error) {
	if f == nil {
		return nil, nil
	}
	c := &conditions[R]{}
	compileInto(c, f, in, 1)
	return c, c.err
}

func compileInto[R any, F any, P filter[F, R]](c *conditions[R], f P, in *Network, depth int) {
	if depth > maxDepth {
		c.fail(errorf(CodeBadFilter, "a filter nests more than %d deep", maxDepth))
		return
	}
	f.conditions(c, in)
	f.exist(c, in.archive)
	part := func(f P) *conditions[R] {
		p := &conditions[R]{}
		compileInto(p, f, in, depth+1)
		if p.err != nil {
			c.fail(p.err)
		}
		return p
	}
	parts := f.combined()
	for _, f := range parts.And {
		c.add(part(f).hold)
	}
	if parts.Or != nil {
		if len(parts.Or) == 0 {
			c.fail(errorf(CodeBadFilter, "or: an empty list would keep nothing: leave the field out"))
		}
		alternatives := make([]*conditions[R], 0, len(parts.Or))
		for _, f := range parts.Or {
			alternatives = append(alternatives, part(f))
		}
		c.add(func(r *R) bool {
			return slices.ContainsFunc(alternatives, func(a *conditions[R]) bool { return a.hold(r) })
		})
	}
	if parts.Not != nil {
		not := part(parts.Not)
		c.add(func(r *R) bool { return !not.hold(r) })
	}
}
