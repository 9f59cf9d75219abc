package snapshot

import (
	"regexp"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A Coverage is whether a canton holds a labelled site.
type Coverage string

// Whether a canton holds a labelled site.
const (
	Covered      Coverage = "COVERED"
	NotCovered   Coverage = "NOT_COVERED"
	Undetermined Coverage = "UNDETERMINED"
)

// A shared commune lies in several cantons. Insee then gives it a pseudo-canton
// of its own, and says nowhere which of its quarters lies in which canton: of a
// canton that holds a part of it, it cannot be told whether a site there is
// within. Such a canton bears the commune's name and a number: "Caen-2".
var numbered = regexp.MustCompile(`^(.+)-[0-9]+$`)

// linkShares finds, for each canton, the pseudo-canton of the commune it holds a
// part of.
func (a *archive) linkShares() {
	type name struct {
		department cog.DepartmentCode
		text       string
	}
	pseudo := map[name]int32{}
	for i := range a.cantons.rows {
		if c := &a.cantons.rows[i]; c.Pseudo {
			pseudo[name{c.Code.Department(), c.Name}] = int32(i)
		}
	}
	for i := range a.cantons.rows {
		c := &a.cantons.rows[i]
		c.shares = none
		parts := numbered.FindStringSubmatch(c.Name)
		if c.Pseudo || parts == nil {
			continue
		}
		if p, ok := pseudo[name{c.Code.Department(), parts[1]}]; ok {
			c.shares = p
		}
	}
}

// coverage returns, by canton, whether it holds a principal site on the day.
func (d *day) coverage(a *archive) []Coverage {
	d.cantons.once.Do(func() {
		labelled := func(i int32) bool {
			for _, s := range d.byPlace.of(a.cantons.rows[i].place.number) {
				if a.sites.rows[s].Kind == network.Principal {
					return true
				}
			}
			return false
		}
		d.cantons.coverage = make([]Coverage, len(a.cantons.rows))
		for i := range a.cantons.rows {
			d.cantons.coverage[i] = coverageOf(&a.cantons.rows[i], int32(i), labelled)
		}
	})
	return d.cantons.coverage
}

func coverageOf(c *cantonRecord, i int32, labelled func(int32) bool) Coverage {
	switch {
	case labelled(i):
		return Covered
	case c.shares != none && labelled(c.shares):
		return Undetermined
	case len(c.communes) == 0 && c.shares == none:
		return Undetermined // nothing tells what lies in it
	}
	return NotCovered
}

// Coverage returns whether the canton holds a principal site at the date.
func (c *Canton) Coverage() Coverage {
	return c.in.day.coverage(c.in.archive)[c.in.archive.cantons.find(c.Code)]
}

// A CantonCoverage counts the cantons of a territory that hold a labelled site.
type CantonCoverage struct {
	Cantons       int // pseudo-cantons not counted
	Covered       int // at least
	Undetermined  int
	Pseudo        int
	PseudoCovered int

	in    *Network
	items []int32 // of the cantons, pseudo-cantons included
}

func newCantonCoverage(n *Network, items []int32) *CantonCoverage {
	c := &CantonCoverage{in: n, items: items}
	coverage := n.day.coverage(n.archive)
	for _, i := range items {
		covered := coverage[i] == Covered
		switch {
		case n.archive.cantons.rows[i].Pseudo:
			c.Pseudo++
			c.PseudoCovered += count(covered)
		default:
			c.Cantons++
			c.Covered += count(covered)
			c.Undetermined += count(coverage[i] == Undetermined)
		}
	}
	return c
}

func count(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Share returns the share of the cantons that hold a site at least.
func (c *CantonCoverage) Share() *float64 { return shareOf(c.Covered, c.Cantons) }

// ShareAtMost returns the share if every canton of which it cannot be told held
// one.
func (c *CantonCoverage) ShareAtMost() *float64 {
	return shareOf(c.Covered+c.Undetermined, c.Cantons)
}

// shareOf returns part ÷ whole, nil if there is nothing to divide by.
func shareOf(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	share := float64(part) / float64(whole)
	return &share
}

// List returns a page of the cantons, pseudo-cantons left out.
func (c *CantonCoverage) List(coverage []Coverage, orderBy []*CantonOrder, first *int32, after *string, last *int32, before *string) (*CantonConnection, error) {
	no := false
	return c.in.cantonConnection(c.items, &CantonFilter{Coverage: coverage, Pseudo: &no}, nil, orderBy, page(first, after, last, before))
}

// CantonCoverage counts the cantons of the country that hold a site.
func (f *France) CantonCoverage() *CantonCoverage {
	return newCantonCoverage(f.in, f.in.archive.cantons.all())
}

// CantonCoverage counts the cantons of the region that hold a site.
func (r *Region) CantonCoverage() *CantonCoverage {
	var items []int32
	for _, d := range r.departments {
		items = append(items, r.in.archive.departments.rows[d].cantons...)
	}
	return newCantonCoverage(r.in, items)
}

// CantonCoverage counts the cantons of the department that hold a site.
func (d *Department) CantonCoverage() *CantonCoverage {
	return newCantonCoverage(d.in, d.cantons)
}
