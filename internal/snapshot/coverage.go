package snapshot

import (
	"slices"

	"maillage/internal/network"
)

// coveredUntil returns the last day up to which the edition lists every site of a
// place, "" if it never does.
func (a *archive) coveredUntil(p *place) network.Date { return a.covered[p.covered] }

// coveredUntil is the same of a territory.
func (t territory) coveredUntil() network.Date { return t.in.archive.coveredUntil(t.place) }

// applyCoverage tells every place until when the edition lists all its sites. A
// territory is covered with each one it lies in whole.
func (a *archive) applyCoverage() {
	a.covered = []network.Date{""}
	for _, c := range a.edition.Coverage {
		a.covered = append(a.covered, c.Until)
	}
	slices.Sort(a.covered)
	a.covered = slices.Compact(a.covered)
	until := map[network.TerritoryRef]uint16{}
	for _, c := range a.edition.Coverage {
		day, _ := slices.BinarySearch(a.covered, c.Until)
		until[c.Territory] = max(until[c.Territory], uint16(day))
	}
	cover := func(p *place, within ...uint16) {
		p.covered = max(until[p.ref], slices.Max(append(within, 0)))
	}
	cover(&a.france.place)
	france := a.france.place.covered
	for i := range a.regions.rows {
		cover(&a.regions.rows[i].place, france)
	}
	for i := range a.collectivities.rows {
		cover(&a.collectivities.rows[i].place, france)
	}
	ofRegion := func(i int32) uint16 {
		if i == none {
			return france
		}
		return a.regions.rows[i].place.covered
	}
	for i := range a.departments.rows {
		d := &a.departments.rows[i]
		cover(&d.place, ofRegion(d.region))
	}
	ofDepartment := func(i int32) uint16 {
		if i == none {
			return france
		}
		return a.departments.rows[i].place.covered
	}
	for i := range a.cantons.rows {
		c := &a.cantons.rows[i]
		cover(&c.place, ofDepartment(c.department))
	}
	for i := range a.communes.rows {
		c := &a.communes.rows[i]
		within := ofDepartment(c.department)
		if c.collectivity != none {
			within = a.collectivities.rows[c.collectivity].place.covered
		}
		cover(&c.place, within)
	}
	for i := range a.epcis.rows {
		e := &a.epcis.rows[i]
		within := france
		for n, d := range e.departments {
			if n == 0 || ofDepartment(d) < within {
				within = ofDepartment(d)
			}
		}
		cover(&e.place, within)
	}
}
