package snapshot

import (
	"cmp"
	"slices"

	"maillage/internal/network"
)

// A SiteDimension is something sites can be told apart by.
type SiteDimension string

// What sites can be told apart by.
const (
	ByRegion         SiteDimension = "REGION"
	ByDepartment     SiteDimension = "DEPARTMENT"
	ByArrondissement SiteDimension = "ARRONDISSEMENT"
	ByCanton         SiteDimension = "CANTON"
	ByEpci           SiteDimension = "EPCI"
	ByFormat         SiteDimension = "FORMAT"
	ByKind           SiteDimension = "KIND"
	ByLabelYear      SiteDimension = "LABEL_YEAR"
	ByLabelMonth     SiteDimension = "LABEL_MONTH"
	ByOpenDay        SiteDimension = "OPEN_DAY"
)

// maxDimensions bounds how many dimensions sites are grouped by at once.
const maxDimensions = 3

// Statistics are counts of sites by groups.
type Statistics struct {
	Rows     []*StatisticsRow
	Total    *StatisticsRow // of all sites that fulfil the filter, each once
	Overlaps bool           // whether a site may stand in several rows
}

// A StatisticsRow counts the sites of a group.
type StatisticsRow struct {
	Count      int
	Principal  int
	Population *int // of the group's territory, nil if it has none
	Share      *float64
	Rank       int

	group  group
	values []dimension // that the group has values of
	hours  []int       // weekly minutes of the sites that publish them
}

// A group is a value of each dimension grouped by, in their order.
type group [maxDimensions]int32

// A StatisticsHaving keeps rows within bounds, all included.
type StatisticsHaving struct{ MinCount, MaxCount, MinPopulation, MaxPopulation *int32 }

// A StatisticsOrderField is what rows can be ordered by.
type StatisticsOrderField string

// A StatisticsOrder is a key of an order of rows.
type StatisticsOrder struct {
	Field     StatisticsOrderField
	Direction Direction
}

// Statistics counts the sites that fulfil the filter, by groups.
func (n *Network) Statistics(groupBy []SiteDimension, filter *SiteFilter, having *StatisticsHaving, orderBy []*StatisticsOrder, first *int32) (*Statistics, error) {
	dimensions, err := n.dimensions(groupBy)
	if err != nil {
		return nil, err
	}
	holds, err := compile(filter, n)
	if err != nil {
		return nil, err
	}
	if first != nil && *first < 0 {
		return nil, errorf(CodeBadFilter, "first: %d is negative", *first)
	}
	t := newTabulation(n, dimensions)
	for _, i := range choose(n.day.sites, n.archive.sites.rows, holds) {
		t.count(i)
	}
	t.addEmpty(filter)
	t.populate()
	rows := t.rank(having, orderBy)
	if first != nil && int(*first) < len(rows) {
		rows = rows[:*first]
	}
	return &Statistics{Rows: rows, Total: t.total, Overlaps: slices.ContainsFunc(dimensions, func(d dimension) bool { return d.overlaps })}, nil
}

// dimensions returns the dimensions of those names.
func (n *Network) dimensions(names []SiteDimension) ([]dimension, error) {
	if len(names) == 0 || len(names) > maxDimensions {
		return nil, errorf(CodeBadFilter, "groupBy: %d dimensions, 1 to %d are taken", len(names), maxDimensions)
	}
	dimensions := make([]dimension, len(names))
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return nil, errorf(CodeBadFilter, "groupBy: %s stands twice", name)
		}
		dimensions[i] = n.archive.dimension(name)
	}
	return dimensions, nil
}

// A tabulation is statistics in the making.
type tabulation struct {
	in         *Network
	dimensions []dimension
	rows       map[group]*StatisticsRow
	total      *StatisticsRow
}

func newTabulation(n *Network, dimensions []dimension) *tabulation {
	return &tabulation{in: n, dimensions: dimensions, rows: map[group]*StatisticsRow{}, total: &StatisticsRow{Rank: 1}}
}

// row returns the row of a group.
func (t *tabulation) row(g group) *StatisticsRow {
	r := t.rows[g]
	if r == nil {
		r = &StatisticsRow{group: g, values: t.dimensions}
		t.rows[g] = r
	}
	return r
}

// count counts a site in the total and in each of its groups.
func (t *tabulation) count(i int32) {
	site := &t.in.archive.sites.rows[i]
	t.total.add(site)
	t.spread(site, 0, group{})
}

// spread counts a site in the groups of its values of the dimensions from the
// k-th on.
func (t *tabulation) spread(site *siteRecord, k int, g group) {
	if k == len(t.dimensions) {
		t.row(g).add(site)
		return
	}
	t.dimensions[k].of(site, func(value int32) {
		g[k] = value
		t.spread(site, k+1, g)
	})
}

func (r *StatisticsRow) add(site *siteRecord) {
	r.Count++
	if site.Kind == network.Principal {
		r.Principal++
	}
	if minutes := site.weeklyMinutes(); minutes != nil {
		r.hours = append(r.hours, *minutes)
	}
}

// MedianWeeklyHours returns the median of the hours a week that sites publish,
// nil if none does.
func (r *StatisticsRow) MedianWeeklyHours() *float64 {
	n := len(r.hours)
	if n == 0 {
		return nil
	}
	minutes := slices.Sorted(slices.Values(r.hours))
	const minutesInHour = 60
	median := float64(minutes[(n-1)/2]+minutes[n/2]) / 2 / minutesInHour
	return &median
}

// addEmpty adds the territories without a site, where sites are grouped by
// territory alone: a desert is a row too. A filter on region or department
// leaves out those of others.
func (t *tabulation) addEmpty(filter *SiteFilter) {
	if len(t.dimensions) != 1 || t.dimensions[0].territories == nil {
		return
	}
	for i, territory := range t.dimensions[0].territories {
		if filter == nil || filter.mayHold(t.in.archive, territory) {
			t.row(group{int32(i)})
		}
	}
}

// populate adds the population of each group's territory and the shares.
func (t *tabulation) populate() {
	territorial := slices.IndexFunc(t.dimensions, func(d dimension) bool { return d.population != nil })
	if territorial >= 0 {
		t.populateBy(territorial)
	}
	for _, r := range t.rows {
		r.Share = shareOf(r.Count, t.total.Count)
	}
	t.total.Share = shareOf(t.total.Count, t.total.Count)
}

// populateBy takes the population from the dimension of the smallest territory:
// those that contain it add nothing. Where territories cross, as cantons and
// EPCI do, a row has none.
func (t *tabulation) populateBy(territorial int) {
	smallest := territorial
	for k, d := range t.dimensions {
		if d.population != nil && d.depth > t.dimensions[smallest].depth {
			smallest = k
		}
	}
	for _, d := range t.dimensions {
		if d.population != nil && d.crosses && t.dimensions[smallest].name != d.name {
			return
		}
	}
	for g, r := range t.rows {
		if g[smallest] != none {
			r.Population = t.dimensions[smallest].population(g[smallest])
		}
	}
	if len(t.dimensions) == 1 {
		t.total.Population = sumOfPopulations(t.rows)
	}
}

func sumOfPopulations(rows map[group]*StatisticsRow) *int {
	sum := 0
	for _, r := range rows {
		if r.Population != nil {
			sum += *r.Population
		}
	}
	if sum == 0 {
		return nil
	}
	return &sum
}

// Key returns the values the group stands for.
func (r *StatisticsRow) Key() []DimensionValue {
	key := make([]DimensionValue, len(r.values))
	for k, d := range r.values {
		key[k] = d.value(r.group[k])
	}
	return key
}

// Per100k returns the sites for 100,000 people.
func (r *StatisticsRow) Per100k() *float64 {
	if r.Population == nil || *r.Population == 0 {
		return nil
	}
	per100k := float64(r.Count) * 100_000 / float64(*r.Population)
	return &per100k
}

// rank returns the rows that have what is asked, in the order asked, each with
// its place by the first figure of the order.
func (t *tabulation) rank(having *StatisticsHaving, orderBy []*StatisticsOrder) []*StatisticsRow {
	rows := make([]*StatisticsRow, 0, len(t.rows))
	for _, r := range t.rows {
		if having.keeps(r) {
			rows = append(rows, r)
		}
	}
	if len(orderBy) == 0 {
		orderBy = []*StatisticsOrder{{Field: "COUNT", Direction: Descending}}
	}
	slices.SortFunc(rows, func(x, y *StatisticsRow) int {
		for _, key := range orderBy {
			if c := compareBy(key, x, y); c != 0 {
				return c
			}
		}
		return slices.Compare(x.group[:], y.group[:])
	})
	giveRanks(rows, orderBy)
	return rows
}

// giveRanks gives equal figures the same rank: 1, 2, 2, 4.
func giveRanks(rows []*StatisticsRow, orderBy []*StatisticsOrder) {
	by := &StatisticsOrder{Field: "COUNT", Direction: Descending}
	for _, key := range orderBy {
		if key.Field != "KEY" {
			by = key
			break
		}
	}
	ranked := slices.Clone(rows)
	slices.SortStableFunc(ranked, func(x, y *StatisticsRow) int { return compareBy(by, x, y) })
	for i, r := range ranked {
		if i > 0 && compareBy(by, ranked[i-1], r) == 0 {
			r.Rank = ranked[i-1].Rank
		} else {
			r.Rank = i + 1
		}
	}
}

// keeps says whether a row lies within the bounds; a nil having keeps all.
func (h *StatisticsHaving) keeps(r *StatisticsRow) bool {
	if h == nil {
		return true
	}
	if !(&IntRange{h.MinCount, h.MaxCount}).holds(&r.Count) {
		return false
	}
	return h.MinPopulation == nil && h.MaxPopulation == nil ||
		(&IntRange{h.MinPopulation, h.MaxPopulation}).holds(r.Population)
}

// compareBy compares rows by one key. What is not known is less than all that
// is.
func compareBy(key *StatisticsOrder, x, y *StatisticsRow) int {
	var c int
	switch key.Field {
	case "COUNT":
		c = cmp.Compare(x.Count, y.Count)
	case "PRINCIPAL":
		c = cmp.Compare(x.Principal, y.Principal)
	case "POPULATION":
		c = compareKnown(x.Population, y.Population)
	case "PER_100K":
		c = compareKnown(x.Per100k(), y.Per100k())
	default: // KEY
		c = slices.Compare(x.group[:], y.group[:])
	}
	if key.Direction == Descending {
		return -c
	}
	return c
}

func compareKnown[N cmp.Ordered](x, y *N) int {
	switch {
	case x == nil && y == nil:
		return 0
	case x == nil:
		return -1
	case y == nil:
		return 1
	}
	return cmp.Compare(*x, *y)
}
