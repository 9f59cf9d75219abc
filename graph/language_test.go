package graph

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/network"
	"maillage/internal/plan"
)

// A description is said in French too, and what is said in French is said: whoever
// changes the schema changes descriptions.csv.
func TestEverythingIsDescribedInFrench(t *testing.T) {
	said := map[described]string{} // where
	describe(newSchema().Schema(), func(coordinate string, text *string) {
		said[described{lastName(coordinate), *text}] = coordinate
	})
	lines, err := csv.NewReader(strings.NewReader(descriptions)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range lines[1:] {
		text := described{lastName(line[0]), line[1]}
		if _, ok := said[text]; !ok {
			t.Errorf("line %d: %s does not say %q, or an earlier line translates it", i+2, line[0], line[1])
		}
		if strings.TrimSpace(line[2]) == "" {
			t.Errorf("line %d: %s is not translated", i+2, line[0])
		}
		delete(said, text)
	}
	for text, coordinate := range said {
		t.Errorf("descriptions.csv does not translate %s: %q", coordinate, text.english)
	}
}

// The same question of the schema is answered in the language of its context, and
// one of the network the same in both.
func TestIntrospectionInFrench(t *testing.T) {
	const query = `{
		date
		__type(name: "Query") { description fields { name description args { name description } } }
		order: __type(name: "Direction") { description enumValues { name description } }
		filter: __type(name: "SiteFilter") { description inputFields { name description } }
		node: __type(name: "Node") { possibleTypes { name description } }
		__schema { queryType { description } directives { name description args { description } } }
	}`
	library := shelf{List: []network.Edition{{Number: 1, AsOf: "2022-12-31"}}, Records: map[int]*network.Records{1: {}}}
	exec := newExecutor(t, library)
	ask := func(ctx context.Context, asked string) string {
		t.Helper()
		response := dispatch(ctx, exec, &graphql.RawParams{Query: asked})
		if len(response.Errors) > 0 {
			t.Fatal(response.Errors)
		}
		return string(response.Data)
	}
	inEnglish, inFrench := ask(t.Context(), query), ask(InFrench(t.Context()), query)
	known := readCatalogue(descriptions)
	describe(newSchema().Schema(), func(coordinate string, text *string) {
		switch of, _, _ := strings.Cut(coordinate, "."); of {
		case "Query", "Direction", "SiteFilter":
		default:
			if of[0] != '@' {
				return // not asked for, or only in part
			}
		}
		french, _ := known.translate(coordinate, *text)
		if !strings.Contains(inEnglish, quoted(*text)) || !strings.Contains(inFrench, quoted(french)) {
			t.Errorf("%s is not told in both languages", coordinate)
		}
	})
	if again := ask(t.Context(), query); again != inEnglish {
		t.Error("what was told in French changed the English")
	}
	const france = `{ france { name population } }`
	if ask(t.Context(), france) != ask(InFrench(t.Context()), france) {
		t.Error("the network is another one in French")
	}
}

// quoted returns a description as an answer has it.
func quoted(text string) string { return `"description":` + string(plan.AppendString(nil, text)) }
