package snapshot

import (
	"cmp"
	"slices"

	"maillage/internal/network"
)

// A timedStep is the site that an imported table of minutes says is the quickest
// to get to from a day on. Where the table knows a commune, only its minutes
// count: an estimate beside them would win where it errs.
type timedStep struct {
	minutes float64
	from    int32 // position in reach.days
	site    int32
}

// timedSteps returns, by commune, the steps that the imported table makes; nil
// without a table.
func (a *archive) timedSteps(days []network.Date) map[int32][]timedStep {
	if len(a.times) == 0 {
		return nil
	}
	timed := map[int32][]timedStep{}
	for _, t := range a.times {
		commune, site := a.commune(t.CommuneCode), a.sites.find(t.SiteCode)
		if commune == none || site == none || a.sites.rows[site].Kind != network.Principal || a.sites.rows[site].until != "" {
			continue
		}
		from, _ := slices.BinarySearch(days, a.sites.rows[site].from)
		timed[commune] = append(timed[commune], timedStep{t.Minutes, int32(from), site})
	}
	for commune, steps := range timed {
		slices.SortFunc(steps, func(x, y timedStep) int {
			return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.minutes, y.minutes), cmp.Compare(x.site, y.site))
		})
		quicker := steps[:1]
		for _, s := range steps[1:] {
			if s.minutes < quicker[len(quicker)-1].minutes {
				quicker = append(quicker, s)
			}
		}
		timed[commune] = quicker
	}
	return timed
}

// timedOn returns the step that the imported table makes for a commune on a
// label day, false if it makes none.
func (r *reach) timedOn(commune, day int32) (timedStep, bool) {
	steps := r.timed[commune]
	for k := len(steps) - 1; k >= 0; k-- {
		if steps[k].from <= day {
			return steps[k], true
		}
	}
	return timedStep{}, false
}

// imported describes minutes that the imported table says.
func (a *archive) imported() *TravelModel {
	return &TravelModel{Source: a.tableTitle() + "."}
}

// tableTitle names the imported table, and the file by its checksum.
func (a *archive) tableTitle() string {
	source := a.source(a.times[0].SourceCode)
	title := source.Title
	if source.PublishedOn != "" {
		title += ", " + string(source.PublishedOn)
	}
	if source.Sha256 != "" {
		title += ", SHA-256 " + string(source.Sha256)
	}
	return title
}

// describeModel tells clients of a model, and of the imported table that comes before
// it where there is one.
func (a *archive) describeModel(m travelModel) *TravelModel {
	told := m.described()
	if len(a.times) > 0 {
		told.Source = a.tableTitle() + ", for the communes in it; for the others: " + told.Source
	}
	return told
}
