package snapshot

import (
	"bytes"
	"cmp"
	"slices"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"pgregory.net/rapid"

	"maillage/internal/cog"
	"maillage/internal/network"
)

var thousand int32 = 1000

// scan lists, one by one, the codes of the sites that exist at the date and
// fulfil a condition.
func scan(n *Network, holds func(s *Site) bool) []string {
	found := []*Site{}
	for i := range n.sites {
		s := &n.sites[i]
		from := s.LabelledOn.First()
		if s.Kind == network.Antenna {
			from = s.FirstSeenOn
		}
		if from <= n.date && (s.until == "" || n.date < s.until) && holds(s) {
			found = append(found, s)
		}
	}
	return codes(found)
}

// Every list of sites by place holds what looking at every site finds.
func TestSitesByPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		check := func(in Territory, sites func(*SiteFilter, []*SiteOrder, *int32, *string, *int32, *string) (*SiteConnection, error), holds func(s *Site) bool) {
			c, err := sites(nil, nil, &thousand, nil, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			want := scan(n, holds)
			if got := codes(c.Nodes()); !slices.Equal(got, want) || c.TotalCount != len(want) {
				t.Fatalf("%s on %s holds %v, %d in all, want %v", in.ID(), n.date, got, c.TotalCount, want)
			}
		}
		check(n.France(), n.France().Sites, func(*Site) bool { return true })
		for _, r := range n.Regions() {
			check(r, r.Sites, func(s *Site) bool { return s.Region() == r })
		}
		for _, d := range every(n.departments) {
			check(d, d.Sites, func(s *Site) bool { return s.DepartmentCode == d.Code })
		}
		for _, c := range n.Collectivities() {
			check(c, c.Sites, func(s *Site) bool { return s.CollectivityCode == c.Code })
		}
		commune := func(s *Site) Commune {
			if c := s.Commune(); c != nil {
				return *c
			}
			return Commune{territory{in: n}, &communeRecord{canton: none, epci: none}}
		}
		for _, e := range every(n.epcis) {
			check(e, e.Sites, func(s *Site) bool { c := commune(s); return c.Epci() == e })
		}
		for _, c := range every(n.cantons) {
			check(c, c.Sites, func(s *Site) bool { of := commune(s); return of.Canton() == c })
		}
		for _, c := range every(n.communes) {
			check(c, c.Sites, func(s *Site) bool { return s.CommuneCode == c.Code() })
		}
	})
}

// Links lead there and back.
func TestLinks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		for _, c := range every(n.communes) {
			if d := c.Department(); d != nil && !slices.Contains(chosen(n.communes, d.communes), c) {
				t.Fatalf("%s is not among the communes of %s", c.ID(), d.ID())
			}
			if e := c.Epci(); e != nil && (!slices.Contains(e.Communes(), c) || !slices.Contains(c.Department().Epcis(), e) || !slices.Contains(e.Departments(), c.Department())) {
				t.Fatalf("%s and %s do not find each other", c.ID(), e.ID())
			}
			if ca := c.Canton(); ca != nil && !slices.Contains(ca.Communes(), c) {
				t.Fatalf("%s is not among the communes of %s", c.ID(), ca.ID())
			}
		}
		for _, s := range every(n.sites) {
			for _, a := range s.Antennas() {
				if a.Parent() != nil && a.Parent() != s {
					t.Fatalf("%s is an antenna of %s, but its parent is %s", a.ID(), s.ID(), a.Parent().ID())
				}
			}
			if n.Site(s.Code) != nil && n.find(s.id) != Node(s) {
				t.Fatalf("%s is not found by its id", s.ID())
			}
		}
		for _, d := range every(n.departments) {
			if n.find(string(d.ref)) != Node(d) || d.Region().Code != d.RegionCode {
				t.Fatalf("%s is lost", d.ID())
			}
		}
	})
}

// A territory's population is the sum of its communes'.
func TestPopulations(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		sum := func(holds func(c *Commune) bool) (total int) {
			for _, c := range every(n.communes) {
				if p := c.Population(); p != nil && holds(c) {
					total += *p
				}
			}
			return total
		}
		check := func(in Territory, got *int, want int) {
			if got == nil && want != 0 || got != nil && *got != want {
				t.Fatalf("%s has %v people, want %d", in.ID(), got, want)
			}
		}
		check(n.France(), n.France().Population(), sum(func(*Commune) bool { return true }))
		for _, r := range n.Regions() {
			check(r, r.Population(), sum(func(c *Commune) bool { return c.Region() == r }))
		}
		for _, e := range every(n.epcis) {
			check(e, e.Population(), sum(func(c *Commune) bool { return c.Epci() == e }))
		}
	})
}

// A filter keeps what looking at every site keeps, however it nests.
func TestSiteFilter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		filter, holds := drawFilter(t, 3)
		c, err := n.Sites(filter, nil, nil, &thousand, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := codes(c.Nodes()), scan(n, holds); !slices.Equal(got, want) {
			t.Fatalf("kept %v, want %v", got, want)
		}
	})
}

// drawFilter draws a filter and what it means.
func drawFilter(t *rapid.T, depth int) (*SiteFilter, func(*Site) bool) {
	f := &SiteFilter{}
	var all []func(*Site) bool
	if rapid.Bool().Draw(t, "kind?") {
		f.Kind = []network.SiteKind{network.Principal}
		all = append(all, func(s *Site) bool { return s.Kind == network.Principal })
	}
	if rapid.Bool().Draw(t, "department?") {
		f.Department = [][]cog.DepartmentCode{{"80"}, {"27", "80"}}[rapid.IntRange(0, 1).Draw(t, "departments")]
		all = append(all, func(s *Site) bool { return slices.Contains(f.Department, s.DepartmentCode) })
	}
	if rapid.Bool().Draw(t, "itinerant?") {
		wanted := rapid.Bool().Draw(t, "itinerant")
		f.Itinerant = &wanted
		all = append(all, func(s *Site) bool { return (s.Format == network.Bus || s.Format == network.Itinerant) == wanted })
	}
	if rapid.Bool().Draw(t, "label?") {
		f.LabelledOn = &DateRange{From: "2020-02-01", To: "2022-01-31"}
		all = append(all, func(s *Site) bool {
			return s.LabelledOn.First() >= "2020-02-01" && s.LabelledOn.First() <= "2022-01-31"
		})
	}
	if depth > 0 && rapid.Bool().Draw(t, "or?") {
		x, holdsX := drawFilter(t, depth-1)
		y, holdsY := drawFilter(t, depth-1)
		f.Or = []*SiteFilter{x, y}
		all = append(all, func(s *Site) bool { return holdsX(s) || holdsY(s) })
	}
	if depth > 0 && rapid.Bool().Draw(t, "and?") {
		x, holdsX := drawFilter(t, depth-1)
		f.And = []*SiteFilter{x}
		all = append(all, holdsX)
	}
	if depth > 0 && rapid.Bool().Draw(t, "not?") {
		x, holdsX := drawFilter(t, depth-1)
		f.Not = x
		all = append(all, func(s *Site) bool { return !holdsX(s) })
	}
	return f, func(s *Site) bool {
		return !slices.ContainsFunc(all, func(holds func(*Site) bool) bool { return !holds(s) })
	}
}

// Walking a list page by page gives it in the order asked, each site once.
func TestOrderAndPages(t *testing.T) {
	names := collate.New(language.French, collate.Numeric)
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		direction := rapid.SampledFrom([]Direction{Ascending, Descending}).Draw(t, "direction")
		by := []*SiteOrder{{Field: "DEPARTMENT", Direction: direction}, {Field: "NAME", Direction: Ascending}}
		size := rapid.Int32Range(1, 7).Draw(t, "size")
		var walked []*Site
		var after *string
		for {
			c, err := n.Sites(nil, nil, by, &size, after, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			walked = append(walked, c.Nodes()...)
			if after = c.PageInfo().EndCursor(); !c.PageInfo().HasNextPage {
				break
			}
		}
		if want := scan(n, func(*Site) bool { return true }); !slices.Equal(codes(walked), want) {
			t.Fatalf("walked %v, want %v", codes(walked), want)
		}
		sign := map[Direction]int{Ascending: 1, Descending: -1}[direction]
		var buf collate.Buffer
		if !slices.IsSortedFunc(walked, func(x, y *Site) int {
			return cmp.Or(
				sign*cmp.Compare(x.DepartmentCode, y.DepartmentCode),
				bytes.Compare(names.KeyFromString(&buf, x.Name), names.KeyFromString(&buf, y.Name)),
				compareSiteCodes(x.Site, y.Site))
		}) {
			t.Fatalf("not in order: %v", walked)
		}
	})
}

// The curve's points are counts of the sites labelled by then, and what is added
// and goes missing from point to point makes the last of them.
func TestTimeline(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		p := n.Region("32").Progress()
		interval := rapid.SampledFrom([]Interval{Daily, Monthly, Quarterly, Yearly}).Draw(t, "interval")
		points, err := p.Timeline(interval, "", "")
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		for i, point := range points {
			if i > 0 && points[i-1].Date >= point.Date {
				t.Fatalf("%s comes after %s", point.Date, points[i-1].Date)
			}
			if covered := point.Date <= "2022-12-31"; covered != (point.Labelled != nil) {
				t.Fatalf("%s: covered %v, counted %v", point.Date, covered, point.Labelled)
			} else if !covered {
				continue
			}
			want := 0
			for _, s := range every(n.sites) {
				if r := s.Region(); s.Kind == network.Principal && r != nil && r.Code == "32" && s.existsOn(point.Date) {
					want++
				}
			}
			total += *point.Added - *point.Missing
			if *point.Labelled != want || total != want {
				t.Fatalf("%s: %d labelled, %d added and not missing so far, want %d", point.Date, *point.Labelled, total, want)
			}
		}
		if len(points) > 0 && points[len(points)-1].Date != n.date {
			t.Fatalf("the curve ends on %s, want %s", points[len(points)-1].Date, n.date)
		}
	})
}
