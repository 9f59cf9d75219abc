package identity

import (
	"cmp"
	"slices"
)

// The zones of a score. They were set by eye on the lists of 2020 and 2024,
// whose numbers tell the truth: see docs/data.md.
const (
	sureFrom     = 0.70 // and above: one site
	doubtfulFrom = 0.45 // up to sureFrom: listed, and two sites until somebody decides
	margin       = 0.10 // of two candidates so near each other, neither is sure
	goneFrom     = 0.75 // how like a site must be to one gone to be listed beside it
	strangeBelow = 0.30 // two places under one number, less like than this, are listed
)

// A candidacy is a row that may be a site met before.
type candidacy struct {
	row   int
	site  *Site
	order int // of the site
	other int // the site's row that is the likest
	score float64
}

// match finds the site of rows that nothing tells for certain, one to one, the
// likest first.
func (r *resolver) match(at int, open []int, shown map[*Site]bool) map[int]*Site {
	matched := map[int]*Site{}
	pairs := r.candidacies(open, shown)
	taken := map[*Site]bool{}
	free := func(c candidacy) bool { return matched[c.row] == nil && !taken[c.site] }
	for i, c := range pairs {
		if !free(c) || c.score < sureFrom {
			continue
		}
		for _, rival := range pairs[i+1:] {
			if rival.score <= c.score-margin {
				break
			}
			if (rival.row == c.row || rival.site == c.site) && free(rival) {
				r.doubt(at, c, Likeness, true)
				break
			}
		}
		matched[c.row], taken[c.site] = c.site, true
	}
	listed := map[int]bool{}
	for _, c := range pairs {
		if free(c) && !listed[c.row] {
			listed[c.row] = true
			r.doubt(at, c, Likeness, false)
		}
	}
	r.doubtTheLeft(at, open, func(row int) bool { return matched[row] != nil || listed[row] },
		func(s *Site) bool { return shown[s] || taken[s] })
	return matched
}

// candidacies lists what may be what, the likest first.
func (r *resolver) candidacies(open []int, shown map[*Site]bool) []candidacy {
	if len(open) == 0 || len(r.Sites) == 0 {
		return nil
	}
	sites := map[string][]int{} // by place; numbers in r.Sites
	for i, s := range r.Sites {
		if !shown[s] {
			place := r.place(s.Last())
			sites[place] = append(sites[place], i)
		}
	}
	var pairs []candidacy
	for _, row := range open {
		for _, i := range sites[r.place(row)] {
			s := r.Sites[i]
			if r.versions[row].OfficialNumber != nil && r.numbered(s) || r.verdicts.kept(row, s) {
				continue // two numbers are two sites, until somebody decides
			}
			if c := r.likest(row, s); c.score >= doubtfulFrom && !r.verdicts.excluded(row, s) {
				c.order = i
				pairs = append(pairs, c)
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y candidacy) int {
		return cmp.Or(-cmp.Compare(x.score, y.score), cmp.Compare(x.order, y.order))
	})
	return pairs
}

// likest compares a row with all rows that were the site.
func (r *resolver) likest(row int, s *Site) candidacy {
	c := candidacy{row: row, site: s, other: s.Last()}
	for _, other := range s.versions {
		score := likeness(r.featuresOf(row), r.featuresOf(other))
		if r.versions[row].Code == r.versions[other].Code {
			score += margin // a slug made of the same place
		}
		if score > c.score {
			c.score, c.other = score, other
		}
	}
	return c
}

func (r *resolver) numbered(s *Site) bool {
	return slices.ContainsFunc(s.versions, func(row int) bool { return r.versions[row].OfficialNumber != nil })
}

// place is the department or collectivity of a row: sites do not leave it.
func (r *resolver) place(row int) string {
	return cmp.Or(string(r.versions[row].DepartmentCode), r.versions[row].CollectivityCode)
}

func (r *resolver) featuresOf(row int) *features {
	f := r.features[row]
	if f == nil {
		f = featuresOf(&r.versions[row].Site, r.succession)
		r.features[row] = f
	}
	return f
}
