package identity

import (
	"cmp"
	"slices"

	"maillage/internal/network"
)

// An edition is one that was imported, with the day that its list of sites is
// of: an edition may be of a later day than its list.
type edition struct {
	*network.Edition
	day network.Date
}

// inOrder returns the editions in the order of their days, those that are
// withdrawn after all others. What was imported first makes no difference: of
// editions of the same day, the hash decides.
func inOrder(editions []network.Edition) []edition {
	ordered := make([]edition, len(editions))
	for i := range editions {
		ordered[i] = edition{&editions[i], listDay(&editions[i])}
	}
	slices.SortFunc(ordered, func(x, y edition) int {
		if x.Withdrawn != y.Withdrawn {
			if y.Withdrawn {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.AsOf, y.AsOf), cmp.Compare(x.Sha256, y.Sha256), cmp.Compare(x.Number, y.Number))
	})
	return ordered
}

// listDay is the last day for which an edition lists every site of some
// territory, or the last it speaks for if it says that of none.
func listDay(e *network.Edition) network.Date {
	day := network.Date("")
	for _, c := range e.Coverage {
		day = max(day, c.Until)
	}
	if day == "" || day > e.AsOf {
		return e.AsOf
	}
	return day
}

// missingAfter returns the first edition after one and before another that tells
// that a site is no longer there, or none: it lists every site of its territory
// on a later day, and not this one.
func (r *Register) missingAfter(s *Site, last, before int) int {
	for at := last + 1; at < before; at++ {
		if e := &r.editions[at]; !e.Withdrawn && e.day > r.editions[last].day && r.coversRow(&r.editions[at], s.Last()) {
			return at
		}
	}
	return none
}

// coversRow says whether an edition lists every site of where a row stands.
func (r *Register) coversRow(e *edition, i int) bool {
	row := &r.rows[i]
	for _, c := range e.Coverage {
		if c.Until < e.day {
			continue
		}
		switch c.Territory {
		case network.FranceRef,
			network.DepartmentRef(row.department),
			network.RegionRef(r.regions[row.department]),
			network.TerritoryRef("collectivity:" + row.collectivity):
			return true
		}
	}
	return false
}
