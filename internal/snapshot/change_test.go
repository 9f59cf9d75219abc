package snapshot

import (
	"fmt"
	"strconv"
	"testing"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/snapshot/shelf"
)

// listing returns the edition as one that lists every site of the country.
func listing(e network.Edition) network.Edition {
	e.Coverage = []network.EditionCoverage{{Territory: network.FranceRef, Until: e.AsOf}}
	return e
}

func TestChanges(t *testing.T) {
	site := func(number int, change func(*network.Site)) network.Site {
		s := network.Site{Code: strconv.Itoa(number), OfficialNumber: &number, Name: "A", Kind: network.Principal, LabelledOn: "2020-01-01", DepartmentCode: "80",
			Hours: network.Hours{Monday: "09:00 - 12:00"}}
		if change != nil {
			change(&s)
		}
		return s
	}
	records := func(sites ...network.Site) *network.Records {
		return &network.Records{Departments: []network.Department{{Code: "60"}, {Code: "80"}}, Sites: sites}
	}
	library := shelf.Shelf{
		List: []network.Edition{listing(second), listing(first), listing(network.Edition{Number: 3, AsOf: "2020-02-06"})},
		Records: map[int]*network.Records{
			3: records(site(7, nil)),
			1: records(site(2, nil), site(3, nil), site(4, nil), site(5, nil),
				site(6, func(s *network.Site) { s.Address.Street, s.Address.City = "2, avenue", "ST-JUST" })),
			2: records(
				site(1, func(s *network.Site) { s.DepartmentCode = "60" }),
				site(3, func(s *network.Site) { s.Name, s.Hours.Monday, s.Address.Street = "a", "9h - 12h", "told at last" }),
				site(6, func(s *network.Site) {
					s.Name, s.Hours.Monday, s.Address.Street, s.Address.City, s.Note = "B", "", "1 rue", "Saint-Just", "x"
				}), site(7, nil),
			),
		},
		Settled: []network.Decision{
			{AsOf: first.AsOf, Code: "4", Verdict: network.Closed, On: "2023-03"},
			{AsOf: first.AsOf, Code: "5", OtherAsOf: second.AsOf, OtherCode: "6", Verdict: network.Merged},
		},
	}
	k, err := NewKeeper(t.Context(), shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	c, err := k.Served().Changes(t.Context(), "edition:1", "", nil, nil, relay.Page{})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, change := range c.Nodes() {
		got += fmt.Sprintln(change.Kind, change.Code, change.Fields)
	}
	want := `ADDED 1 []
MISSING 2 []
UPDATED 3 [{address.street  told at last} {name A a} {openingHours lundi 09:00 - 12:00 lundi 9h - 12h}]
CLOSED 4 [{closedOn  2023-03}]
MERGED 5 [{code 5 6}]
HOURS 6 [{openingHours lundi 09:00 - 12:00 }]
MOVED 6 [{address.street 2, avenue 1 rue} {address.city ST-JUST Saint-Just}]
RENAMED 6 [{name A B}]
UPDATED 6 [{note  x}]
RETURNED 7 []
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}

	got = ""
	for _, code := range []string{"2", "4", "5", "6", "7"} {
		for _, change := range k.Served().Network().Site(code).History() {
			got += fmt.Sprintln(change.Edition.AsOf, change.Kind, change.Code, change.Fields)
		}
	}
	want = `2022-12-31 ADDED 2 []
2024-08-01 MISSING 2 []
2022-12-31 ADDED 4 []
2024-08-01 CLOSED 4 [{closedOn  2023-03}]
2022-12-31 ADDED 5 []
2024-08-01 MERGED 5 [{code 5 6}]
2022-12-31 ADDED 6 []
2024-08-01 HOURS 6 [{openingHours lundi 09:00 - 12:00 }]
2024-08-01 MOVED 6 [{address.street 2, avenue 1 rue} {address.city ST-JUST Saint-Just}]
2024-08-01 RENAMED 6 [{name A B}]
2024-08-01 UPDATED 6 [{note  x}]
2020-02-06 ADDED 7 []
2022-12-31 MISSING 7 []
2024-08-01 RETURNED 7 []
`
	if got != want {
		t.Errorf("histories: got\n%swant\n%s", got, want)
	}

	c, err = k.Served().Changes(t.Context(), "edition:1", "edition:2", []ChangeKind{Added, Missing}, []cog.DepartmentCode{"60"}, relay.Page{})
	if err != nil || c.TotalCount != 1 || c.Nodes()[0].Code != "1" {
		t.Errorf("%+v, %v", c, err)
	}
}
