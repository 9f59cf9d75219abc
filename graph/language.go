package graph

import (
	"context"
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/generated"
)

// The descriptions of schema.graphql in French, each beside the English that it
// translates: a translation of what is no longer said is none. What several
// coordinates of the same last name say in the same words is translated once.
//
//go:embed descriptions.csv
var descriptions string

type frenchKey struct{}

// InFrench has an operation tell of the schema in French. Nothing else that is
// answered depends on the language.
func InFrench(ctx context.Context) context.Context {
	return context.WithValue(ctx, frenchKey{}, true)
}

func inFrench(ctx context.Context) bool { return ctx.Value(frenchKey{}) != nil }

// newFrenchSchema returns what newSchema does, described in French. It is made when
// first asked for.
func newFrenchSchema() func() graphql.ExecutableSchema {
	return sync.OnceValue(func() graphql.ExecutableSchema {
		french := gqlparser.MustLoadSchema(&ast.Source{Name: "schema.graphql", Input: SDL()})
		known := readCatalogue(descriptions)
		describe(french, func(coordinate string, text *string) {
			if translated, ok := known.translate(coordinate, *text); ok {
				*text = translated
			}
		})
		return generated.NewExecutableSchema(generated.Config{Schema: french, Resolvers: root{}})
	})
}

// A catalogue is the French of texts, by the name of what they describe.
type catalogue map[described]string

type described struct{ name, english string }

// readCatalogue reads lines of coordinate, English, French below a header.
func readCatalogue(text string) catalogue {
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic(err) // it is part of the program
	}
	known := catalogue{}
	for _, line := range lines[1:] {
		known[described{lastName(line[0]), line[1]}] = line[2]
	}
	return known
}

// translate returns the French of what is said of a coordinate.
func (c catalogue) translate(coordinate, english string) (french string, ok bool) {
	french, ok = c[described{lastName(coordinate), english}]
	return french, ok
}

// lastName returns what a coordinate is of: "first:)" of "Query.sites(first:)".
func lastName(coordinate string) string {
	return coordinate[strings.LastIndexAny(coordinate, ".(")+1:]
}

// describe visits each description of a schema with its coordinate, but for those
// of introspection itself.
// See https://spec.graphql.org/September2025/#sec-Schema-Coordinates.
func describe(schema *ast.Schema, visit func(coordinate string, text *string)) {
	arguments := func(of string, list ast.ArgumentDefinitionList) {
		for _, a := range list {
			visit(of+"("+a.Name+":)", &a.Description)
		}
	}
	for name, d := range schema.Types {
		if strings.HasPrefix(name, "__") {
			continue
		}
		visit(name, &d.Description)
		for _, f := range d.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				visit(name+"."+f.Name, &f.Description)
				arguments(name+"."+f.Name, f.Arguments)
			}
		}
		for _, v := range d.EnumValues {
			visit(name+"."+v.Name, &v.Description)
		}
	}
	for name, d := range schema.Directives {
		visit("@"+name, &d.Description)
		arguments("@"+name, d.Arguments)
	}
}
