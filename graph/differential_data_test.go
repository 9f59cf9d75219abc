package graph

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/internal/network"
	"maillage/internal/plan/plantest"
)

// A sample is what the arguments of random requests are drawn from: what the
// editions hold.
type sample struct {
	values  map[string][]string // by scalar, or "site", "partner"…
	cursors []plantest.Cursors
}

// newSample looks into the editions of a shelf.
func newSample(s shelf) *sample {
	d := &sample{values: map[string][]string{}}
	for _, e := range s.List {
		d.add("edition", fmt.Sprintf("edition:%d", e.Number))
		d.add("Date", string(e.AsOf))
		d.addRecords(s.Records[e.Number])
	}
	d.add("Date", "2019-12-31", "2020-01-01", "2020-01-31", "2021-12-31", "2022-01-31", "2022-12-30")
	d.add("clock", "00:00", "09:00", "12:30", "18:00")
	d.add("search", "Amiens", "Amiens", "Amiens", "abevile", "80000")
	d.add("String", "", "Amiens", "saint-quentin", "é\"\\\n")
	return d
}

func (d *sample) add(kind string, values ...string) {
	d.values[kind] = append(d.values[kind], values...)
}

// addRecords adds the codes of an edition. There are so many communes and EPCI
// without any site that those with one are added apart.
func (d *sample) addRecords(r *network.Records) {
	const some = 30
	for _, s := range thin(r.Sites, 10*some) {
		d.add("site", s.Code)
		d.add("postalCode", string(s.Address.PostalCode))
		d.add("CommuneCode", string(s.CommuneCode), string(s.PublishedCommuneCode))
		d.add("DepartmentCode", string(s.DepartmentCode))
	}
	for _, c := range thin(r.Communes, 10*some) {
		d.add("CommuneCode", string(c.Code))
		d.add("EpciCode", string(c.EpciCode))
		d.add("CantonCode", string(c.CantonCode))
		d.add("postalCode", c.PostalCodes...)
		for _, former := range c.FormerCodes {
			d.add("CommuneCode", string(former))
		}
	}
	for _, x := range r.Regions {
		d.add("RegionCode", string(x.Code))
	}
	for _, x := range r.Departments {
		d.add("DepartmentCode", string(x.Code))
	}
	for _, x := range r.Collectivities {
		d.add("collectivity", x.Code)
	}
	for _, x := range r.Partners {
		d.add("partner", x.Code)
	}
	for _, x := range r.Services {
		d.add("service", x.Code)
	}
	for kind, values := range d.values {
		d.values[kind] = slices.DeleteFunc(values, func(v string) bool { return v == "" })
	}
}

// thin returns about n of the items, evenly spread.
func thin[T any](items []T, n int) []T {
	var some []T
	for i := 0; i < len(items); i += len(items)/n + 1 {
		some = append(some, items[i])
	}
	return some
}

// Scalar draws a value of a scalar for an argument or input field. Only a faulty
// one is malformed.
func (d *sample) Scalar(r *rand.Rand, scalar, coordinate string, faulty bool) any {
	switch scalar {
	case "Boolean":
		return r.IntN(2) == 0
	case "Int":
		if strings.HasSuffix(coordinate, "(first:)") {
			return r.IntN(6)
		}
		if strings.Contains(coordinate, "inutes") && !faulty {
			return r.IntN(90)
		}
		return 1 << r.IntN(20)
	case "Float":
		return fraction(r, coordinate, faulty)
	case "ID":
		if editions := d.values["edition"]; strings.Contains(coordinate, "changes") && r.IntN(4) > 0 {
			return editions[len(editions)-1] // the first, since when there are changes
		}
		if strings.Contains(coordinate, "edition") || strings.Contains(coordinate, "changes") {
			return d.text(r, "edition", faulty)
		}
		return d.id(r, faulty)
	case "Date":
		return d.date(r, faulty)
	case "DateTime":
		return d.date(r, faulty) + []string{"T09:00:00Z", "T23:59:59+02:00", "T12:30:00.5-04:00"}[r.IntN(3)]
	case "String":
		scalar = kindOf(coordinate)
	}
	if values := d.values[scalar]; !faulty && mustExist(coordinate) && len(values) > 0 {
		return values[r.IntN(len(values))]
	}
	return d.text(r, scalar, faulty)
}

// mustExist says whether a code that the edition does not know is refused.
func mustExist(coordinate string) bool {
	return strings.Contains(coordinate, "Filter") || strings.HasSuffix(coordinate, "(region:)") || strings.HasSuffix(coordinate, "(department:)")
}

// fraction draws a number for what it is for.
func fraction(r *rand.Rand, coordinate string, faulty bool) float64 {
	low, high := 0.0, 1024.0
	switch _, name, _ := strings.Cut(coordinate, "."); {
	case faulty && r.IntN(4) == 0:
	case name == "latitude":
		low, high = 42, 51
	case name == "longitude":
		low, high = -5, 8
	case name == "detour":
		low, high = 1, 2
	case name == "speedKmh":
		low, high = 4, 130
	}
	return low + (high-low)*float64(r.IntN(1024))/1024
}

// kindOf returns what a String is for.
func kindOf(coordinate string) string {
	for _, known := range []struct{ part, kind string }{
		{"search", "search"}, {"postalCode", "postalCode"}, {"OpenInput", "clock"}, {"ollectivity", "collectivity"},
		{"partner", "partner"}, {"service", "service"}, {"site", "site"}, {"SiteFilter", "site"},
	} {
		if strings.Contains(coordinate, known.part) {
			return known.kind
		}
	}
	return "String"
}

// unknown are codes that are well-formed, but of nothing.
var unknown = map[string]string{
	"CommuneCode": "80999", "CantonCode": "8099", "EpciCode": "200000016", "DepartmentCode": "2a", "RegionCode": " 32 ",
	"site": "no-such-site", "partner": "é\"\\\n", "service": "", "collectivity": "999", "postalCode": "00000", "clock": "24:00", "search": "nulle part",
}

func (d *sample) text(r *rand.Rand, kind string, faulty bool) string {
	values := d.values[kind]
	switch {
	case faulty && r.IntN(4) == 0:
		return []string{"", "?", "99", "edition:99", strings.Repeat("é", 50)}[r.IntN(5)]
	case len(values) == 0 || r.IntN(12) == 0 && kind != "edition":
		return unknown[kind]
	}
	return values[r.IntN(len(values))]
}

// date draws a day, mostly one of a few, so that not every one opens another
// network.
func (d *sample) date(r *rand.Rand, faulty bool) string {
	switch {
	case faulty && r.IntN(3) == 0:
		return []string{"2099-01-01", "2022-02-30", "hier"}[r.IntN(3)]
	case r.IntN(30) == 0:
		return string(network.Date("2020-01-01").AddDays(r.IntN(1000)))
	}
	return d.values["Date"][r.IntN(len(d.values["Date"]))]
}

// id draws a global id, sometimes pinned to a date or an edition.
func (d *sample) id(r *rand.Rand, faulty bool) string {
	kinds := []string{"site", "partner", "service", "collectivity", "RegionCode", "DepartmentCode", "CantonCode", "EpciCode", "CommuneCode", "edition", "france", ""}
	kind := kinds[r.IntN(len(kinds))]
	var id string
	switch kind {
	case "edition":
		return d.text(r, "edition", faulty)
	case "france", "":
		id = kind
	default:
		id = strings.ToLower(strings.TrimSuffix(kind, "Code")) + ":" + d.text(r, kind, faulty)
	}
	if r.IntN(4) == 0 {
		id += "@" + d.date(r, faulty)
		if r.IntN(2) == 0 {
			id += "@" + d.text(r, "edition", faulty)
		}
	}
	return id
}

// Cursors draws an order that cursors were gathered for.
func (d *sample) Cursors(r *rand.Rand, connection string) *plantest.Cursors {
	var fits []*plantest.Cursors
	for i := range d.cursors {
		if d.cursors[i].Connection == connection {
			fits = append(fits, &d.cursors[i])
		}
	}
	if len(fits) == 0 {
		return nil
	}
	return fits[r.IntN(len(fits))]
}

// gatherCursors asks for pages of every connection of the root in several
// orders, to have cursors that were really given.
func (d *sample) gatherCursors(t testing.TB, exec *executor.Executor, schema *ast.Schema) {
	t.Helper()
	for _, f := range schema.Query.Fields {
		if f.Arguments.ForName("first") == nil || f.Arguments.ForName("after") == nil {
			continue
		}
		required := d.required(f)
		for _, order := range orders(schema, f) {
			o := plantest.Cursors{Connection: f.Type.Name(), Order: order}
			for _, size := range []string{"first", "last"} {
				o.Cursors = append(o.Cursors, cursorsOf(t, exec, f.Name, size+": 6"+required, order)...)
			}
			if len(o.Cursors) > 0 {
				d.cursors = append(d.cursors, o)
			}
		}
	}
}

// required writes the arguments a connection cannot do without.
func (d *sample) required(f *ast.FieldDefinition) string {
	var text string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			value := d.Scalar(rand.New(rand.NewPCG(0, 0)), a.Type.Name(), "Query."+f.Name, false)
			text += ", " + a.Name + ": " + plantest.Literal(value)
		}
	}
	return text
}

// orders returns orders of a connection, none first.
func orders(schema *ast.Schema, f *ast.FieldDefinition) []any {
	all := []any{nil}
	by := f.Arguments.ForName("orderBy")
	if by == nil {
		return all
	}
	key := schema.Types[by.Type.Name()]
	for i, field := range schema.Types[key.Fields.ForName("field").Type.Name()].EnumValues {
		keys := []any{orderKey(field.Name, "ASC")}
		if i%2 == 1 {
			keys = []any{orderKey(field.Name, "DESC"), orderKey("CODE", "ASC")}
		}
		all = append(all, keys)
	}
	return all
}

func orderKey(field, direction string) plantest.Object {
	return plantest.Object{
		{Name: "field", Value: plantest.Enum(field)},
		{Name: "direction", Value: plantest.Enum(direction)},
	}
}

func cursorsOf(t testing.TB, exec *executor.Executor, field, arguments string, order any) []string {
	t.Helper()
	if order != nil {
		arguments += ", orderBy: " + plantest.Literal(order)
	}
	query := "{ page: " + field + "(" + arguments + ") { edges { cursor } } }"
	answer := ask(exec, query, nil)
	var data struct {
		Page struct{ Edges []struct{ Cursor string } }
	}
	if err := json.Unmarshal(answer.Data, &data); err != nil || answer.Errors != nil {
		t.Fatalf("%s: %v %v", query, err, answer.Errors)
	}
	cursors := make([]string, len(data.Page.Edges))
	for i, e := range data.Page.Edges {
		cursors[i] = e.Cursor
	}
	return cursors
}
