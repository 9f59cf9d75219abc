package identity

import (
	"slices"

	"maillage/internal/network"
)

// settled returns what was in doubt and is decided of, each with the decision, in
// the order of the decisions. Before are the doubts there would be if nobody had
// decided anything. A decision on two rows that are not among them is listed all
// the same: a person had a doubt.
func (r *resolver) settled(before []Doubt, decisions []network.Decision) []Doubt {
	var settled []Doubt
	for _, d := range decisions {
		if slices.Contains(r.Unheeded, d) {
			continue
		}
		rows, others := r.find(d.AsOf, d.Code), r.find(d.OtherAsOf, d.OtherCode)
		i := slices.IndexFunc(before, func(doubt Doubt) bool { return doubt.isOf(d.Verdict, rows, others) })
		switch {
		case i >= 0:
			doubt := before[i]
			doubt.Decision = &d
			settled = append(settled, doubt)
		case d.Verdict != network.Closed:
			settled = append(settled, r.measured(Doubt{
				Reason: Decided, Decision: &d, Edition: r.editions[max(r.firstWith(rows[0]), r.firstWith(others[0]))].Number,
				AsOf: d.AsOf, Row: rows[0], OtherAsOf: d.OtherAsOf, Other: others[0],
			}, likeness(r.featuresOf(rows[0]), r.featuresOf(others[0]))))
		}
	}
	return settled
}

// isOf says whether a verdict on rows and others, whichever came first, is on the
// doubt. A closure names the row of what is gone alone.
func (d Doubt) isOf(v network.Verdict, rows, others []int) bool {
	if v == network.Closed {
		return d.ofTheGone() && slices.Contains(rows, d.Row)
	}
	return slices.Contains(rows, d.Row) && slices.Contains(others, d.Other) || slices.Contains(rows, d.Other) && slices.Contains(others, d.Row)
}
