package snapshot

import (
	"slices"

	"maillage/internal/network"
)

// applyCoverage tells every place until when the edition lists all its sites. A
// territory is covered with each one it lies in whole.
func (a *archive) applyCoverage() {
	until := map[network.TerritoryRef]network.Date{}
	for _, c := range a.edition.Coverage {
		until[c.Territory] = max(until[c.Territory], c.Until)
	}
	cover := func(p *place, within ...network.Date) {
		p.coveredUntil = max(until[p.ref], slices.Max(append(within, "")))
	}
	cover(&a.france.place)
	france := a.france.place.coveredUntil
	for i := range a.regions.rows {
		cover(&a.regions.rows[i].place, france)
	}
	for i := range a.collectivities.rows {
		cover(&a.collectivities.rows[i].place, france)
	}
	ofRegion := func(i int32) network.Date {
		if i == none {
			return france
		}
		return a.regions.rows[i].place.coveredUntil
	}
	for i := range a.departments.rows {
		d := &a.departments.rows[i]
		cover(&d.place, ofRegion(d.region))
	}
	ofDepartment := func(i int32) network.Date {
		if i == none {
			return france
		}
		return a.departments.rows[i].place.coveredUntil
	}
	for i := range a.cantons.rows {
		c := &a.cantons.rows[i]
		cover(&c.place, ofDepartment(c.department))
	}
	for i := range a.communes.rows {
		c := &a.communes.rows[i]
		within := ofDepartment(c.department)
		if c.collectivity != none {
			within = a.collectivities.rows[c.collectivity].place.coveredUntil
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
