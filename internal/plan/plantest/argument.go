package plantest

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// arguments writes the arguments of a field that is asked of so many objects.
// size is how many items its page holds at most.
func (g *Generator) arguments(of *ast.Definition, f *ast.FieldDefinition, wide int) (text string, size int) {
	var given []Property
	var decided []string
	if isConnection(f.Type.Name()) {
		decided = []string{"first", "after", "last", "before"}
		given, size = g.page(f, wide)
		if given != nil && given[0].Name == "orderBy" {
			decided = append(decided, "orderBy")
		}
		if hasCursor(given) { // which holds for the list as it was asked for
			decided = append(decided, "search", "kinds")
		}
	}
	for _, a := range f.Arguments {
		required := a.Type.NonNull && a.DefaultValue == nil
		likely := 0.4
		if g.total[coordinate(of, f, a.Name)] == 0 {
			likely = 0.8
		}
		if slices.Contains(decided, a.Name) || !required && !g.chance(likely) {
			continue
		}
		value := g.value(place{a.Type, coordinate(of, f, a.Name), a.DefaultValue != nil, 0})
		given = append(given, Property{a.Name, value})
	}
	if n := len(given); n >= 2 && !g.faulty && !f.Arguments.ForName(given[n-2].Name).Type.NonNull {
		given = append(given[:n-2], orderBounds(given[n-2:])...)
	}
	return g.written(of, f, given), size
}

func (g *Generator) written(of *ast.Definition, f *ast.FieldDefinition, given []Property) string {
	if len(given) == 0 {
		return ""
	}
	g.rand.Shuffle(len(given), func(i, j int) { given[i], given[j] = given[j], given[i] })
	parts := make([]string, len(given))
	for i, p := range given {
		g.asked[coordinate(of, f, p.Name)]++
		parts[i] = p.Name + ": " + Literal(p.Value)
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func coordinate(of *ast.Definition, f *ast.FieldDefinition, argument string) string {
	return of.Name + "." + f.Name + "(" + argument + ":)"
}

// page chooses the arguments that cut a page, from the start of the list or its
// end, perhaps from a cursor on. A cursor comes after the order it was given for.
func (g *Generator) page(f *ast.FieldDefinition, wide int) (given []Property, size int) {
	count, from := "first", "after"
	if g.chance(0.4) {
		count, from = "last", "before"
	}
	if g.chance(0.3) {
		given = g.cursor(f, from)
	}
	if g.faulty && g.chance(0.2) {
		return append(given, Property{"first", 1}, Property{"last", 1}), 1
	}
	const byDefault = 20
	if wide*byDefault <= maxWide && g.chance(0.15) {
		return given, byDefault
	}
	size = g.rand.IntN(6)
	return append(given, Property{count, g.pageSize(size)}), size
}

// pageSize returns a size, or a variable of up to that size.
func (g *Generator) pageSize(size int) any {
	switch {
	case g.faulty && g.chance(0.15):
		return []int{-1, 1001, 1 << 30}[g.rand.IntN(3)]
	case g.chance(0.7):
		return size
	}
	return g.newVariable("Int!", 0, func() any { return g.rand.IntN(size + 1) })
}

func hasCursor(given []Property) bool {
	return slices.ContainsFunc(given, func(p Property) bool { return p.Name == "after" || p.Name == "before" })
}

func (g *Generator) cursor(f *ast.FieldDefinition, from string) []Property {
	if g.faulty && g.chance(0.5) {
		return []Property{{from, g.pick("", "nonsense", "MQ")}}
	}
	of := g.values.Cursors(g.rand, f.Type.Name())
	if of == nil {
		return nil
	}
	g.asked["(cursor)"]++
	draw := func() any { return of.Cursors[g.rand.IntN(len(of.Cursors))] }
	var given []Property
	if of.Order != nil {
		given = append(given, Property{"orderBy", of.Order})
	}
	if g.chance(0.6) {
		return append(given, Property{from, draw()})
	}
	return append(given, Property{from, g.newVariable(g.pick("String", "String!"), 0, draw)})
}
