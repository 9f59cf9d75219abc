package snapshot

import (
	"context"
	"fmt"
	"testing"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// twoEditions is a library of two editions whose sites are given.
type twoEditions struct{ before, after []network.Site }

func (l twoEditions) Editions(context.Context) ([]network.Edition, error) {
	return []network.Edition{second, first}, nil
}

func (l twoEditions) Load(_ context.Context, number int) (*network.Records, error) {
	departments := []network.Department{{Code: "60"}, {Code: "80"}}
	if number == first.Number {
		return &network.Records{Departments: departments, Sites: l.before}, nil
	}
	return &network.Records{Departments: departments, Sites: l.after}, nil
}

func (l twoEditions) Sightings(context.Context, int) (map[string]network.Sighting, error) {
	return map[string]network.Sighting{"back": {FirstSeenOn: "2020-02-06", LastSeenOn: second.AsOf}}, nil
}

func TestChanges(t *testing.T) {
	site := func(code string, change func(*network.Site)) network.Site {
		s := network.Site{Code: code, Name: "A", Kind: network.Principal, LabelledOn: "2020-01-01", DepartmentCode: "80",
			Hours: network.Hours{Monday: "09:00 - 12:00"}}
		if change != nil {
			change(&s)
		}
		return s
	}
	library := twoEditions{
		before: []network.Site{site("gone", nil), site("same", nil), site("several", nil)},
		after: []network.Site{
			site("back", nil), site("new", func(s *network.Site) { s.DepartmentCode = "60" }), site("same", nil),
			site("several", func(s *network.Site) {
				s.Name, s.Hours.Monday, s.Address.Street, s.Note = "B", "", "1 rue", "x"
			}),
		},
	}
	k, err := NewKeeper(t.Context(), library)
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
	want := `RETURNED back []
MISSING gone []
ADDED new []
HOURS several [{openingHours lundi 09:00 - 12:00 }]
MOVED several [{address.street  1 rue}]
RENAMED several [{name A B}]
UPDATED several [{note  x}]
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	c, err = k.Served().Changes(t.Context(), "edition:1", "edition:2", []ChangeKind{Added, Missing}, []cog.DepartmentCode{"60"}, relay.Page{})
	if err != nil || c.TotalCount != 1 || c.Nodes()[0].Code != "new" {
		t.Errorf("%+v, %v", c, err)
	}
}
