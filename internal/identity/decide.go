package identity

import (
	"slices"

	"maillage/internal/network"
)

// verdicts are what numbers and people say of rows.
type verdicts struct {
	same  unions
	apart map[[2]int]bool // rows that are two sites, the lower first
	ends  []ending

	confirmed map[[2]int]bool // rows that a person said are one site, the lower first
}

// An ending is a decision on how a site ended.
type ending struct {
	network.Decision
	row, other int
}

// read finds the rows that decisions are about, and makes one of those that bear
// one official number or were decided to be one.
func (r *resolver) read(decisions []network.Decision) verdicts {
	v := verdicts{same: newUnions(r.versions), apart: map[[2]int]bool{}, confirmed: map[[2]int]bool{}}
	renumbered := map[int][]network.Date{} // official number → days from which it is another site's
	var joined []network.Decision
	for _, d := range decisions {
		rows, others := r.find(d.AsOf, d.Code), r.find(d.OtherAsOf, d.OtherCode)
		if len(rows) == 0 || len(others) == 0 && d.Verdict != network.Closed {
			r.Unheeded = append(r.Unheeded, d)
			continue
		}
		switch d.Verdict {
		case network.Same:
			joined = append(joined, d)
			continue
		case network.Closed:
			v.ends = append(v.ends, ending{d, rows[0], none})
			continue
		case network.Merged:
			v.ends = append(v.ends, ending{d, rows[0], others[0]})
		case network.Different:
			if n, m := r.versions[rows[0]].OfficialNumber, r.versions[others[0]].OfficialNumber; n != nil && m != nil && *n == *m {
				renumbered[*n] = append(renumbered[*n], max(d.AsOf, d.OtherAsOf))
			}
		}
		each(rows, others, func(both [2]int) { v.apart[both] = true })
	}
	r.joinNumbers(&v, renumbered)
	for _, d := range joined {
		rows, others := r.find(d.AsOf, d.Code), r.find(d.OtherAsOf, d.OtherCode)
		if !v.same.join(slices.Concat(rows, others)) {
			r.Unheeded = append(r.Unheeded, d)
			continue
		}
		each(rows, others, func(both [2]int) { v.confirmed[both] = true })
	}
	return v
}

// joinNumbers makes one of the rows that bear one number, unless the number was
// given to another site meanwhile.
func (r *resolver) joinNumbers(v *verdicts, renumbered map[int][]network.Date) {
	type holder struct{ number, turn int }
	first := map[holder]int{}
	for at := range r.editions {
		for i := range r.versions {
			row := &r.versions[i]
			if row.OfficialNumber == nil || !row.HeldIn(r.editions[at].Number) {
				continue
			}
			h := holder{number: *row.OfficialNumber}
			for _, day := range renumbered[h.number] {
				if day <= r.editions[at].AsOf {
					h.turn++
				}
			}
			if one, met := first[h]; met {
				v.same.join([]int{one, i})
			} else {
				first[h] = i
			}
		}
	}
}

// each calls mark with each pair of a row and another.
func each(rows, others []int, mark func(both [2]int)) {
	for _, row := range rows {
		for _, other := range others {
			mark(pair(row, other))
		}
	}
}

func pair(row, other int) [2]int { return [2]int{min(row, other), max(row, other)} }

// find returns the rows of a code in the editions of a day.
func (r *resolver) find(asOf network.Date, code string) []int {
	var rows []int
	for _, e := range r.editions {
		if e.AsOf != asOf {
			continue
		}
		for i := range r.versions {
			if v := &r.versions[i]; v.Code == code && v.HeldIn(e.Number) && !slices.Contains(rows, i) {
				rows = append(rows, i)
			}
		}
	}
	return rows
}

// kept says whether a person decided that a row, or one that is the same without
// a doubt, is none of a site's.
func (v *verdicts) kept(row int, s *Site) bool {
	if len(v.apart) == 0 {
		return false
	}
	for _, version := range s.versions {
		for _, other := range v.same.of(v.same.root(version)) {
			for _, one := range v.same.of(v.same.root(row)) {
				if v.apart[pair(one, other)] {
					return true
				}
			}
		}
	}
	return false
}

// excluded says whether a row cannot be a site, since numbers and decisions make
// each of them one with rows that some edition shows side by side.
func (v *verdicts) excluded(row int, s *Site) bool {
	these := v.same.of(v.same.root(row))
	return slices.ContainsFunc(s.versions, func(other int) bool { return v.same.meet(these, v.same.of(v.same.root(other))) })
}

// settle writes down how sites ended. A site that is shown by the last edition
// that would tell has not ended, whatever was decided.
func (r *resolver) settle() {
	for _, e := range r.verdicts.ends {
		s := r.of[e.row]
		if s == nil || s.MissingSince == "" {
			r.Unheeded = append(r.Unheeded, e.Decision)
			continue
		}
		s.ClosedOn = e.On
		if e.other != none {
			s.Into = r.of[e.other]
		}
		r.dropDoubts(func(d Doubt) bool { return d.ofTheGone() && r.of[d.Row] == s })
	}
}

// unions are sets of rows that are one site.
type unions struct {
	versions []network.SiteVersion
	parent   []int
	members  map[int][]int // of roots that hold more than themselves
}

func newUnions(versions []network.SiteVersion) unions {
	u := unions{versions, make([]int, len(versions)), map[int][]int{}}
	for i := range u.parent {
		u.parent[i] = i
	}
	return u
}

func (u *unions) root(row int) int {
	for u.parent[row] != row {
		u.parent[row] = u.parent[u.parent[row]]
		row = u.parent[row]
	}
	return row
}

func (u *unions) of(root int) []int {
	if m := u.members[root]; m != nil {
		return m
	}
	return []int{root}
}

// join makes rows one. It refuses, and returns false, where an edition would show
// one site twice.
func (u *unions) join(rows []int) bool {
	joined := true
	for _, row := range rows[1:] {
		x, y := u.root(rows[0]), u.root(row)
		if x == y {
			continue
		}
		if u.meet(u.of(x), u.of(y)) {
			joined = false
			continue
		}
		x, y = min(x, y), max(x, y)
		u.members[x] = slices.Concat(u.of(x), u.of(y))
		u.parent[y] = x
		delete(u.members, y)
	}
	return joined
}

// meet says whether an edition holds a row of each set.
func (u *unions) meet(these, those []int) bool {
	for _, i := range these {
		for _, j := range those {
			x, y := &u.versions[i], &u.versions[j]
			if x.HeldIn(max(x.Since, y.Since)) && y.HeldIn(max(x.Since, y.Since)) {
				return true
			}
		}
	}
	return false
}
