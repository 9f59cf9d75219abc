package snapshot

import (
	"math"

	"maillage/internal/network"
)

// A ProgressBasis is what a count of labelled sites stands on.
type ProgressBasis string

// What a count may stand on.
const (
	BasisObserved ProgressBasis = "OBSERVED" // counted on the edition's sites
	BasisReported ProgressBasis = "REPORTED" // the last official count
	BasisUnknown  ProgressBasis = "UNKNOWN"
)

// A Progress is the count of labelled sites of a territory at a date, against
// what was promised. Principal sites count, antennas do not.
type Progress struct {
	of    territory
	basis ProgressBasis
	count tally // that the basis stands for; nil if UNKNOWN
}

// Progress returns the count of labelled sites here against what was promised.
func (t territory) Progress() *Progress {
	p := &Progress{of: t, basis: BasisUnknown}
	if _, ok := t.observed().at(t.in.date); ok {
		p.basis, p.count = BasisObserved, t.observed()
	} else if _, ok := t.officialCounts().at(t.in.date); ok {
		p.basis, p.count = BasisReported, t.officialCounts()
	}
	return p
}

// Date returns the date asked for.
func (p *Progress) Date() network.Date { return p.of.in.date }

// Basis returns what the count stands on.
func (p *Progress) Basis() ProgressBasis { return p.basis }

// Labelled returns the number of labelled sites, nil if it is not known.
func (p *Progress) Labelled() *int { return p.labelledOn(p.Date()) }

func (p *Progress) labelledOn(date network.Date) *int {
	if p.count == nil {
		return nil
	}
	if n, ok := p.count.at(date); ok {
		return &n
	}
	return nil
}

// Antennas returns the number of antennas, nil where no edition says since when
// they exist: before the first that shows any site.
func (p *Progress) Antennas() *int {
	a := p.of.in.archive
	if p.basis != BasisObserved || p.Date() < a.firstShown {
		return nil
	}
	n := 0
	for _, i := range p.of.in.day.byPlace.of(p.of.number) {
		if a.sites.rows[i].Kind == network.Antenna {
			n++
		}
	}
	return &n
}

// Reported returns the official counts up to the date, oldest first.
func (p *Progress) Reported() []ReportedCount {
	reported := []ReportedCount{}
	for _, c := range p.of.officialCounts() {
		if c.Date <= p.Date() {
			reported = append(reported, ReportedCount{c, p.of.in.archive})
		}
	}
	return reported
}

const monthsInYear = 12

// PacePerMonth returns the labels a month over the last twelve, nil where the
// count of then is not known.
func (p *Progress) PacePerMonth() *float64 {
	then := p.labelledOn(network.DateOf(p.Date().Time().AddDate(-1, 0, 0)))
	now := p.Labelled()
	if then == nil || now == nil {
		return nil
	}
	pace := float64(*now-*then) / monthsInYear
	return &pace
}

// Targets returns the promises made for the territory, by due date.
func (p *Progress) Targets() []TargetProgress {
	targets := p.of.in.archive.targets[p.of.ref]
	progress := make([]TargetProgress, len(targets))
	for i := range targets {
		progress[i] = newTargetProgress(p, &targets[i])
	}
	return progress
}

// A ReportedCount is a number of labelled sites that an authority published.
type ReportedCount struct {
	network.ReportedCount
	archive *archive
}

// Source returns who said so.
func (c ReportedCount) Source() network.Source { return c.archive.source(c.SourceCode) }

// source returns a source by its code. Ingest refuses a record whose source is
// not there.
func (a *archive) source(code string) network.Source {
	if i := a.sources.find(code); i != none {
		return a.sources.rows[i]
	}
	return network.Source{Code: code, Title: code}
}

// roundPercent rounds a share to whole percents.
func roundPercent(share float64) float64 { return math.Round(share*100) / 100 }
