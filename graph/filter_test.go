package graph

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
)

// Every list with a filter refuses more codes than it takes, and filters that
// nest without end, in a sentence with a code and a path.
func TestFiltersOutOfBounds(t *testing.T) {
	s, err := embeddedShelf()
	if err != nil {
		t.Fatal(err)
	}
	exec := newExecutor(t, s)
	var codes []any
	for i := range 10_000 {
		codes = append(codes, fmt.Sprintf("80%03d", i%1000))
	}
	nested := func() map[string]any {
		filter := map[string]any{}
		for range 50 {
			filter = map[string]any{"not": filter}
		}
		return map[string]any{"filter": filter}
	}
	for list, test := range map[string]struct{ input, scalar, field string }{
		"sites":    {"SiteFilter", "CommuneCode", "commune"},
		"communes": {"CommuneFilter", "CommuneCode", "code"},
		"cantons":  {"CantonFilter", "CantonCode", "code"},
		"epcis":    {"EpciFilter", "EpciCode", "code"},
	} {
		values := codes
		switch test.scalar {
		case "CantonCode":
			values = repeat("8021", len(codes))
		case "EpciCode":
			values = repeat("240200444", len(codes))
		}
		many := ask(exec, fmt.Sprintf("query($codes: [%s!]) { %s(filter: {%s: $codes}) { totalCount } }", test.scalar, list, test.field),
			map[string]any{"codes": values})
		deep := ask(exec, fmt.Sprintf("query($filter: %s) { %s(filter: $filter) { totalCount } }", test.input, list), nested())
		literal := ask(exec, fmt.Sprintf("{ %s(filter: %s{}%s) { totalCount } }", list, strings.Repeat("{not: ", 50), strings.Repeat("}", 50)), nil)
		for name, response := range map[string]*graphql.Response{"10,000 codes": many, "nested by a variable": deep, "nested": literal} {
			if len(response.Errors) != 1 {
				t.Errorf("%s %s: %d errors", list, name, len(response.Errors))
				continue
			}
			refused := response.Errors[0]
			if refused.Extensions["code"] != "BAD_FILTER" || refused.Path.String() != list || len(refused.Message) > 200 {
				t.Errorf("%s %s: %v at %s: %s", list, name, refused.Extensions, refused.Path, refused.Message)
			}
		}
	}
}

func repeat(code string, n int) []any {
	codes := make([]any, n)
	for i := range codes {
		codes[i] = code
	}
	return codes
}
