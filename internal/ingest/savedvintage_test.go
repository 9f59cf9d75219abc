package ingest_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/ingest/tabletest"
	"maillage/internal/network"
)

// A mapTable is a list of sites as a table, and where each site stands.
type mapTable struct {
	rows   [][]string  // the first is the header
	points [][2]string // X and Y as the file has them, empty for none
}

// tableOf reads a vintage as programs that make tables of it do: the properties of a
// feature become columns, in their order.
func tableOf(t *testing.T, fsys fs.FS, file string) mapTable {
	t.Helper()
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		t.Fatal(err)
	}
	if path.Ext(file) != ".geojson" {
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		table := mapTable{rows: rows}
		y, x := columnOf(rows[0], "lat", "LATITUDE"), columnOf(rows[0], "long", "LONGITUDE")
		for _, row := range rows[1:] {
			table.points = append(table.points, [2]string{row[x], row[y]})
		}
		return table
	}
	var list struct {
		Features []struct {
			Properties json.RawMessage
			Geometry   *struct{ Coordinates [2]json.Number }
		}
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	var table mapTable
	for _, f := range list.Features {
		names, values := fieldsOf(t, f.Properties)
		if table.rows == nil {
			table.rows = append(table.rows, names)
		}
		if !slices.Equal(names, table.rows[0]) {
			t.Fatalf("%s: other properties %q", file, names)
		}
		var point [2]string
		if f.Geometry != nil {
			point = [2]string{string(f.Geometry.Coordinates[0]), string(f.Geometry.Coordinates[1])}
		}
		table.rows, table.points = append(table.rows, values), append(table.points, point)
	}
	return table
}

// fieldsOf returns the names and values of an object in their order.
func fieldsOf(t *testing.T, object json.RawMessage) (names, values []string) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err == io.EOF {
			return names, values
		}
		if err != nil {
			t.Fatal(err)
		}
		text := ""
		switch token := token.(type) {
		case json.Delim:
			continue
		case string:
			text = token
		case json.Number:
			text = string(token)
		}
		if len(names) == len(values) {
			names = append(names, text)
		} else {
			values = append(values, text)
		}
	}
}

func columnOf(header []string, names ...string) int {
	return slices.IndexFunc(header, func(c string) bool { return slices.Contains(names, c) })
}

// with returns the table without columns of degrees, and columns made of the points.
func (m mapTable) with(header []string, of func(x, y string) []string) [][]string {
	y, x := columnOf(m.rows[0], "lat", "LATITUDE"), columnOf(m.rows[0], "long", "LONGITUDE")
	var rows [][]string
	for i, row := range m.rows {
		made := header
		if i > 0 {
			made = make([]string, len(header))
			if p := m.points[i-1]; p[0] != "" {
				made = of(p[0], p[1])
			}
		}
		row = slices.Clone(row)
		rows = append(rows, slices.Concat(made, slices.Delete(row, min(x, y), max(x, y)+1)))
	}
	return rows
}

// madeInto returns the table as different programs make it, by where they put the
// points, and what the report then says of these.
func (m mapTable) madeInto() map[string]madeTable {
	return map[string]madeTable{
		"properties": {rows: m.rows},
		"X and Y":    {m.with([]string{"X", "Y"}, func(x, y string) []string { return []string{x, y} }), "X and Y are taken for longitude and latitude"},
		"a pair":     {m.with([]string{"geo_point_2d"}, func(x, y string) []string { return []string{y + ", " + x} }), "sites stand in one column"},
		"WKT":        {m.with([]string{"WKT"}, func(x, y string) []string { return []string{"POINT (" + x + " " + y + ")"} }), "sites stand in one column"},
	}
}

type madeTable struct {
	rows [][]string
	says string
}

// spaces takes texts for the same that differ in the space within them, which
// spreadsheets do not keep.
var spaces = cmp.Comparer(func(a, b network.Text) bool {
	return slices.Equal(strings.Fields(string(a)), strings.Fields(string(b)))
})

// Every vintage makes the very sites that it makes itself when somebody has made a
// table of it, with the points in whichever columns, and saved that from a spreadsheet.
func TestOlderVintagesSavedFromSpreadsheet(t *testing.T) {
	fsys := realFiles(t)
	edition, records := base(t)
	for _, v := range olderVintages {
		want := build(t, fsys, []string{v.file}, records, edition)
		for points, table := range tableOf(t, fsys, v.file).madeInto() {
			saved, err := tabletest.Save(table.rows)
			if err != nil {
				t.Fatal(err)
			}
			for _, way := range []string{"semicolons, CRLF, mark", "semicolons, Windows-1252", "XLSX", "ODS"} {
				t.Run(path.Base(v.file)+"/"+points+"/"+way, func(t *testing.T) {
					name := string(v.asOf)
					got := build(t, oneFile(name, saved[way]), []string{name}, records, edition)
					if diff := cmp.Diff(want.Records.Sites, got.Records.Sites, spaces); diff != "" {
						t.Errorf("sites (-itself +saved):\n%.3000s", diff)
					}
					if diff := cmp.Diff(want.Edition.Coverage, got.Edition.Coverage); diff != "" {
						t.Errorf("coverage (-itself +saved):\n%s", diff)
					}
					if said := strings.Join(got.Edition.Report.Assumptions, "\n"); !strings.Contains(said, table.says) {
						t.Errorf("assumptions %q do not say %q", said, table.says)
					}
				})
			}
		}
	}
}

// However one column says where a site is, it is read; what says nothing is listed.
func TestPointsInOneColumn(t *testing.T) {
	list := func(point string) []byte {
		rows, err := csv.NewReader(bytes.NewReader(siteList(t, nil))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		at := columnOf(rows[0], "latitude")
		for i, text := range []string{"coordonnees", point} {
			rows[i] = append(slices.Delete(rows[i], at, at+2), text)
		}
		return writeCSV(t, rows)
	}
	for text, found := range map[string]bool{
		"49.74, 3.07": true, "49.74,3.07": true, "49,74; 3,07": true, "49,74 3,07": true, "[3.07, 49.74]": true, "(49.74 3.07)": true,
		"POINT(3.07 49.74)": true, "Point Z (3.07 49.74 65)": true, "SRID=4326;POINT(3.07 49.74)": true,
		"": false, "Ham": false, "49.74": false, "49.74, 3.07, 65": false, "SRID=2154;POINT(700000 6900000)": false, "POINT EMPTY": false, "-12, 3": false,
	} {
		made := mustBuildSmall(t, "liste.csv", list(text))
		var want *network.Position
		if found {
			want = &network.Position{Latitude: 49.74, Longitude: 3.07, Precision: network.PositionPublished}
		}
		if diff := cmp.Diff(want, made.Records.Sites[0].Position); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if refused := made.Edition.Report.Files[0].RefusedValues; refused == 0 != (found || text == "") {
			t.Errorf("%q: %d values are refused", text, refused)
		}
	}
}
