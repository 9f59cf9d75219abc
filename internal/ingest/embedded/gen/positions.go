package main

import (
	"math"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// place gives every commune a position: its main settlement, else the mean of
// the settlements that share one of its postal codes, else of the communes
// placed so far in its EPCI, else in its department. A commune of an overseas
// collectivity has its own, its postal code's or none: the islands are too far
// apart.
func place(g *geography, settlements map[cog.CommuneCode]settlement) {
	for i := range g.communes {
		if s, ok := settlements[g.communes[i].Code]; ok {
			g.communes[i].Position = &s.Position
		}
	}
	placeByMean(g, network.PositionPostalCode, func(c *network.Commune) []string { return c.PostalCodes })
	placeByMean(g, network.PositionEpci, func(c *network.Commune) []string { return codes(c.EpciCode) })
	placeByMean(g, network.PositionDepartment, func(c *network.Commune) []string { return codes(c.DepartmentCode) })
}

func codes[C ~string](code C) []string {
	if code == "" {
		return nil
	}
	return []string{string(code)}
}

// placeByMean places each commune that is not yet at the mean of those that are
// and share a group with it.
func placeByMean(g *geography, precision network.PositionPrecision, groups func(*network.Commune) []string) {
	known := means{}
	for i := range g.communes {
		if c := &g.communes[i]; c.Position != nil {
			for _, group := range groups(c) {
				known.add(group, *c.Position)
			}
		}
	}
	for i := range g.communes {
		if c := &g.communes[i]; c.Position == nil {
			c.Position = known.of(precision, groups(c))
		}
	}
}

// means are sums of positions by group.
type means map[string]sum

type sum struct {
	latitude, longitude float64
	count               int
}

func (m means) add(group string, p network.Position) {
	s := m[group]
	m[group] = sum{s.latitude + p.Latitude, s.longitude + p.Longitude, s.count + 1}
}

// of returns the mean of all that was added under the groups, or nil. It is
// rounded to a thousandth of a degree: about 100 m, far finer than what it
// stands for.
func (m means) of(precision network.PositionPrecision, groups []string) *network.Position {
	var all sum
	for _, group := range groups {
		s := m[group]
		all = sum{all.latitude + s.latitude, all.longitude + s.longitude, all.count + s.count}
	}
	if all.count == 0 {
		return nil
	}
	mean := func(sum float64) float64 { return math.Round(sum/float64(all.count)*1000) / 1000 }
	return &network.Position{Latitude: mean(all.latitude), Longitude: mean(all.longitude), Precision: precision}
}
