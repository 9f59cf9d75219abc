package snapshot

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"sync"

	"maillage/internal/geo"
	"maillage/internal/network"
)

// A reach says, for every commune and label day, which principal site is the
// quickest to get to. A commune's nearest site changes a few times in all the
// years, so that the whole history of the country is some 100,000 steps, made
// once for all dates.
type reach struct {
	once  sync.Once
	days  []network.Date // on which principal sites are labelled, or gone, in order
	steps multimap[step] // by commune, in order of date: each is quicker than the one before, unless that one is gone
	leave []bool         // by commune: whether a site of its steps is gone again

	// What is summed over the whole country, side by side in memory.
	people      []int32 // of each commune, 0 if not known
	departments []int32 // the communes of the departments
	nowhere     []bool  // communes that nothing places

	timed map[int32][]timedStep // by commune: what an imported table says, in order of date
}

// A step is the site that is the quickest to get to from a day on.
type step struct {
	travel float64 // metres that the minutes are estimated from
	from   int32   // position in reach.days
	site   int32   // none once the only one is gone
}

// reached returns the edition's reach, made when first asked for.
func (a *archive) reached() *reach {
	r := &a.reach
	r.once.Do(func() {
		for i := range a.sites.rows {
			if s := &a.sites.rows[i]; s.Kind == network.Principal && s.existsOn(s.from) {
				r.days = append(r.days, s.from)
				if s.until != "" {
					r.days = append(r.days, s.until)
				}
			}
		}
		slices.Sort(r.days)
		r.days = slices.Compact(r.days)
		r.people, r.nowhere = make([]int32, len(a.communes.rows)), make([]bool, len(a.communes.rows))
		for i := range a.communes.rows {
			commune := &a.communes.rows[i]
			r.people[i] = int32(commune.place.population)
			r.nowhere[i] = commune.spot().position == nil
			if commune.department != none {
				r.departments = append(r.departments, int32(i))
			}
		}
		r.timed = a.timedSteps(r.days)
		c := newChronicle(a, r.days)
		steps := make([]step, 0, 4*len(a.communes.rows))
		ends := make([]int32, len(a.communes.rows))
		r.leave = make([]bool, len(a.communes.rows))
		for i := range ends {
			steps, r.leave[i] = c.appendSteps(steps, int32(i))
			ends[i] = int32(len(steps))
		}
		r.steps = multimap[step]{start: append([]int32{0}, ends...), values: slices.Clip(steps)}
	})
	return r
}

// on returns the position of the last label day on or before a date, -1 if there
// is none.
func (r *reach) on(date network.Date) int32 {
	return int32(sort.Search(len(r.days), func(i int) bool { return r.days[i] > date })) - 1
}

// nearest returns a commune's step on a label day; false if it reaches no site.
func (r *reach) nearest(commune, day int32) (step, bool) {
	steps := r.steps.of(commune)
	for k := len(steps) - 1; k >= 0; k-- {
		if steps[k].from <= day {
			return steps[k], steps[k].site != none
		}
	}
	return step{}, false
}

// travel returns the metres that a commune's way to the nearest site is
// estimated by, infinity if there is no site; NaN, which compares with nothing,
// if nothing places the commune. Where an imported table tells the minutes, the
// metres are what the model makes these minutes of.
func (r *reach) travel(commune, day int32, m travelModel) float64 {
	if len(r.timed) > 0 {
		if s, ok := r.timedOn(commune, day); ok {
			return m.distance(s.minutes)
		}
	}
	switch s, ok := r.nearest(commune, day); {
	case ok:
		return s.travel
	case r.nowhere[commune]:
		return math.NaN()
	}
	return math.Inf(1)
}

// A chronicle finds the steps of one commune after the other.
type chronicle struct {
	archive    *archive
	day        []int32 // by site: the position of its label day
	end        []int32 // by site: that of the day from which it is gone, after all if it is not
	tree       *geo.Index
	hint       int32       // a site of the first day, near the commune before
	candidates []candidate // of one commune; the array is used again
}

// A candidate may be the quickest from some day on.
type candidate struct {
	nearSite
	day, end int32
}

func newChronicle(a *archive, days []network.Date) *chronicle {
	c := &chronicle{archive: a, day: make([]int32, len(a.sites.rows)), end: make([]int32, len(a.sites.rows)), hint: none}
	spots := slices.Clone(a.located().sites)
	for i := range a.sites.rows {
		s := &a.sites.rows[i]
		if s.Kind != network.Principal || !s.existsOn(s.from) {
			spots[i].position = nil // antennas are no labels
			continue
		}
		at, _ := slices.BinarySearch(days, s.from)
		c.day[i], c.end[i] = int32(at), int32(len(days))
		if s.until != "" {
			end, _ := slices.BinarySearch(days, s.until)
			c.end[i] = int32(end)
		}
	}
	c.tree = indexSpots(spots)
	return c
}

// candidate makes a candidate of a site, and says whether it always was there, so
// that none farther away ever was the quickest.
func (c *chronicle) candidate(s nearSite) (_ candidate, always bool) {
	day, end := c.day[s.site], c.end[s.site]
	return candidate{s, day, end}, day == 0 && c.archive.sites.rows[s.site].until == ""
}

// appendSteps appends the steps of a commune. Sites farther than the nearest of
// those that always were there never were the quickest: one search finds all that
// were. It says whether one of them is gone again.
func (c *chronicle) appendSteps(steps []step, commune int32) (_ []step, leave bool) {
	from := origin{c.archive.communes.rows[commune].spot(), commune}
	if from.position == nil {
		return steps, false
	}
	c.candidates = c.candidates[:0]
	bound := c.addInside(from)
	// Communes come in the order of departments: what was near the one before
	// makes the search short.
	if c.hint != none && !c.isInside(c.hint, commune) {
		bound = min(bound, from.point.Gap(c.archive.located().sites[c.hint].point))
	}
	c.tree.Search(from.point, bound, func(site int32, gap geo.Gap) geo.Gap {
		if c.isInside(site, commune) {
			return bound
		}
		found, always := c.candidate(nearSite{gap.Metres(), gap, site})
		c.candidates = append(c.candidates, found)
		if always {
			bound, c.hint = gap, site
		}
		return bound
	})
	for _, x := range c.candidates {
		if c.archive.sites.rows[x.site].until != "" {
			return c.sweepLeaving(steps), true
		}
	}
	return c.sweep(steps), false
}

// isInside says whether a site stands in the commune, so that the way to it is
// not estimated by its distance.
func (c *chronicle) isInside(site, commune int32) bool {
	_, known := c.archive.inside(commune)
	return known && c.archive.sites.rows[site].commune == commune
}

// addInside adds the principal sites inside the commune, and returns the bound
// that they set on others.
func (c *chronicle) addInside(from origin) geo.Gap {
	bound := geo.Everywhere
	inside, known := c.archive.inside(from.commune)
	if !known {
		return bound
	}
	for _, site := range c.archive.sitesIn(from.commune) {
		to := c.archive.located().sites[site]
		if s := &c.archive.sites.rows[site]; to.position == nil || s.Kind != network.Principal || !s.existsOn(s.from) {
			continue
		}
		found, always := c.candidate(nearSite{inside, from.point.Gap(to.point), site})
		c.candidates = append(c.candidates, found)
		if always {
			bound = geo.GapOf(inside)
		}
	}
	return bound
}

// sweep appends the candidates that are quicker than all of their day and before.
func (c *chronicle) sweep(steps []step) []step {
	slices.SortFunc(c.candidates, func(x, y candidate) int {
		if x.day != y.day {
			return cmp.Compare(x.day, y.day)
		}
		return compareNear(x.nearSite, y.nearSite)
	})
	best := nearSite{travel: math.Inf(1)}
	for _, x := range c.candidates {
		if compareNear(x.nearSite, best) < 0 {
			best = x.nearSite
			steps = append(steps, step{best.travel, x.day, best.site})
		}
	}
	return steps
}

// sweepLeaving appends the quickest candidate from each day on which one comes or
// goes. So few sites are gone that it looks at all of them each time.
func (c *chronicle) sweepLeaving(steps []step) []step {
	var days []int32
	for _, x := range c.candidates {
		days = append(days, x.day, x.end)
	}
	slices.Sort(days)
	last := none
	for _, day := range slices.Compact(days) {
		best := nearSite{travel: math.Inf(1), gap: geo.Everywhere, site: none}
		for _, x := range c.candidates {
			if x.day <= day && day < x.end && compareNear(x.nearSite, best) < 0 {
				best = x.nearSite
			}
		}
		if best.site != last {
			steps = append(steps, step{best.travel, day, best.site})
			last = best.site
		}
	}
	return steps
}
