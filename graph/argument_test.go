package graph

import (
	"slices"
	"testing"

	"maillage/internal/plan/plantest"
)

// Arguments are read as the executor reads them, whatever is sent for the
// variables in them. Each query is asked with values that are taken, and with
// others that are not: what the one answers the other answers, the same error too.
func TestArgumentsAreReadAsTheExecutorDoes(t *testing.T) {
	p := newPair(t, sighted{carriedShelf(t)}, nil)
	for _, c := range []struct {
		name, query    string
		taken, refused []string // variables
	}{
		{
			"numbers in an object",
			`query ($km: Float, $minutes: Int) {
				sites(filter: {near: {place: {commune: "80021"}, withinKm: $km, withinMinutes: $minutes}}, first: 3) { nodes { code } totalCount }
			}`,
			[]string{
				`{"km": 5}`, `{"km": 5.5, "minutes": null}`, `{"km": 1e1}`, `{"km": "30"}`, `{"minutes": 10}`, `{"minutes": "10"}`,
				`{"km": 49.894123456789012345678901234567890, "other": {}}`, `{"km": 0.0, "minutes": -0}`,
			},
			[]string{
				``, `{}`, `{"km": null}`, `{"km": "x"}`, `{"km": 1e400}`, `{"km": true}`, `{"km": [5]}`, `{"km": {}}`,
				`{"minutes": 2147483648}`, `{"minutes": 9223372036854775808}`, `{"minutes": 1.5}`, `{"minutes": 1e1}`, `{"minutes": "x"}`, `{"minutes": false}`,
			},
		},
		{
			"an object with defaults",
			`query ($detour: Float = 1.2, $speed: Float, $commune: CommuneCode!, $first: Int) {
				nearestSites(to: {commune: $commune}, model: {detour: $detour, speedKmh: $speed}, first: 2) { minutes }
				france { sites(first: $first) { nodes { code } } }
			}`,
			[]string{
				`{"commune": "80021"}`, `{"commune": "80021", "speed": 90}`, `{"commune": "80021", "detour": 2, "first": 1}`,
			},
			[]string{
				`{}`, `{"commune": null}`, `{"commune": "80021", "speed": null}`, `{"commune": "80021", "detour": null}`, `{"commune": "80021", "first": -1}`,
			},
		},
		{
			"an argument that falls back to its default",
			`query ($first: Int, $model: TravelModelInput = {detour: 2}) { nearestSites(to: {postalCode: "80000"}, model: $model, first: $first) { minutes } }`,
			[]string{`{}`, `{"first": 1}`, `{"first": null}`, `{"first": 2, "model": {"speedKmh": 4}}`, `{"first": 2, "model": {}}`, `{"model": null}`},
			[]string{`{"first": -1}`, `{"model": {"detour": null}}`, `{"model": {"speed": 1}}`, `{"model": [{}]}`, `{"model": 1}`},
		},
		{
			"an object of which one field is named",
			`query ($to: PlaceInput!, $latitude: Float!, $longitude: Float!) {
				whole: nearestSites(to: $to, first: 1) { minutes }
				parts: nearestSites(to: {position: {latitude: $latitude, longitude: $longitude}}, first: 1) { minutes }
			}`,
			[]string{
				`{"latitude": 49.9, "longitude": 2, "to": {"commune": "80021"}}`,
				`{"latitude": 50, "longitude": "2.5", "to": {"position": {"latitude": 49.5, "longitude": 2}}}`,
			},
			[]string{
				`{"latitude": 49.9, "longitude": 2, "to": {}}`,
				`{"latitude": 49.9, "longitude": 2, "to": {"commune": "80021", "postalCode": "80000"}}`,
				`{"latitude": 49.9, "longitude": 2, "to": {"commune": null}}`,
				`{"latitude": 49.9, "longitude": null, "to": {"commune": "80021"}}`,
				`{"latitude": 91, "longitude": 2, "to": {"commune": "80021"}}`,
				`{"latitude": 49.9, "longitude": 2}`,
			},
		},
		{
			"lists",
			`query ($codes: [DepartmentCode!], $code: String! = "80000", $filter: SiteFilter!, $moving: Boolean, $also: [SiteFilter!]) {
				given: sites(filter: {department: $codes}) { nodes { code } }
				made: sites(filter: {postalCode: [$code, "62000"], or: {and: [$filter, {itinerant: $moving}]}, and: $also}) { nodes { code } }
			}`,
			[]string{
				`{"filter": {}}`, `{"filter": {}, "codes": ["80", "59"], "moving": false}`, `{"filter": {"region": "32"}, "codes": "80", "moving": null}`,
				`{"filter": {}, "code": "59000"}`, `{"filter": {}, "codes": null}`, `{"filter": {}, "codes": ["80", "59"], "code": 80000}`,
				`{"filter": {"and": [{"region": ["32"]}]}, "also": {"itinerant": false}}`, `{"filter": {}, "also": [{}, {"department": "80"}]}`,
			},
			[]string{
				`{}`, `{"filter": null}`, `{"filter": {}, "codes": []}`, `{"filter": {}, "codes": [null]}`, `{"filter": {}, "code": null}`,
				`{"filter": {}, "codes": [80]}`, `{"filter": {}, "codes": [["80"]]}`, `{"filter": {}, "codes": [{}]}`, `{"filter": {}, "code": true}`,
				`{"filter": {}, "moving": "false"}`, `{"filter": {}, "moving": 0}`, `{"filter": {}, "also": [null]}`,
			},
		},
		{
			"an order",
			`query ($by: SiteOrderField!, $direction: Direction, $orders: [SiteOrder!]) {
				parts: sites(orderBy: [{field: $by, direction: $direction}, {field: CODE}], first: 3) { nodes { code } }
				one: sites(orderBy: {field: $by}, first: 3) { nodes { code } }
				whole: sites(orderBy: $orders, first: 3) { nodes { code } }
			}`,
			[]string{
				`{"by": "NAME"}`, `{"by": "name", "direction": "DESC"}`, `{"by": "LABELLED_ON", "orders": [{"field": "NAME"}]}`,
				`{"by": "NAME", "orders": {"field": "NAME", "direction": "DESC"}}`, `{"by": "NAME", "orders": null}`,
				`{"by": "NAME", "direction": null}`,
			},
			[]string{`{}`, `{"by": "AGE"}`, `{"by": 1}`, `{"by": "NAME", "direction": "UP"}`, `{"by": "NAME", "orders": [{}]}`},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, variables := range c.taken {
				checkArguments(t, p, c.query, variables, true)
			}
			for _, variables := range c.refused {
				checkArguments(t, p, c.query, variables, false)
			}
		})
	}
}

// checkArguments asks a query with variables that are taken, or not.
func checkArguments(t *testing.T, p pair, query, variables string, taken bool) {
	t.Helper()
	r := plantest.Request{Query: query, Variables: []string{variables}}
	answer, err := answerTo(p.oracle, r, variables)
	if err != nil {
		t.Fatal(err)
	}
	if (answer.errors == "null") != taken {
		t.Errorf("%s: taken: %t, want %t: %s", variables, !taken, taken, answer.errors)
	}
	if err := p.check(r); err != nil {
		t.Error(err)
	}
}

// A fragment that two operations share may be read with the default that the
// other one gives a variable. What the executor makes of it holds.
func TestDefaultsOfAnotherOperation(t *testing.T) {
	p := newPair(t, sighted{carriedShelf(t)}, nil)
	for _, query := range []string{
		`query Asked($direction: Direction) { ...Sites } query Other($direction: Direction = DESC) { ...Sites }`,
		`query Asked($direction: Direction = DESC) { ...Sites } query Other($direction: Direction) { ...Sites }`,
	} {
		err := p.check(plantest.Request{
			Query: query + `
				fragment Sites on Query { sites(orderBy: [{field: CODE, direction: $direction}], first: 3) { nodes { code } } }`,
			Operation: "Asked", Variables: []string{`{}`, `{"direction": "ASC"}`},
			Faulty: true, // the executor may answer
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// Whatever is sent for a variable of whatever type, and whether it is read or not:
// what needs no coercion is told from what does, and from what is refused.
func TestVariablesOfAnyKind(t *testing.T) {
	p := newPair(t, sighted{carriedShelf(t)}, nil)
	values := []string{
		``, `null`, `true`, `"true"`, `5`, `-5`, `"5"`, `5.5`, `1e2`, `1e400`, `2147483648`, `9223372036854775808`,
		`""`, `"é"`, `"80"`, `"MONDAY"`, `"monday"`, `"2022-01-31"`, `"edition:1"`,
		`[]`, `[null]`, `["80"]`, `["80", 59]`, `[true]`, `["SITE"]`, `["site"]`, `[["80"]]`, `{}`, `{"region": "32"}`, `[{}]`,
	}
	for typ, asked := range map[string]string{
		"String":            `communes(search: $v)`,
		"Boolean":           `sites(filter: {itinerant: $v})`,
		"Int":               `sites(filter: {weeklyMinutes: {min: $v}})`,
		"Float":             `sites(filter: {near: {place: {commune: "80021"}, withinKm: $v, withinMinutes: 30}})`,
		"ID":                `at(edition: $v)`,
		"Date":              `at(date: $v)`,
		"Weekday":           `sites(filter: {open: {day: $v}})`,
		"[String!]":         `sites(filter: {postalCode: $v})`,
		"[DepartmentCode!]": `sites(filter: {department: $v})`,
		"[SearchKind!]":     `search(text: "amiens", kinds: $v)`,
		"SiteFilter":        `sites(filter: $v)`,
	} {
		for _, definition := range []string{typ, typ + "!", typ + " = null"} {
			query := `query ($v: ` + definition + `, $skip: Boolean!) { date asked: ` + asked + ` @skip(if: $skip) { __typename } }`
			for _, value := range slices.Concat(values, values) { // once the query is known, too
				for _, skip := range []string{`"skip": true`, `"skip": false`} {
					variables := `{` + skip + `}`
					if value != "" {
						variables = `{"v": ` + value + `, ` + skip + `}`
					}
					if err := p.check(plantest.Request{Query: query, Variables: []string{variables}, Faulty: true}); err != nil {
						t.Error(err)
					}
				}
			}
		}
	}
	if n := p.onShort.Load(); n < 500 {
		t.Errorf("only %d answers were checked on the short path", n)
	}
}
