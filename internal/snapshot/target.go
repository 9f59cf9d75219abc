package snapshot

import (
	"math"

	"maillage/internal/network"
)

// A TargetStatus is where a promise stands.
type TargetStatus string

// The verdicts on a promise.
const (
	StatusReached     TargetStatus = "REACHED"
	StatusReachedLate TargetStatus = "REACHED_LATE"
	StatusMissed      TargetStatus = "MISSED"
	StatusOnTrack     TargetStatus = "ON_TRACK"
	StatusBehind      TargetStatus = "BEHIND"
	StatusUnknown     TargetStatus = "UNKNOWN"
)

// A Target is a number of labelled sites promised for a day.
type Target struct {
	*network.Target
	in *Network
}

// Territory returns for where it was promised.
func (t *Target) Territory() Territory { return t.in.territory(t.Target.Territory) }

// Source returns who promised it.
func (t *Target) Source() network.Source { return t.in.archive.source(t.SourceCode) }

// A TargetProgress is where a promise stands at a date.
type TargetProgress struct {
	progress *Progress
	target   *Target

	NotYetOn  network.Date // the last day known to be before it was reached
	ReachedBy network.Date // the first day known to be after
}

func newTargetProgress(p *Progress, t *network.Target) TargetProgress {
	tp := TargetProgress{progress: p, target: &Target{t, p.of.in}}
	if p.count == nil {
		return tp
	}
	tp.NotYetOn, tp.ReachedBy = p.count.reached(t.Sites, p.Date())
	// A list leaves out the sites that closed before its day, so that it may show
	// a number later than it was reached. What was counted then is nearer.
	notYetOn, reachedBy := p.of.officialCounts().reached(t.Sites, p.Date())
	if reachedBy != "" && (tp.ReachedBy == "" || reachedBy < tp.ReachedBy) {
		tp.NotYetOn, tp.ReachedBy = notYetOn, reachedBy
	}
	return tp
}

// Target returns the promise.
func (t *TargetProgress) Target() *Target { return t.target }

// Labelled returns the count it is held against.
func (t *TargetProgress) Labelled() *int { return t.progress.Labelled() }

// Remaining returns the sites still missing, 0 once reached.
func (t *TargetProgress) Remaining() *int {
	labelled := t.Labelled()
	if labelled == nil {
		return nil
	}
	remaining := max(0, t.target.Sites-*labelled)
	return &remaining
}

// Share returns labelled ÷ target, not capped.
func (t *TargetProgress) Share() *float64 {
	labelled := t.Labelled()
	if labelled == nil || t.target.Sites == 0 {
		return nil
	}
	share := float64(*labelled) / float64(t.target.Sites)
	return &share
}

// OfficialShare returns the State's formula on the State's own counts:
// (current − initial) ÷ (target − initial), rounded to whole percents and
// capped at 1; nil without counts, or where the
// target is not above the initial count.
func (t *TargetProgress) OfficialShare() *float64 {
	counts := t.progress.of.officialCounts()
	current, ok := counts.at(t.progress.Date())
	if !ok {
		return nil
	}
	initial := counts[0].Labelled
	if t.target.Sites <= initial {
		return nil
	}
	share := min(1, roundPercent(float64(current-initial)/float64(t.target.Sites-initial)))
	return &share
}

// Status returns the verdict at the date.
func (t *TargetProgress) Status() TargetStatus {
	due := t.target.DueOn
	switch {
	case t.ReachedBy != "" && t.ReachedBy <= due:
		return StatusReached
	case t.NotYetOn >= due && t.ReachedBy != "":
		return StatusReachedLate
	case t.NotYetOn >= due:
		return StatusMissed
	case t.progress.Date() >= due || t.ReachedBy != "":
		// Due, and nothing is known of the day itself: official counts on
		// either side of it, or none since.
		return StatusUnknown
	}
	pace, required := t.progress.PacePerMonth(), t.RequiredPerMonth()
	switch {
	case pace == nil || required == nil:
		return StatusUnknown
	case *pace >= *required:
		return StatusOnTrack
	}
	return StatusBehind
}

// daysInMonth is the mean of the Gregorian calendar.
const daysInMonth = 365.2425 / monthsInYear

// RequiredPerMonth returns the labels a month it would take to be in time, nil
// once reached or due.
func (t *TargetProgress) RequiredPerMonth() *float64 {
	remaining := t.Remaining()
	days := t.target.DueOn.Time().Sub(t.progress.Date().Time()).Hours() / 24
	if remaining == nil || *remaining == 0 || days <= 0 {
		return nil
	}
	required := float64(*remaining) / (days / daysInMonth)
	return &required
}

// ProjectedOn returns when it would be reached at the pace of the last twelve
// months, "" once reached, without pace, or more than a century away.
func (t *TargetProgress) ProjectedOn() network.Date {
	remaining, pace := t.Remaining(), t.progress.PacePerMonth()
	if remaining == nil || *remaining == 0 || pace == nil || *pace <= 0 {
		return ""
	}
	const century = 100 * monthsInYear
	months := float64(*remaining) / *pace
	if months > century {
		return ""
	}
	return t.progress.Date().AddDays(int(math.Ceil(months * daysInMonth)))
}
