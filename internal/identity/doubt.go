package identity

import (
	"slices"

	"maillage/internal/network"
)

// A Reason is why a match is in doubt.
type Reason string

// Why a match is in doubt.
const (
	Likeness Reason = "likeness" // how like the rows are decides nothing, or two candidates are as like
	Number   Reason = "number"   // one number, and yet nothing alike
	Left     Reason = "left"     // of those labelled that day in their department, no other is left on either side
	Gone     Reason = "gone"     // the first is gone, and the other stands where it stood
)

// A Doubt is two rows that may be one site, for a person to decide.
type Doubt struct {
	Reason    Reason
	Score     float64 // from 0 to 1
	Taken     bool    // for one site until somebody decides
	AsOf      network.Date
	Row       int // of the edition of that day
	OtherAsOf network.Date
	Other     int
}

func (r *resolver) doubt(at int, c candidacy, why Reason, taken bool) {
	if r.editions[at].Withdrawn {
		return
	}
	r.Doubts = append(r.Doubts, Doubt{
		Reason: why, Score: min(1, c.score), Taken: taken,
		AsOf: r.editions[at].AsOf, Row: c.row, OtherAsOf: r.shownOn(c.other), Other: c.other,
	})
}

// shownOn returns the last day of the first edition that holds a row.
func (r *resolver) shownOn(row int) network.Date {
	i := slices.IndexFunc(r.editions, func(e edition) bool { return r.versions[row].HeldIn(e.Number) })
	return r.editions[i].AsOf
}

// doubtTheNumber lists a number that is kept by what looks like another site:
// it may have been given anew.
func (r *resolver) doubtTheNumber(at, row int, s *Site) {
	before := s.Last()
	if x, y := &r.versions[row], &r.versions[before]; y.OfficialNumber == nil || x.CommuneCode == y.CommuneCode {
		return // a look at the commune spares most comparisons
	}
	score := likeness(r.featuresOf(row), r.featuresOf(before))
	if score < strangeBelow {
		r.doubt(at, candidacy{row: row, site: s, other: before, score: score}, Number, true)
	}
}

// doubtTheGone lists sites that an edition no longer shows beside what it shows
// in their place: they may have been merged, or numbered anew.
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
		best := candidacy{row: none}
		for _, row := range byPlace[r.place(s.Last())] {
			if r.verdicts.kept(row, s) {
				continue
			}
			if c := r.likest(row, s); c.score > best.score {
				best = c
			}
		}
		if best.row != none && best.score >= goneFrom {
			r.Doubts = append(r.Doubts, Doubt{
				Reason: Gone, Score: min(1, best.score),
				AsOf: r.shownOn(best.other), Row: best.other, OtherAsOf: r.editions[at].AsOf, Other: best.row,
			})
		}
	}
}

// doubtTheLeft lists a site without a number and a row of another place when
// they are the only ones of their label day and department of which nothing is
// known: a bus may be known by its base or by where it goes.
func (r *resolver) doubtTheLeft(at int, open []int, settled func(row int) bool, found func(*Site) bool) {
	type group struct {
		place string
		day   network.Date
	}
	groupOf := func(row int) group { return group{r.place(row), r.versions[row].LabelledOn.First()} }
	rows, sites := map[group][]int{}, map[group][]*Site{}
	for _, row := range open {
		if !settled(row) {
			rows[groupOf(row)] = append(rows[groupOf(row)], row)
		}
	}
	for _, s := range r.Sites {
		if !found(s) && !r.numbered(s) {
			sites[groupOf(s.Last())] = append(sites[groupOf(s.Last())], s)
		}
	}
	for _, row := range open { // in order
		g := groupOf(row)
		if len(rows[g]) == 1 && rows[g][0] == row && len(sites[g]) == 1 && !r.verdicts.kept(row, sites[g][0]) {
			r.doubt(at, r.likest(row, sites[g][0]), Left, false)
		}
	}
}
