package identity

import "slices"

// What makes a site stand where one stood that is gone, however little else is
// alike. They were set by eye on the list of August 2024: of its pairs that stand
// so near and both move or both stay, most are one site that is listed twice.
const (
	nearMetres   = 150
	namesakeFrom = 0.5 // of the words of the shorter name
)

// doubtTheGone lists sites that an edition no longer shows beside what it shows
// in their place: they may have been numbered anew, or merged into it.
func (r *resolver) doubtTheGone(at int, rows []int, shown map[*Site]bool) {
	var byPlace map[string][]int
	for _, s := range r.Sites {
		if shown[s] || r.missingAfter(s, s.last, at+1) != at {
			continue
		}
		if byPlace == nil {
			byPlace = map[string][]int{}
			for _, row := range rows {
				byPlace[r.place(row)] = append(byPlace[r.place(row)], row)
			}
		}
		best, why := candidacy{row: none}, Gone
		for _, row := range byPlace[r.place(s.Last())] {
			if c, reason, may := r.successor(row, s); may && c.score > best.score {
				best, why = c, reason
			}
		}
		if best.row != none {
			r.doubtOf(Doubt{
				Reason: why, Edition: r.editions[at].Number,
				AsOf: r.shownOn(best.other), Row: best.other, OtherAsOf: r.editions[at].AsOf, Other: best.row,
			}, best.score)
		}
	}
}

// successor says whether a row may have come in the place of a site that is gone,
// and how: a site that some edition shows beside the one gone is not the same, so
// that only a merger is left.
func (r *resolver) successor(row int, s *Site) (c candidacy, why Reason, may bool) {
	if r.verdicts.kept(row, s) {
		return c, why, false
	}
	alike := r.moveAlike(r.of[row], s)
	if why = Gone; r.beside(row, s) {
		why = Merger
		if !alike {
			return c, why, false // a bus that ends is not merged into the house it started from
		}
	}
	if c = r.likest(row, s); c.score >= goneFrom {
		return c, why, true
	}
	x, y := r.featuresOf(row), r.featuresOf(s.Last())
	c.other, c.score = s.Last(), likeness(x, y)
	return c, why, alike && near(x, y)
}

// beside says whether some edition shows both a row's site and another.
func (r *resolver) beside(row int, s *Site) bool {
	return r.verdicts.excluded(row, s) || r.verdicts.same.meet(r.of[row].versions, s.versions)
}

// moveAlike says whether two sites both moved or both stayed, in the words of any
// of their lists: one of 2020 has houses move that no other does.
func (r *resolver) moveAlike(s, other *Site) bool {
	return slices.ContainsFunc(s.versions, func(row int) bool {
		return slices.ContainsFunc(other.versions, func(one int) bool {
			return r.versions[row].Itinerant() == r.versions[one].Itinerant()
		})
	})
}

// near says whether two rows stand at one place and belong together, by the
// commune or by name.
func near(x, y *features) bool {
	metres, known := metresBetween(x, y)
	if !known || metres > nearMetres {
		return false
	}
	name, named := nameLikeness(x, y)
	return x.commune != "" && x.commune == y.commune || named && name >= namesakeFrom
}

// forgetReturns leaves out the mergers of sites that are not missing since: those
// that came back were not merged.
func (r *resolver) forgetReturns() {
	r.dropDoubts(func(d Doubt) bool { return d.Reason == Merger && r.of[d.Row].MissingSince != d.OtherAsOf })
}
