package identity

import (
	"math"
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
	Merger   Reason = "merger"   // likewise, and the other stood beside it before: it is another site
	Decided  Reason = "decided"  // a person decided on rows that nothing else doubted
)

// A Doubt is two rows that may be one site, or of which one may have been merged
// into the other, for a person to decide.
type Doubt struct {
	Reason    Reason
	Score     float64 // from 0 to 1, in hundredths
	Metres    *int    // between them, nil if the point of one is not published
	Taken     bool    // for one site until somebody decides
	Edition   int     // number of the one that raises it
	AsOf      network.Date
	Row       int // of the edition of that day
	OtherAsOf network.Date
	Other     int

	Decision *network.Decision // that settles it, nil until then
}

func (r *resolver) doubt(at int, c candidacy, why Reason, taken bool) {
	if r.editions[at].Withdrawn {
		return
	}
	r.doubtOf(Doubt{
		Reason: why, Taken: taken, Edition: r.editions[at].Number,
		AsOf: r.editions[at].AsOf, Row: c.row, OtherAsOf: r.shownOn(c.other), Other: c.other,
	}, c.score)
}

func (r *resolver) doubtOf(d Doubt, score float64) {
	r.Doubts = append(r.Doubts, r.measured(d, score))
}

// measured returns a doubt with how like and how far apart the rows are.
func (r *resolver) measured(d Doubt, score float64) Doubt {
	d.Score = math.Round(100*min(1, score)) / 100
	if metres, known := metresBetween(r.featuresOf(d.Row), r.featuresOf(d.Other)); known {
		d.Metres = new(int(math.Round(metres)))
	}
	return d
}

// ofTheGone says whether the first row's site is gone.
func (d Doubt) ofTheGone() bool { return d.Reason == Gone || d.Reason == Merger }

func (r *resolver) dropDoubts(which func(Doubt) bool) { r.Doubts = slices.DeleteFunc(r.Doubts, which) }

// TakenFor is what the rows are taken for until somebody decides.
func (d Doubt) TakenFor() network.Verdict {
	if d.Taken {
		return network.Same
	}
	return network.Different
}

// Proposed is the decision that a person is asked to take or to refuse.
func (d Doubt) Proposed() network.Verdict {
	switch d.Reason {
	case Merger:
		return network.Merged
	case Number:
		return network.Different
	default:
		return network.Same
	}
}

// shownOn returns the last day of the first edition that holds a row.
func (r *resolver) shownOn(row int) network.Date {
	return r.editions[r.firstWith(row)].AsOf
}

// firstWith returns the position of the first edition that holds a row.
func (r *resolver) firstWith(row int) int {
	return slices.IndexFunc(r.editions, func(e edition) bool { return r.versions[row].HeldIn(e.Number) })
}

// doubtTheNumber lists a number that is kept by what looks like another site:
// it may have been given anew.
func (r *resolver) doubtTheNumber(at, row int, s *Site) {
	before := s.Last()
	if x, y := &r.versions[row], &r.versions[before]; y.OfficialNumber == nil || x.CommuneCode == y.CommuneCode {
		return // a look at the commune spares most comparisons
	}
	if r.verdicts.confirmed[pair(row, before)] {
		return
	}
	score := likeness(r.featuresOf(row), r.featuresOf(before))
	if score < strangeBelow {
		r.doubt(at, candidacy{row: row, site: s, other: before, score: score}, Number, true)
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
