package graph

import (
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

func TestSDLIsTheFile(t *testing.T) {
	file, err := os.ReadFile("../schema.graphql")
	if err != nil {
		t.Fatal(err)
	}
	if SDL() != string(file) {
		t.Error("the schema served is not schema.graphql")
	}
}

// Everything that can be asked is described: a stranger learns the network from
// the schema.
func TestEverythingIsDescribed(t *testing.T) {
	describe(newSchema().Schema(), func(coordinate string, text *string) {
		if strings.TrimSpace(*text) == "" {
			t.Errorf("%s has no description", coordinate)
		}
	})
}

// Query answers with every field of Network, so that what is asked of today can
// be asked of another date.
func TestQueryHasNetworksFields(t *testing.T) {
	schema := newSchema().Schema()
	for _, field := range schema.Types["Network"].Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		same := schema.Query.Fields.ForName(field.Name)
		if same == nil || same.Type.String() != field.Type.String() || arguments(same) != arguments(field) {
			t.Errorf("Network.%s is not a field of Query", field.Name)
		}
	}
}

func arguments(f *ast.FieldDefinition) string {
	var all strings.Builder
	for _, a := range f.Arguments {
		all.WriteString(a.Name + ":" + a.Type.String() + " ")
	}
	return all.String()
}
