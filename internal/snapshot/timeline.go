package snapshot

import (
	"time"

	"maillage/internal/network"
)

// An Interval is how far apart the points of a curve are.
type Interval string

// The intervals of a curve.
const (
	Daily     Interval = "DAY"
	Monthly   Interval = "MONTH"
	Quarterly Interval = "QUARTER"
	Yearly    Interval = "YEAR"
)

// maxPoints bounds a curve: more than ten years of days.
const maxPoints = 4000

// end returns the last day of the interval that a day lies in.
func (i Interval) end(d network.Date) network.Date {
	t := d.Time()
	year, month := t.Year(), t.Month()
	switch i {
	case Monthly:
	case Quarterly:
		month += 2 - (month-1)%3
	case Yearly:
		month = time.December
	default:
		return d
	}
	// Day 0 of a month is the last of the one before.
	return network.DateOf(time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC))
}

// A ProgressPoint is a point of the curve.
type ProgressPoint struct {
	Date     network.Date
	Labelled *int // nil where the edition does not cover the territory then
	Added    *int // labels since the point before, nil where either is not known
	Missing  *int // sites gone since the point before, likewise
	Reported *int // the last official count within the interval, or nil
}

// Difference returns the sites counted less those reported, nil where either is
// not known.
func (p *ProgressPoint) Difference() *int {
	if p.Labelled == nil || p.Reported == nil {
		return nil
	}
	difference := *p.Labelled - *p.Reported
	return &difference
}

// Timeline returns the curve: a point at the end of each interval and one on
// the last day. An empty from is the first label or official count, an empty to
// the date asked for.
func (p *Progress) Timeline(interval Interval, from, to network.Date) ([]ProgressPoint, error) {
	if to == "" {
		to = p.Date()
	}
	if from == "" {
		from = p.beginning()
	}
	switch {
	case to > p.Date():
		return nil, errorf(CodeDateAfterEdition, "timeline: to %s is after %s, the date asked for", to, p.Date())
	case from == "":
		return []ProgressPoint{}, nil
	case from > to:
		return nil, errorf(CodeBadInterval, "timeline: from %s is after to %s", from, to)
	}
	points := []ProgressPoint{}
	before := from.AddDays(-1)
	for before < to {
		if len(points) == maxPoints {
			return nil, errorf(CodeBadInterval, "timeline: more than %d points: choose a longer interval or a later from", maxPoints)
		}
		on := min(interval.end(before.AddDays(1)), to)
		points = append(points, p.point(before, on))
		before = on
	}
	return points, nil
}

// beginning returns the day of the first label or official count, "" if there
// is neither by the date.
func (p *Progress) beginning() network.Date {
	var first network.Date
	if labels := p.of.observed().labels; len(labels.at) > 0 {
		first = labels.day(0)
	}
	if counts := p.of.officialCounts(); len(counts) > 0 && (first == "" || counts[0].Date < first) {
		first = counts[0].Date
	}
	if first > p.Date() {
		return ""
	}
	return first
}

// point returns what happened after one day, up to another.
func (p *Progress) point(after, on network.Date) ProgressPoint {
	point := ProgressPoint{Date: on, Reported: p.of.officialCounts().within(after, on)}
	counted := p.of.observed()
	if now, ok := counted.at(on); ok {
		added := counted.labels.upTo(on) - counted.labels.upTo(after)
		missing := counted.losses.upTo(on) - counted.losses.upTo(after)
		point.Labelled, point.Added, point.Missing = &now, &added, &missing
	}
	return point
}
