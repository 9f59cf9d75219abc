package plantest

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// A Coverage counts things by their schema coordinates, and ways to ask in
// parentheses.
type Coverage map[string]int

// Add adds what another counted.
func (c Coverage) Add(other Coverage) {
	for coordinate, n := range other {
		c[coordinate] += n
	}
}

// Missing returns those of the coordinates that were never counted.
func (c Coverage) Missing(of []string) []string {
	var missing []string
	for _, coordinate := range of {
		if c[coordinate] == 0 {
			missing = append(missing, coordinate)
		}
	}
	return missing
}

// Coordinates returns what requests can ask for: the fields of objects; and the
// rest, which is fields of interfaces and input objects, arguments, and values of
// the enums that are given.
func Coordinates(schema *ast.Schema) (fields, rest []string) {
	given := map[string]bool{} // types of values
	for name, def := range schema.Types {
		if def.BuiltIn || strings.HasPrefix(name, "__") {
			continue
		}
		for _, f := range def.Fields {
			switch {
			case strings.HasPrefix(f.Name, "__"):
				continue
			case def.Kind == ast.Object:
				fields = append(fields, name+"."+f.Name)
			default:
				rest = append(rest, name+"."+f.Name)
				if def.Kind == ast.InputObject {
					given[f.Type.Name()] = true
				}
			}
			for _, a := range f.Arguments {
				rest = append(rest, coordinate(def, f, a.Name))
				given[a.Type.Name()] = true
			}
		}
	}
	for name := range given {
		for _, value := range schema.Types[name].EnumValues {
			rest = append(rest, name+"."+value.Name)
		}
	}
	slices.Sort(fields)
	slices.Sort(rest)
	return fields, rest
}

// Ways returns the ways to ask that requests try, as they are counted.
func Ways() []string {
	return []string{
		"__typename", "@skip", "@include", "(alias)", "(alias that is another field's name)", "(again with other arguments)", "(merged)",
		"(inline fragment)", "(named fragment)", "(fragment used again)", "(variable)", "(variable with a default)",
		"(variable in a list)", "(variable in an input object)", "(variable that is an input object)",
		"(variable not sent)", "(variable sent as null)", "(variable of another kind)",
		"(cursor)", "(several operations)", "(introspection)",
		"(an operation that is none)", "(variables left out)",
	}
}
