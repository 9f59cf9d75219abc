package peers

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/snapshot/shelf"
	"maillage/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// tables lays out two sites, one without a commune and a department, and two
// services, one of them of the future.
func tables(t *testing.T) []Table {
	t.Helper()
	nine, ten, people := 9, 10, 134_000
	records := &network.Records{
		Regions:     []network.Region{{Code: "32", Name: "Hauts-de-France"}},
		Departments: []network.Department{{Code: "80", Name: "Somme", RegionCode: "32"}},
		Communes: []network.Commune{
			{Code: "80021", Name: "Amiens", DepartmentCode: "80", Population: &people},
			{Code: "97801", Name: "Saint-Martin"},
		},
		Sites: []network.Site{
			{Code: "10", OfficialNumber: &ten, Name: "Dix", LabelledOn: "2020-01-01"},
			{Code: "9", OfficialNumber: &nine, Name: "Neuf", LabelledOn: "2020-01-01", CommuneCode: "80021", DepartmentCode: "80",
				Position: &network.Position{Latitude: 49.9, Longitude: 2.3}},
		},
		Partners: []network.Partner{{
			Code: "france-travail", CurrentName: "France Travail", Since: "2020",
			Formerly: []network.FormerName{{Name: "Pôle emploi", Until: "2023-12-31"}},
		}},
		Services: []network.Service{
			{Code: "travail", PartnerCode: "france-travail", Core: true, Since: "2020"},
			{Code: "later", PartnerCode: "france-travail", Core: true, Since: "2025"},
		},
	}
	keeper, err := snapshot.NewKeeper(t.Context(), shelf.Lend(shelf.Shelf{
		List: []network.Edition{{Number: 1, AsOf: "2024-01-01"}}, Records: map[int]*network.Records{1: records},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return Tables(records, keeper.Served().Network())
}

func TestWriteJSON(t *testing.T) {
	file := filepath.Join(t.TempDir(), "network.json")
	if err := WriteJSON(file, tables(t)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{
  "regions": [{"code": "32", "name": "Hauts-de-France"}],
  "departments": [{"code": "80", "name": "Somme", "region_code": "32"}],
  "communes": [
    {"code": "80021", "name": "Amiens", "department_code": "80", "population": 134000, "has_site": true, "search_key": "amiens", "latitude": null, "longitude": null, "surface_km2": null},
    {"code": "97801", "name": "Saint-Martin", "department_code": null, "population": null, "has_site": false, "search_key": "saintmartin", "latitude": null, "longitude": null, "surface_km2": null}
  ],
  "sites": [
    {"id": 1, "code": "9", "name": "Neuf", "labelled_on": "2020-01-01", "commune_code": "80021", "department_code": "80", "kind": "", "latitude": 49.9, "longitude": 2.3},
    {"id": 2, "code": "10", "name": "Dix", "labelled_on": "2020-01-01", "commune_code": null, "department_code": null, "kind": "", "latitude": null, "longitude": null}
  ],
  "services": [{"code": "travail", "name": "Accompagnement aux démarches : France Travail"}],
  "site_services": [{"site_id": 1, "service_code": "travail"}, {"site_id": 2, "service_code": "travail"}]
}`), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the file differs (-want +got):\n%s", diff)
	}
}

func TestLoad(t *testing.T) {
	address := pgtest.URL(t)
	laidOut := tables(t)
	name, pid, err := Load(t.Context(), address, laidOut)
	if err != nil {
		t.Fatal(err)
	}
	if process, err := os.FindProcess(pid); name == "" || err != nil || process.Pid <= 1 {
		t.Errorf("schema %q, process %d", name, pid)
	}
	db, err := sql.Open("postgres", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range laidOut {
		var rows int
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table.Name).Scan(&rows); err != nil || rows != len(table.Rows) {
			t.Errorf("%s has %d rows instead of %d, error %v", table.Name, rows, len(table.Rows), err)
		}
	}
	var population int
	err = db.QueryRowContext(t.Context(), "SELECT population FROM communes WHERE has_site").Scan(&population)
	if err != nil || population != 134_000 {
		t.Errorf("population %d, error %v", population, err)
	}
}
