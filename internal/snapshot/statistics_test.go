package snapshot

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// An arrondissement is called by its name, by its code where no record is of it.
func TestNamesOfArrondissements(t *testing.T) {
	commune := func(code cog.CommuneCode, arrondissement string) network.Commune {
		return network.Commune{Code: code, DepartmentCode: "80", Arrondissement: arrondissement}
	}
	n := remembering(edition, &network.Records{
		Departments:     []network.Department{{Code: "80", Name: "Somme"}},
		Arrondissements: []network.Arrondissement{{Code: "801", Name: "Abbeville", DepartmentCode: "80"}},
		Communes:        []network.Commune{commune("80001", "801"), commune("80021", "802")},
		Sites:           []network.Site{{Code: "1", CommuneCode: "80001", LabelledOn: "2020-01-01"}, {Code: "2", CommuneCode: "80021", LabelledOn: "2020-01-01"}},
	}, nil).at(edition.AsOf, "")
	got, err := n.Statistics([]SiteDimension{ByArrondissement}, nil, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != 2 {
		t.Fatalf("rows %+v", got.Rows)
	}
	for i, want := range []DimensionValue{{ByArrondissement, "801", "Abbeville"}, {ByArrondissement, "802", "Arrondissement 802"}} {
		if value := got.Rows[i].Key()[0]; value != want {
			t.Errorf("%+v, want %+v", value, want)
		}
	}
}

// Rows hold what a scan of every site counts, and add up to the total.
func TestStatistics(t *testing.T) {
	value := map[SiteDimension]func(s *Site) string{
		ByRegion: func(s *Site) string {
			if r := s.Region(); r != nil {
				return string(r.Code)
			}
			return ""
		},
		ByDepartment: func(s *Site) string { return string(s.DepartmentCode) },
		ByEpci: func(s *Site) string {
			if e := s.Epci(); e != nil {
				return string(e.Code)
			}
			return ""
		},
		ByCanton: func(s *Site) string {
			if c := s.Canton(); c != nil {
				return string(c.Code)
			}
			return ""
		},
		ByArrondissement: func(s *Site) string {
			if c := s.Commune(); c != nil && c.arrondissement != none {
				return s.in.archive.divided.codes[c.arrondissement]
			}
			return ""
		},
		ByFormat:    func(s *Site) string { return string(s.Format) },
		ByKind:      func(s *Site) string { return string(s.Kind) },
		ByLabelYear: func(s *Site) string { return string(s.LabelledOn)[:4] },
		ByLabelMonth: func(s *Site) string {
			if len(s.LabelledOn) < 7 {
				return ""
			}
			return string(s.LabelledOn)[:7]
		},
	}
	names := []SiteDimension{ByRegion, ByDepartment, ByArrondissement, ByEpci, ByCanton, ByFormat, ByKind, ByLabelYear, ByLabelMonth}
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		by := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(t, "by")
		filter, holds := drawFilter(t, 1)
		got, err := n.Statistics(by, filter, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		sites := scan(n, holds)
		if got.Total.Count != len(sites) {
			t.Fatalf("%d sites in all, want %d", got.Total.Count, len(sites))
		}
		sum, principal := 0, 0
		for i, r := range got.Rows {
			want := scan(n, func(s *Site) bool {
				for k, name := range by {
					if value[name](s) != r.Key()[k].Code {
						return false
					}
				}
				return holds(s)
			})
			if r.Count != len(want) {
				t.Fatalf("%v: %d sites, want %d", r.Key(), r.Count, len(want))
			}
			if i > 0 && (got.Rows[i-1].Count < r.Count || (got.Rows[i-1].Count == r.Count) != (got.Rows[i-1].Rank == r.Rank)) {
				t.Fatalf("rank %d for %d comes after rank %d for %d", r.Rank, r.Count, got.Rows[i-1].Rank, got.Rows[i-1].Count)
			}
			sum, principal = sum+r.Count, principal+r.Principal
		}
		if sum != got.Total.Count || principal != got.Total.Principal {
			t.Fatalf("rows add up to %d and %d, the total is %d and %d", sum, principal, got.Total.Count, got.Total.Principal)
		}
	})
}

func TestStatisticsOfDeserts(t *testing.T) {
	population := 7
	a := remembering(edition, &network.Records{
		Regions:     []network.Region{{Code: "28"}, {Code: "32"}},
		Departments: []network.Department{{Code: "60", RegionCode: "32"}, {Code: "27", RegionCode: "28"}},
		Communes:    []network.Commune{{Code: "60001", DepartmentCode: "60", Population: &population}},
	}, nil)
	n := a.at(edition.AsOf, "")
	for name, test := range map[string]struct {
		filter *SiteFilter
		want   []string
	}{
		"all":           {nil, []string{"60", "27"}},
		"of a region":   {&SiteFilter{Region: []cog.RegionCode{"32"}}, []string{"60"}},
		"of none there": {&SiteFilter{Region: []cog.RegionCode{"32"}, Department: []cog.DepartmentCode{"27"}}, nil},
	} {
		got, err := n.Statistics([]SiteDimension{ByDepartment}, test.filter, nil, []*StatisticsOrder{{Field: "POPULATION", Direction: Descending}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, r := range got.Rows {
			codes = append(codes, r.Key()[0].Code)
		}
		if !slices.Equal(codes, test.want) {
			t.Errorf("%s: %v, want %v", name, codes, test.want)
		}
	}
	none := int32(0)
	got, err := n.Statistics([]SiteDimension{ByDepartment}, nil, &StatisticsHaving{MaxCount: &none, MinPopulation: &none}, nil, nil)
	if err != nil || len(got.Rows) != 1 || *got.Rows[0].Population != 7 || got.Rows[0].Share != nil {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestStatisticsOfHours(t *testing.T) {
	open := func(texts ...network.Text) network.Hours {
		texts = append(texts, "", "")
		return network.Hours{Monday: texts[0], Saturday: texts[1]}
	}
	site := func(code string, hours network.Hours) network.Site {
		return network.Site{Code: code, Kind: network.Principal, LabelledOn: "2020-01-01", Hours: hours, DepartmentCode: "80"}
	}
	n := remembering(edition, &network.Records{Sites: []network.Site{
		site("a", open("09:00 - 12:00", "09:00 - 10:00")), site("b", open("09:00 - 11:00")), site("c", open()),
	}}, nil).at(edition.AsOf, "")
	got, err := n.Statistics([]SiteDimension{ByOpenDay}, nil, nil, []*StatisticsOrder{{Field: "KEY", Direction: Ascending}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, r := range got.Rows {
		rows = append(rows, r.Key()[0].Code+" "+strconv.Itoa(r.Count))
	}
	if want := []string{" 1", "MONDAY 2", "SATURDAY 1"}; !slices.Equal(rows, want) || !got.Overlaps {
		t.Errorf("rows %q, want %q; overlaps %v", rows, want, got.Overlaps)
	}
	if median := got.Total.MedianWeeklyHours(); median == nil || *median != 3 { // of 4 and 2
		t.Errorf("median %v", median)
	}
}

func TestStatisticsRefused(t *testing.T) {
	n := remembering(edition, &network.Records{}, nil).at(edition.AsOf, "")
	negative := int32(-1)
	for name, ask := range map[string]func() (*Statistics, error){
		"no dimension": func() (*Statistics, error) { return n.Statistics(nil, nil, nil, nil, nil) },
		"one twice":    func() (*Statistics, error) { return n.Statistics([]SiteDimension{ByKind, ByKind}, nil, nil, nil, nil) },
		"four": func() (*Statistics, error) {
			return n.Statistics([]SiteDimension{ByKind, ByFormat, ByEpci, ByCanton}, nil, nil, nil, nil)
		},
		"negative first": func() (*Statistics, error) { return n.Statistics([]SiteDimension{ByKind}, nil, nil, nil, &negative) },
	} {
		if _, err := ask(); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
