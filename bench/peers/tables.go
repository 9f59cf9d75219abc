package peers

import (
	"cmp"
	"slices"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/search"
	"maillage/internal/snapshot"
)

// A Table is one of schema.sql with its rows, those it refers to being in tables
// before it.
type Table struct {
	Name    string
	Columns []string
	Rows    [][]any // a value or nil per column
}

// Tables lays out the records of an edition, with the services as the network
// names them on its last day.
func Tables(records *network.Records, served *snapshot.Network) []Table {
	services := served.Services()
	return []Table{
		rows("regions", records.Regions, []string{"code", "name"}, func(r network.Region) []any {
			return []any{r.Code, r.Name}
		}),
		rows("departments", records.Departments, []string{"code", "name", "region_code"}, func(d network.Department) []any {
			return []any{d.Code, d.Name, d.RegionCode}
		}),
		communes(records),
		sites(records),
		rows("services", services, []string{"code", "name"}, func(s *snapshot.Service) []any {
			return []any{s.Code, s.Name()}
		}),
		offers(len(records.Sites), services),
	}
}

func rows[T any](name string, from []T, columns []string, row func(T) []any) Table {
	t := Table{Name: name, Columns: columns, Rows: make([][]any, len(from))}
	for i, v := range from {
		t.Rows[i] = row(v)
	}
	return t
}

func communes(records *network.Records) Table {
	hasSite := map[cog.CommuneCode]bool{}
	for i := range records.Sites {
		hasSite[records.Sites[i].CommuneCode] = true
	}
	columns := []string{"code", "name", "department_code", "population", "has_site", "search_key", "latitude", "longitude", "surface_km2"}
	return rows("communes", records.Communes, columns, func(c network.Commune) []any {
		key := strings.Join(search.Words(c.Name), "")
		row := []any{c.Code, c.Name, published(c.DepartmentCode), c.Population, hasSite[c.Code], key, nil, nil, c.SurfaceKm2}
		if c.Position != nil {
			row[6], row[7] = c.Position.Latitude, c.Position.Longitude
		}
		return row
	})
}

// sites numbers the sites from 1 in the order in which Maillage lists them, that
// of their official numbers, so that a peer has that order from its key.
func sites(records *network.Records) Table {
	sorted := slices.SortedFunc(slices.Values(records.Sites), func(x, y network.Site) int {
		return cmp.Or(cmp.Compare(number(x), number(y)), cmp.Compare(x.Code, y.Code))
	})
	columns := []string{"id", "code", "name", "labelled_on", "commune_code", "department_code", "kind", "latitude", "longitude"}
	id := 0
	return rows("sites", sorted, columns, func(s network.Site) []any {
		id++
		row := []any{id, s.Code, s.Name, s.LabelledOn, published(s.CommuneCode), published(s.DepartmentCode), s.Kind, nil, nil}
		if s.Position != nil {
			row[len(row)-2], row[len(row)-1] = s.Position.Latitude, s.Position.Longitude
		}
		return row
	})
}

// number returns a site's official number, and for one that has none a number
// after all others.
func number(s network.Site) int {
	if s.OfficialNumber == nil {
		return 1 << 30
	}
	return *s.OfficialNumber
}

// offers says that every site offers every core service.
func offers(sites int, services []*snapshot.Service) Table {
	t := Table{Name: "site_services", Columns: []string{"site_id", "service_code"}}
	for id := 1; id <= sites; id++ {
		for _, s := range services {
			if s.Core {
				t.Rows = append(t.Rows, []any{id, s.Code})
			}
		}
	}
	return t
}

// published returns a code, nil for none.
func published[C ~string](code C) any {
	if code == "" {
		return nil
	}
	return code
}
