package snapshot

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// On the official list every filter keeps what looking at every record keeps,
// and every order is one. What a filter means is said here from the records
// alone.
func TestFiltersOnOfficialFiles(t *testing.T) {
	n := newOfficial(t).served(t)
	yes, no := true, false
	number := func(v int32) *int32 { return &v }
	inRegion := func(d cog.DepartmentCode, region cog.RegionCode) bool {
		found := n.Department(d)
		return found != nil && found.RegionCode == region
	}
	commune := func(s *Site) *Commune {
		if c := s.Commune(); c != nil {
			return c
		}
		return &Commune{territory{in: n}, &communeRecord{department: none, canton: none, epci: none}}
	}
	// The codes of what a commune lies in, "" for nothing.
	department := func(c *Commune) (code cog.DepartmentCode) {
		if d := c.Department(); d != nil {
			code = d.Code
		}
		return code
	}
	canton := func(c *Commune) (code cog.CantonCode) {
		if d := c.Canton(); d != nil {
			code = d.Code
		}
		return code
	}
	epci := func(c *Commune) (code cog.EpciCode) {
		if d := c.Epci(); d != nil {
			code = d.Code
		}
		return code
	}
	people := func(p *int, least, most int) bool { return p != nil && least <= *p && *p <= most }
	sitesOf := map[network.TerritoryRef]int{}
	for _, s := range every(n.sites) {
		if !s.existsOn(n.date) {
			continue
		}
		if c := s.Commune(); c != nil {
			sitesOf[c.ref]++
			sitesOf[network.TerritoryRef("epci:"+epci(c))]++
		}
	}

	t.Run("sites", func(t *testing.T) {
		list := func(f *SiteFilter, by []*SiteOrder, p relay.Page) (*SiteConnection, error) {
			return n.siteConnection(n.day.sites, f, nil, by, p)
		}
		check := func(name string, f *SiteFilter, holds func(s *Site) bool) {
			exists := func(s *Site) bool { return s.existsOn(n.date) && holds(s) }
			checkFilter(t, name, n.sites, exists, func(p relay.Page) (*SiteConnection, error) { return list(f, nil, p) })
		}
		check("code", &SiteFilter{Code: []string{"1234", "1820"}}, func(s *Site) bool { return s.Code == "1234" || s.Code == "1820" })
		check("kind", &SiteFilter{Kind: []network.SiteKind{network.Antenna}}, func(s *Site) bool { return s.Kind == network.Antenna })
		check("format", &SiteFilter{Format: []network.SiteFormat{network.Bus, network.Multisite}},
			func(s *Site) bool { return s.Format == network.Bus || s.Format == network.Multisite })
		check("itinerant", &SiteFilter{Itinerant: &yes}, func(s *Site) bool { return s.Format == network.Bus || s.Format == network.Itinerant })
		check("byAppointment", &SiteFilter{ByAppointment: &no}, func(s *Site) bool { return s.ByAppointment != nil && !*s.ByAppointment })
		check("region", &SiteFilter{Region: []cog.RegionCode{"32"}}, func(s *Site) bool { return inRegion(s.DepartmentCode, "32") })
		check("department", &SiteFilter{Department: []cog.DepartmentCode{"2A", "974"}},
			func(s *Site) bool { return s.DepartmentCode == "2A" || s.DepartmentCode == "974" })
		check("one department", &SiteFilter{Department: []cog.DepartmentCode{"80"}}, func(s *Site) bool { return s.DepartmentCode == "80" })
		check("collectivity", &SiteFilter{Collectivity: []string{"978"}}, func(s *Site) bool { return s.CollectivityCode == "978" })
		check("canton", &SiteFilter{Canton: []cog.CantonCode{"8099"}}, func(s *Site) bool { return canton(commune(s)) == "8099" })
		check("epci", &SiteFilter{Epci: []cog.EpciCode{"248000531"}}, func(s *Site) bool { return epci(commune(s)) == "248000531" })
		check("commune", &SiteFilter{Commune: []cog.CommuneCode{"80021", "75118"}},
			func(s *Site) bool { return s.CommuneCode == "80021" || s.PublishedCommuneCode == "75118" })
		check("postalCode", &SiteFilter{PostalCode: []network.Text{"75018"}}, func(s *Site) bool { return s.Address.PostalCode == "75018" })
		check("labelledOn", &SiteFilter{LabelledOn: &DateRange{From: "2021-01-01", To: "2021-12-31"}},
			func(s *Site) bool {
				return s.LabelledOn.First() >= "2021-01-01" && s.LabelledOn.First() <= "2021-12-31"
			})
		check("service", &SiteFilter{Service: []string{n.core[0].Code}}, func(*Site) bool { return true })
		check("partner", &SiteFilter{Partner: []string{"france-travail"}}, func(*Site) bool { return true })
		check("partner to come", &SiteFilter{Partner: []string{"urssaf"}}, func(*Site) bool { return false })

		name, place := dictionary(n.sites, func(s *Site) string { return s.Name }), dictionary(n.sites, func(s *Site) string { return commune(s).Name })
		for field, compare := range map[SiteOrderField]func(x, y *Site) int{
			"NAME":        name,
			"COMMUNE":     place,
			"CODE":        func(_, _ *Site) int { return 0 },
			"DEPARTMENT":  func(x, y *Site) int { return cmp.Compare(x.DepartmentCode, y.DepartmentCode) },
			"LABELLED_ON": func(x, y *Site) int { return cmp.Compare(x.LabelledOn.First(), y.LabelledOn.First()) },
		} {
			checkOrder(t, n.sites, field, compare,
				func(f SiteOrderField, d Direction) *SiteOrder { return &SiteOrder{f, d} }, list)
		}
	})

	t.Run("communes", func(t *testing.T) {
		list := func(f *CommuneFilter, by []*CommuneOrder, p relay.Page) (*CommuneConnection, error) {
			return n.communeConnection(n.archive.communes.all(), f, nil, by, p)
		}
		check := func(name string, f *CommuneFilter, holds func(c *Commune) bool) {
			checkFilter(t, name, n.communes, holds, func(p relay.Page) (*CommuneConnection, error) { return list(f, nil, p) })
		}
		check("code", &CommuneFilter{Code: []cog.CommuneCode{"80021", "69389"}}, func(c *Commune) bool { return c.Code() == "80021" || c.Code() == "69123" })
		check("region", &CommuneFilter{Region: []cog.RegionCode{"94"}}, func(c *Commune) bool { return inRegion(department(c), "94") })
		check("department", &CommuneFilter{Department: []cog.DepartmentCode{"80"}}, func(c *Commune) bool { return department(c) == "80" })
		check("canton", &CommuneFilter{Canton: []cog.CantonCode{"8005"}}, func(c *Commune) bool { return canton(c) == "8005" })
		check("epci", &CommuneFilter{Epci: []cog.EpciCode{"240200444"}}, func(c *Commune) bool { return epci(c) == "240200444" })
		check("an EPCI in two regions, cut", &CommuneFilter{Epci: []cog.EpciCode{"200069722"}, Region: []cog.RegionCode{"32"}, HasSite: &yes},
			func(c *Commune) bool {
				return epci(c) == "200069722" && inRegion(department(c), "32") && sitesOf[c.ref] > 0
			})
		check("postalCode", &CommuneFilter{PostalCode: []string{"80000"}}, func(c *Commune) bool { return slices.Contains(c.PostalCodes(), "80000") })
		check("population", &CommuneFilter{Population: &IntRange{Min: number(50_000), Max: number(100_000)}},
			func(c *Commune) bool { return people(c.Population(), 50_000, 100_000) })
		check("hasSite", &CommuneFilter{HasSite: &yes}, func(c *Commune) bool { return sitesOf[c.ref] > 0 })
		check("not hasSite", &CommuneFilter{HasSite: &no}, func(c *Commune) bool { return sitesOf[c.ref] == 0 })

		name := dictionary(n.communes, func(c *Commune) string { return c.Name })
		for field, compare := range map[CommuneOrderField]func(x, y *Commune) int{
			"NAME": name, "CODE": func(_, _ *Commune) int { return 0 },
			"POPULATION": func(x, y *Commune) int { return comparePeople(x.Population(), y.Population()) },
		} {
			checkOrder(t, n.communes, field, compare,
				func(f CommuneOrderField, d Direction) *CommuneOrder { return &CommuneOrder{f, d} }, list)
		}
	})

	t.Run("cantons", func(t *testing.T) {
		list := func(f *CantonFilter, by []*CantonOrder, p relay.Page) (*CantonConnection, error) {
			return n.cantonConnection(n.archive.cantons.all(), f, nil, by, p)
		}
		check := func(name string, f *CantonFilter, holds func(c *Canton) bool) {
			checkFilter(t, name, n.cantons, holds, func(p relay.Page) (*CantonConnection, error) { return list(f, nil, p) })
		}
		check("code", &CantonFilter{Code: []cog.CantonCode{"8099"}}, func(c *Canton) bool { return c.Code == "8099" })
		check("region", &CantonFilter{Region: []cog.RegionCode{"32"}}, func(c *Canton) bool { return inRegion(c.Code.Department(), "32") })
		check("department", &CantonFilter{Department: []cog.DepartmentCode{"80", "971"}},
			func(c *Canton) bool { return c.Code.Department() == "80" || c.Code.Department() == "971" })
		check("pseudo", &CantonFilter{Pseudo: &yes}, func(c *Canton) bool { return c.Pseudo })
		check("population", &CantonFilter{Population: &IntRange{Max: number(5_000)}}, func(c *Canton) bool { return people(c.Population(), 0, 5_000) })

		name := dictionary(n.cantons, func(c *Canton) string { return c.Name })
		for field, compare := range map[CantonOrderField]func(x, y *Canton) int{
			"NAME": name, "CODE": func(_, _ *Canton) int { return 0 },
			"POPULATION": func(x, y *Canton) int { return comparePeople(x.Population(), y.Population()) },
		} {
			checkOrder(t, n.cantons, field, compare,
				func(f CantonOrderField, d Direction) *CantonOrder { return &CantonOrder{f, d} }, list)
		}
	})

	t.Run("epcis", func(t *testing.T) {
		list := func(f *EpciFilter, by []*EpciOrder, p relay.Page) (*EpciConnection, error) {
			return n.epciConnection(n.archive.epcis.all(), f, nil, by, p)
		}
		check := func(name string, f *EpciFilter, holds func(e *Epci) bool) {
			checkFilter(t, name, n.epcis, holds, func(p relay.Page) (*EpciConnection, error) { return list(f, nil, p) })
		}
		hasMember := func(e *Epci, holds func(c *Commune) bool) bool {
			return slices.ContainsFunc(every(n.communes), func(c *Commune) bool { return epci(c) == e.Code && holds(c) })
		}
		check("code", &EpciFilter{Code: []cog.EpciCode{"200046977"}}, func(e *Epci) bool { return e.Code == "200046977" })
		check("region", &EpciFilter{Region: []cog.RegionCode{"94"}}, func(e *Epci) bool {
			return hasMember(e, func(c *Commune) bool { return inRegion(department(c), "94") })
		})
		check("department", &EpciFilter{Department: []cog.DepartmentCode{"80"}}, func(e *Epci) bool {
			return hasMember(e, func(c *Commune) bool { return department(c) == "80" })
		})
		check("nature", &EpciFilter{Nature: []network.EpciNature{network.Metropole}}, func(e *Epci) bool { return e.Nature == network.Metropole })
		check("population", &EpciFilter{Population: &IntRange{Min: number(500_000)}}, func(e *Epci) bool { return people(e.Population(), 500_000, 1e9) })
		check("hasSite", &EpciFilter{HasSite: &no}, func(e *Epci) bool { return sitesOf[e.ref] == 0 })

		name := dictionary(n.epcis, func(e *Epci) string { return e.Name })
		for field, compare := range map[EpciOrderField]func(x, y *Epci) int{
			"NAME": name, "CODE": func(_, _ *Epci) int { return 0 },
			"POPULATION": func(x, y *Epci) int { return comparePeople(x.Population(), y.Population()) },
		} {
			checkOrder(t, n.epcis, field, compare,
				func(f EpciOrderField, d Direction) *EpciOrder { return &EpciOrder{f, d} }, list)
		}
	})
}

// checkFilter walks a list page by page and compares it with a look at every
// node. A filter of everything or of nothing shows little, unless it is meant to.
func checkFilter[N any](t *testing.T, name string, nodes []N, holds func(*N) bool, list func(relay.Page) (*relay.Connection[N], error)) {
	t.Helper()
	got, err := walk(list)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	want := slices.DeleteFunc(every(nodes), func(node *N) bool { return !holds(node) })
	if !slices.Equal(got, want) {
		t.Errorf("%s keeps %d, a look at every one %d", name, len(got), len(want))
	}
	t.Logf("%s keeps %d of %d", name, len(got), len(nodes))
}

// checkOrder walks a list in an order, both ways, which ends with the code.
func checkOrder[N, F any, O ~string, K any](t *testing.T, nodes []N, field O, compare func(x, y *N) int,
	key func(O, Direction) *K, list func(F, []*K, relay.Page) (*relay.Connection[N], error),
) {
	t.Helper()
	place := map[*N]int{} // in the order of codes
	for i := range nodes {
		place[&nodes[i]] = i
	}
	for _, direction := range []Direction{Ascending, Descending} {
		var all F
		got, err := walk(func(p relay.Page) (*relay.Connection[N], error) {
			return list(all, []*K{key(field, direction)}, p)
		})
		if err != nil {
			t.Fatal(err)
		}
		sign := map[Direction]int{Ascending: 1, Descending: -1}[direction]
		byCode := 1
		if field == "CODE" {
			byCode = sign
		}
		if !slices.IsSortedFunc(got, func(x, y *N) int {
			return cmp.Or(sign*compare(x, y), byCode*cmp.Compare(place[x], place[y]))
		}) {
			t.Errorf("not in the order %s %s", field, direction)
		}
		if distinct := map[*N]bool{}; len(got) == 0 {
			t.Errorf("%s %s lists nothing", field, direction)
		} else {
			for _, node := range got {
				distinct[node] = true
			}
			if len(distinct) != len(got) {
				t.Errorf("%s %s repeats nodes", field, direction)
			}
		}
	}
}

// walk lists everything, page by page.
func walk[N any](list func(relay.Page) (*relay.Connection[N], error)) (all []*N, err error) {
	all = []*N{}
	p := relay.Page{First: &thousand}
	for {
		c, err := list(p)
		if err != nil {
			return nil, err
		}
		all = append(all, c.Nodes()...)
		if !c.PageInfo().HasNextPage {
			if len(all) != c.TotalCount {
				return nil, fmt.Errorf("walked %d of %d", len(all), c.TotalCount)
			}
			return all, nil
		}
		p.After = c.PageInfo().EndCursor()
	}
}

// dictionary returns how a French dictionary compares the names of nodes.
func dictionary[N any](nodes []N, name func(*N) string) func(x, y *N) int {
	c := collate.New(language.French, collate.Numeric)
	var buf collate.Buffer
	keys := map[*N][]byte{}
	for i := range nodes {
		if text := name(&nodes[i]); text != "" {
			keys[&nodes[i]] = c.KeyFromString(&buf, text)
		}
	}
	return func(x, y *N) int { return bytes.Compare(keys[x], keys[y]) }
}

// comparePeople compares populations; one that is not known comes first.
func comparePeople(x, y *int) int {
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
