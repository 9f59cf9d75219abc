package snapshot

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/cog"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
)

// A commune says what was published of it, however little its record keeps.
func TestCommuneAsPublished(t *testing.T) {
	n, err := carried()
	if err != nil {
		t.Fatal(err)
	}
	_, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range records.Communes {
		c := n.Commune(want.Code)
		if c == nil || c.Code() != want.Code {
			t.Fatalf("%s is not found", want.Code)
		}
		got := network.Commune{
			Code: c.Code(), Name: c.Name, Population: c.Population(), Position: c.Position, SurfaceKm2: c.SurfaceKm2,
			DepartmentCode: want.DepartmentCode, Arrondissement: want.Arrondissement, CantonCode: want.CantonCode, EpciCode: want.EpciCode,
		}
		got.PostalCodes = append(got.PostalCodes, c.PostalCodes()...)
		got.FormerCodes = append(got.FormerCodes, c.FormerCodes()...)
		if year := c.PopulationYear(); year != nil {
			got.PopulationYear = *year
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s (-published +served):\n%s", want.Code, diff)
		}
	}
}

// A table finds every record by its code, and by the others it answers to where
// these are no record's own.
func TestTable(t *testing.T) {
	rows := make([]network.Partner, 1000)
	for i := range rows {
		rows[i].Code = strconv.Itoa(i)
	}
	table := newTable(rows, func(p *network.Partner) string { return p.Code })
	table.alias("a", "17")
	table.alias("a", "19")
	table.alias("18", "17")
	for i := range rows {
		if got := table.find(rows[i].Code); got != int32(i) {
			t.Errorf("%s is found at %d", rows[i].Code, got)
		}
	}
	for code, want := range map[string]int32{"a": 17, "b": none, "": none, "1000": none} {
		if got := table.find(code); got != want {
			t.Errorf("%q is found at %d, want %d", code, got, want)
		}
	}
	empty := newTable(nil, (*communeRecord).Code)
	if got := empty.find(cog.CommuneCode("80021")); got != none {
		t.Errorf("a table without records finds %d", got)
	}
}
