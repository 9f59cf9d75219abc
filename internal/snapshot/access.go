package snapshot

import (
	"cmp"
	"math"
	"slices"

	"maillage/internal/network"
)

// An Access is how long the people of a territory travel to the nearest
// principal site, inside the territory or not.
type Access struct {
	of       territory
	model    travelModel
	reach    *reach
	day      int32   // label day, see reach
	communes []int32 // of the territory
}

// Access returns how long people here travel to the nearest principal site.
func (t territory) Access(model *TravelModelInput) (*Access, error) {
	m, err := newModel(model)
	if err != nil {
		return nil, err
	}
	r := t.in.archive.reached()
	return &Access{of: t, model: m, reach: r, day: r.on(t.in.date), communes: t.in.archive.peopled(t.place)}, nil
}

// A PopulationShare is how many people travel so many minutes at most.
type PopulationShare struct {
	Minutes    int32
	Population int
	Share      *float64 // nil where the edition does not list every site
}

// An AccessPoint is a point of the curve of access.
type AccessPoint struct {
	Date       network.Date
	Share      *float64 // nil where the edition does not list every site then
	Population int
	Sites      int // principal sites of the territory
}

// Model says how minutes are come by.
func (x *Access) Model() *TravelModel { return x.of.in.archive.describeModel(x.model) }

// Population returns the people that shares are of, nil if there are none.
func (x *Access) Population() *int {
	if total := x.total(); total > 0 {
		return &total
	}
	return nil
}

func (x *Access) total() int {
	total := 0
	for _, i := range x.communes {
		total += int(x.reach.people[i])
	}
	return total
}

// travel returns the metres that a commune's way is estimated by, see
// reach.travel.
func (x *Access) travel(commune int32) float64 { return x.reach.travel(commune, x.day, x.model) }

// peopled returns the communes whose people count for a place. For the country
// those of its departments: the overseas collectivities have services of their
// own, but for two sites.
func (a *archive) peopled(p *place) []int32 {
	switch p.kind() {
	case KindFrance:
		return a.reached().departments
	case KindRegion:
		return a.regions.rows[a.regions.find(regionCode(p))].communes
	case KindDepartment:
		return a.departments.rows[a.departments.find(departmentCode(p))].communes
	case KindCollectivity:
		return a.collectivities.rows[a.collectivities.find(codeOf(p))].communes
	case KindEpci:
		return a.epcis.rows[a.epcis.find(epciCode(p))].communes
	case KindCanton:
		return a.cantons.rows[a.cantons.find(cantonCode(p))].communes
	}
	return []int32{a.communes.find(communeCode(p))}
}

// covered says whether the edition lists every site of the territory on a day.
// Without that the people within reach are a number at least, and no share.
func (x *Access) covered(on network.Date) bool { return on <= x.of.coveredUntil() }

// Within returns how many people travel so many minutes at most.
func (x *Access) Within(minutes int32) (*PopulationShare, error) {
	shares, err := x.Distribution([]int32{minutes})
	if err != nil {
		return nil, err
	}
	return &shares[0], nil
}

// maxBounds is how many bounds a distribution may have.
const maxBounds = 100

// Distribution returns how many people travel so many minutes at most, for each
// of several bounds.
func (x *Access) Distribution(bounds []int32) ([]PopulationShare, error) {
	if len(bounds) > maxBounds {
		return nil, errorf(CodeBadMinutes, "bounds: %d are given, at most %d are taken", len(bounds), maxBounds)
	}
	shares, farthest := make([]PopulationShare, len(bounds)), make([]float64, len(bounds))
	for k, bound := range bounds {
		if err := checkMinutes("minutes", bound); err != nil {
			return nil, err
		}
		shares[k].Minutes, farthest[k] = bound, x.model.farthest(float64(bound))
	}
	total := 0
	for _, i := range x.communes {
		people := int(x.reach.people[i])
		total += people
		travel := x.travel(i)
		for k := range shares {
			if travel <= farthest[k] {
				shares[k].Population += people
			}
		}
	}
	if x.covered(x.of.in.date) {
		for k := range shares {
			shares[k].Share = shareOf(shares[k].Population, total)
		}
	}
	return shares, nil
}

// MedianMinutes returns what half of the people travel at most, nil if half of
// them reach no site or the edition does not list every site.
func (x *Access) MedianMinutes() *float64 {
	total := x.total()
	if total == 0 || !x.covered(x.of.in.date) {
		return nil
	}
	quickestFirst := x.of.in.quickest(x.model).departments
	if x.of.kind() != KindFrance {
		quickestFirst = slices.Clone(x.communes)
		slices.SortFunc(quickestFirst, func(i, j int32) int { return cmp.Compare(x.travel(i), x.travel(j)) })
	}
	reached := 0
	for _, i := range quickestFirst {
		travel := x.travel(i)
		if !(travel < math.Inf(1)) { // nor NaN
			continue
		}
		if reached += int(x.reach.people[i]); 2*reached >= total {
			minutes := x.model.minutes(travel)
			return &minutes
		}
	}
	return nil
}

// Beyond returns a page of the communes from which it takes more than so many
// minutes. One that nothing places is not among them.
func (x *Access) Beyond(minutes int32, orderBy []*CommuneOrder, first *int32, after *string, last *int32, before *string) (*CommuneConnection, error) {
	if err := checkMinutes("minutes", minutes); err != nil {
		return nil, err
	}
	communes, farthest := []int32{}, x.model.farthest(float64(minutes))
	for _, i := range x.communes {
		if x.travel(i) > farthest {
			communes = append(communes, i)
		}
	}
	return x.of.in.communeConnection(communes, nil, nil, orderBy, page(first, after, last, before))
}

// Timeline returns how many people travelled so many minutes at most on each
// label day up to the date.
func (x *Access) Timeline(minutes int32) ([]AccessPoint, error) {
	if err := checkMinutes("minutes", minutes); err != nil {
		return nil, err
	}
	joined := make([]int, x.day+1) // people within the minutes from each day on
	total, farthest := 0, x.model.farthest(float64(minutes))
	for _, i := range x.communes {
		people := int(x.reach.people[i])
		total += people
		if len(x.reach.timed[i]) > 0 || x.reach.leave[i] {
			x.joinByDay(joined, i, farthest)
			continue
		}
		for _, s := range x.reach.steps.of(i) {
			if s.from > x.day {
				break
			}
			if s.travel <= farthest {
				joined[s.from] += people
				break
			}
		}
	}
	points := make([]AccessPoint, len(joined))
	within := 0
	for day := range points {
		within += joined[day]
		points[day] = x.point(x.reach.days[day], within, total)
	}
	return points, nil
}

// joinByDay adds the people of a commune, looking at every day. They may come
// within the minutes and leave again: when a site is gone, or when the first of
// an imported table opens and its minutes take the place of an estimate.
func (x *Access) joinByDay(joined []int, commune int32, farthest float64) {
	before := 0
	for day := range joined {
		within := 0
		if x.reach.travel(commune, int32(day), x.model) <= farthest {
			within = int(x.reach.people[commune])
		}
		joined[day] += within - before
		before = within
	}
}

func (x *Access) point(date network.Date, within, total int) AccessPoint {
	p := AccessPoint{Date: date, Population: within}
	p.Sites, _ = x.of.observed().at(date)
	if x.covered(date) {
		p.Share = shareOf(within, total)
	}
	return p
}

// A ReportedShare is what an authority said of access.
type ReportedShare struct {
	network.ReportedShare
	archive *archive
}

// Source returns who said so.
func (s ReportedShare) Source() network.Source { return s.archive.source(s.SourceCode) }

// Reported returns what authorities said of access here, oldest first. They are
// so few and so far between that all are told whatever the date asked for. A
// month or a year counts from its first day.
func (x *Access) Reported() []ReportedShare {
	reported := []ReportedShare{}
	for _, s := range x.of.in.archive.shares {
		if s.Territory == x.of.ref {
			reported = append(reported, ReportedShare{s, x.of.in.archive})
		}
	}
	slices.SortStableFunc(reported, func(s, t ReportedShare) int { return cmp.Compare(s.Date.First(), t.Date.First()) })
	return reported
}
