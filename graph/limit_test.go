package graph

import (
	"fmt"
	"strings"
	"testing"
)

// introspection is what GraphiQL asks first, as deep as clients go.
const introspection = `{ __schema { types { name fields(includeDeprecated: true) { name args { name type { ...T } } type { ...T } } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }`

func TestLimits(t *testing.T) {
	s, err := embeddedShelf()
	if err != nil {
		t.Fatal(err)
	}
	exec := newExecutor(t, s)
	deep := strings.Repeat("region { departments { ", 12) + "name" + strings.Repeat(" } }", 12)
	// 2^40 fields, were the fragments spread out one by one.
	bomb := "{ ...F0 }"
	for i := range 40 {
		bomb += fmt.Sprintf(" fragment F%d on Query { a%d: date ...F%d b%d: date ...F%d }", i, i, i+1, i, i+1)
	}
	bomb += " fragment F40 on Query { date }"
	chain := "{ sites(first: 2) { ...C0 } }"
	for i := range 40 {
		chain += fmt.Sprintf(" fragment C%d on SiteConnection { ...C%d ...C%d }", i, i+1, i+1)
	}
	chain += " fragment C40 on SiteConnection { totalCount }"
	many := func(n int, field string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "a%d: %s ", i, field)
		}
		return b.String()
	}
	for name, test := range map[string]struct{ query, code string }{
		"introspection":        {introspection, ""},
		"the whole country":    {`{ regions { departments { communes(first: 100) { nodes { name sites { nodes { name services { name } } } } } } } }`, ""},
		"deep":                 {`{ department(code: "80") { ` + deep + ` } }`, "TOO_DEEP"},
		"bomb":                 {bomb, "TOO_MANY_FIELDS"},
		"chain":                {chain, "TOO_MANY_FIELDS"},
		"aliases":              {`{ france { ` + many(301, "name") + ` } }`, "TOO_MANY_ALIASES"},
		"root fields":          {`{ ` + many(51, "date") + ` }`, "TOO_MANY_ROOT_FIELDS"},
		"thousand squared":     {`{ communes(first: 1000) { nodes { sites(first: 1000) { nodes { services { name partner { name } } } } } } }`, "TOO_EXPENSIVE"},
		"by a variable":        {`query($n: Int = 1000) { communes(first: $n) { nodes { sites(first: $n) { nodes { services { name partner { name } } } } } } }`, "TOO_EXPENSIVE"},
		"a list of a thousand": {`{ nearestSites(to: {commune: "80021"}, first: 1000) { site { sites: nearest(first: 1000) { site { services { name partner { name } } } } } } }`, "TOO_EXPENSIVE"},
		"a lent page":          {`{ communes(first: 1000) { ...P } } fragment P on CommuneConnection { nodes { sites(first: 1000) { nodes { services { name partner { services { name } } } } } } }`, "TOO_EXPENSIVE"},
	} {
		t.Run(name, func(t *testing.T) {
			response := ask(exec, test.query, nil)
			if test.code == "" {
				if len(response.Errors) > 0 {
					t.Fatal(response.Errors)
				}
				return
			}
			if len(response.Errors) != 1 || response.Data != nil {
				t.Fatalf("%d errors, data %.80s", len(response.Errors), response.Data)
			}
			refused := response.Errors[0].Extensions
			if refused["code"] != test.code || refused["measured"].(int) <= refused["limit"].(int) {
				t.Fatalf("refused with %v", refused)
			}
			// What is offered instead works.
			if offered := ask(exec, refused["example"].(string), nil); len(offered.Errors) > 0 {
				t.Errorf("the example is refused too: %v", offered.Errors)
			}
		})
	}
}

// The generated executor is never given an answer that would take it long: an
// error beside much else is refused.
func TestErrorsBesideMuch(t *testing.T) {
	s, err := embeddedShelf()
	if err != nil {
		t.Fatal(err)
	}
	exec := newExecutor(t, s)
	much := ""
	for i := range 20 {
		much += fmt.Sprintf("c%d: communes(first: 1000) { nodes { id name kind population department { name } region { name } epci { name } postalCodes formerCodes } } ", i)
	}
	for query, code := range map[string]string{
		"{ " + much + "}": "",
		"{ bad: sites(first: -1) { totalCount } " + much + "}":           "TOO_LARGE",
		"{ bad: region(code: \"99\") { name } " + much + "}":             "TOO_LARGE",
		"{ __schema { queryType { name } } " + much + "}":                "TOO_LARGE",
		"{ bad: sites(first: -1) { totalCount } good: france { name } }": "BAD_PAGE",
	} {
		response := ask(exec, query, nil)
		if code == "" && len(response.Errors) == 0 {
			continue
		}
		if len(response.Errors) != 1 || response.Errors[0].Extensions["code"] != code {
			t.Errorf("%.60s: %v, want %q", query, response.Errors, code)
		}
	}
}
