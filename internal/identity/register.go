package identity

import (
	"cmp"
	"slices"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A Geography is what places of different years are compared by.
type Geography struct {
	Succession cog.Succession
	Regions    map[cog.DepartmentCode]cog.RegionCode
}

// GeographyOf returns the geography of an edition.
func GeographyOf(records *network.Records) Geography {
	g := Geography{Succession: cog.Succession{}, Regions: map[cog.DepartmentCode]cog.RegionCode{}}
	for i := range records.Communes {
		for _, former := range records.Communes[i].FormerCodes {
			g.Succession[former] = records.Communes[i].Code
		}
	}
	for _, d := range records.Departments {
		g.Regions[d.Code] = d.RegionCode
	}
	return g
}

// none is the index of no row.
const none = -1

// A Site is one site, whatever the editions call it.
type Site struct {
	network.Identity
	Into   *Site   // the site it was merged into, nil if it was not
	Events []Event // in order of days; the first is that it was added

	versions []int // rows that are it, in the order they were met
	last     int   // position of the last edition that shows it
}

// Last returns the row that shows it last.
func (s *Site) Last() int { return s.versions[len(s.versions)-1] }

// An Event is that an edition shows a site first, otherwise, no longer or again.
type Event struct {
	Edition int // its number
	Before  int // row of the edition before, none (-1) if that had it not
	After   int // row of this one, none (-1) if it has it not
}

// A Register is all sites that any edition shows.
type Register struct {
	Sites    []*Site            // in the order in which they were first shown
	Doubts   []Doubt            // that nobody decided of, the likest first
	Settled  []Doubt            // that somebody did
	Unheeded []network.Decision // that name no row, or would make one of two sites that one edition shows

	editions  []edition   // in order of days
	positions map[int]int // of editions, by number
	rows      []row
	of        []*Site // by row
	regions   map[cog.DepartmentCode]cog.RegionCode
}

// A row is what is kept of a published row: what it is known by, and where it
// stands.
type row struct {
	code         string
	since, until int
	department   cog.DepartmentCode
	collectivity string
}

// Resolve tells the sites of all editions apart. Versions are all rows that any
// edition published.
func Resolve(editions []network.Edition, versions []network.SiteVersion, decisions []network.Decision, geography Geography) *Register {
	known := map[int]*features{}
	r := resolved(editions, versions, decisions, geography, known)
	if len(decisions) > 0 {
		before := resolved(editions, versions, nil, geography, known)
		r.Settled = r.settled(before.Doubts, decisions)
	}
	return r.Register
}

func resolved(editions []network.Edition, versions []network.SiteVersion, decisions []network.Decision, geography Geography, known map[int]*features) *resolver {
	r := &resolver{
		Register: newRegister(editions, versions, geography.Regions),
		versions: versions, succession: geography.Succession,
		features: known,
		bySet:    map[int]*Site{},
	}
	r.verdicts = r.read(decisions)
	for at := range r.editions {
		r.enter(at)
	}
	for _, s := range r.Sites {
		r.finish(s)
	}
	r.forgetReturns()
	r.settle()
	r.nameSites()
	slices.SortStableFunc(r.Doubts, func(x, y Doubt) int { return -cmp.Compare(x.Score, y.Score) })
	return r
}

func newRegister(editions []network.Edition, versions []network.SiteVersion, regions map[cog.DepartmentCode]cog.RegionCode) *Register {
	r := &Register{
		editions: inOrder(editions), positions: make(map[int]int, len(editions)),
		rows: make([]row, len(versions)), of: make([]*Site, len(versions)), regions: regions,
	}
	for at := range r.editions {
		r.positions[r.editions[at].Number] = at
	}
	for i := range versions {
		v := &versions[i]
		r.rows[i] = row{v.Code, v.Since, v.Until, v.DepartmentCode, v.CollectivityCode}
	}
	return r
}

// In returns the sites that an edition shows, by the code it gives them.
func (r *Register) In(number int) map[string]*Site {
	in := map[string]*Site{}
	for i := range r.rows {
		if v := &r.rows[i]; v.since <= number && (v.until == 0 || number < v.until) {
			in[v.code] = r.of[i]
		}
	}
	return in
}

// Row returns the code and the first edition of a row, which no other has both
// of.
func (r *Register) Row(i int) (code string, since int) { return r.rows[i].code, r.rows[i].since }

// Of returns the site that a row is of.
func (r *Register) Of(row int) *Site { return r.of[row] }

// A resolver is a register at work.
type resolver struct {
	*Register
	versions   []network.SiteVersion
	succession cog.Succession
	verdicts   verdicts
	features   map[int]*features // of versions, made when first compared
	bySet      map[int]*Site     // by the root of the rows that numbers and people made one
}

// enter reads an edition's rows: first those whose site is certain, then, one to
// one, those whose site can be told by likeness. The others are new.
func (r *resolver) enter(at int) {
	e := &r.editions[at]
	rows := r.rowsOf(e)
	shown := map[*Site]bool{}
	var open []int
	for _, row := range rows {
		site := r.certain(at, row)
		if site == nil || shown[site] {
			open = append(open, row)
			continue
		}
		shown[site] = true
		r.show(site, at, row)
	}
	matched := r.match(at, open, shown)
	for _, row := range open {
		site := matched[row]
		if site == nil {
			site = &Site{last: none}
			r.Sites = append(r.Sites, site)
		}
		shown[site] = true
		r.show(site, at, row)
	}
	r.doubtTheGone(at, rows, shown)
}

// rowsOf lists the rows that an edition holds, numbered ones first, by code.
func (r *resolver) rowsOf(e *edition) []int {
	var rows []int
	for i := range r.versions {
		if r.versions[i].HeldIn(e.Number) {
			rows = append(rows, i)
		}
	}
	slices.SortFunc(rows, func(i, j int) int {
		x, y := &r.versions[i], &r.versions[j]
		switch n, m := x.OfficialNumber, y.OfficialNumber; {
		case n != nil && m != nil && *n != *m:
			return cmp.Compare(*n, *m)
		case n != nil && m == nil:
			return -1
		case n == nil && m != nil:
			return 1
		}
		return cmp.Compare(x.Code, y.Code)
	})
	return rows
}

// certain returns the site that a row is without a doubt: the very row was met
// before, or its number, or a person said so. It is nil if there is none.
func (r *resolver) certain(at, row int) *Site {
	if site := r.of[row]; site != nil {
		return site
	}
	site := r.bySet[r.verdicts.same.root(row)]
	if site != nil && r.versions[row].OfficialNumber != nil {
		r.doubtTheNumber(at, row, site)
	}
	return site
}

// show notes that an edition shows a site in a row.
func (r *resolver) show(s *Site, at, row int) {
	e, before := &r.editions[at], none
	if e.Withdrawn && s.last != none {
		r.of[row] = s // and no more: it has no say of others
		return
	}
	if s.last != none {
		before = s.Last()
		if gone := r.missingAfter(s, s.last, at); gone != none {
			s.Events = append(s.Events, Event{Edition: r.editions[gone].Number, Before: before, After: none})
			before = none
		}
	}
	if before != row {
		s.Events = append(s.Events, Event{Edition: e.Number, Before: before, After: row})
	}
	if s.last == none || s.Last() != row {
		s.versions = append(s.versions, row)
	}
	if s.FirstSeenOn == "" || e.AsOf < s.FirstSeenOn {
		s.FirstSeenOn = e.AsOf
	}
	s.last, r.of[row] = at, s
	r.bySet[r.verdicts.same.root(row)] = s
}

// finish notes when a site was seen last, and whether it is missing since.
func (r *resolver) finish(s *Site) {
	s.LastSeenOn = r.editions[s.last].AsOf
	gone := r.missingAfter(s, s.last, len(r.editions))
	if gone == none {
		return
	}
	s.MissingSince = r.editions[gone].AsOf
	// An edition that only carries a list on is of a later day than the list.
	s.LastSeenOn = min(s.LastSeenOn, max(r.editions[s.last].day, s.FirstSeenOn))
	s.Events = append(s.Events, Event{Edition: r.editions[gone].Number, Before: s.Last(), After: none})
}
