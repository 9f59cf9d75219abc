package plantest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// selection writes what is asked of a type: at most so deep, of so many objects.
func (g *Generator) selection(of *ast.Definition, depth, wide int) string {
	fragments := 0.2
	if of.IsAbstractType() {
		fragments = 0.6
	}
	var members []string
	for range 1 + g.rand.IntN(5) {
		switch {
		case depth > 0 && g.chance(fragments):
			members = append(members, g.spread(of, depth, wide))
		case g.chance(0.06):
			g.asked["__typename"]++
			members = append(members, g.pick("", "", g.name("t")+": ")+"__typename"+g.directives())
		default:
			members = append(members, g.field(of, depth, wide))
		}
	}
	return "{ " + strings.Join(members, " ") + " }"
}

// field writes one of the fields of a type, now and then twice: again under
// another name with other arguments, or under the same so that both must merge.
func (g *Generator) field(of *ast.Definition, depth, wide int) string {
	f := g.chooseField(of, depth, wide)
	if f == nil {
		return "__typename"
	}
	head, under := g.head(of, f, wide)
	text := head + g.directives() + g.below(f, depth, under)
	switch {
	case len(f.Arguments) > 0 && g.chance(0.2):
		g.asked["(again with other arguments)"]++
		head, under = g.head(of, f, wide)
		text += " " + head + g.directives() + g.below(f, depth, under)
	case g.chance(0.08):
		g.asked["(merged)"]++
		text += " " + g.pick("", "", "__typename ") + head + g.directives() + g.below(f, depth, under)
	}
	return text
}

// head writes a field's key and arguments, and says of how many objects its
// selection will be asked.
func (g *Generator) head(of *ast.Definition, f *ast.FieldDefinition, wide int) (text string, under int) {
	g.fields--
	g.asked[of.Name+"."+f.Name]++
	arguments, size := g.arguments(of, f, wide)
	return g.key(of, f) + arguments, wide * many(of, f, size)
}

// below writes a field's selection, if it has one.
func (g *Generator) below(f *ast.FieldDefinition, depth, wide int) string {
	target := g.schema.Types[f.Type.Name()]
	if !target.IsCompositeType() {
		return ""
	}
	return " " + g.selection(target, depth-1, wide)
}

// key writes a field's name, behind an alias if it may need one: it may stand
// beside itself with other arguments, or beside one of another type's.
func (g *Generator) key(of *ast.Definition, f *ast.FieldDefinition) string {
	aliases := 0.15
	switch {
	case len(f.Arguments) > 0:
		aliases = 0.9
	case g.mixed[f.Name]:
		aliases = 0.6
	}
	switch {
	case g.chance(aliases):
		g.asked["(alias)"]++
		return g.name("a") + ": " + f.Name
	case g.chance(0.005):
		g.asked["(alias that is another field's name)"]++
		other := of.Fields[g.rand.IntN(len(of.Fields))]
		if !strings.HasPrefix(other.Name, "__") {
			return other.Name + ": " + f.Name
		}
	}
	return f.Name
}

// chooseField chooses among the fields that the request has room for: now and
// then the one that was asked for least, else the more often the more there is to
// ask behind it.
func (g *Generator) chooseField(of *ast.Definition, depth, wide int) *ast.FieldDefinition {
	var fits []*ast.FieldDefinition
	for _, f := range of.Fields {
		target := g.schema.Types[f.Type.Name()]
		switch {
		case strings.HasPrefix(f.Name, "__"):
		case !target.IsCompositeType():
			fits = append(fits, f)
		case depth > 0 && g.fields > 0 && wide*many(of, f, 0) <= maxWide:
			fits = append(fits, slices.Repeat([]*ast.FieldDefinition{f}, 1+len(target.Fields)/8)...)
		}
	}
	switch {
	case len(fits) == 0:
		return nil
	case g.chance(0.2):
		return slices.MinFunc(fits, func(x, y *ast.FieldDefinition) int {
			return cmp.Compare(g.total[of.Name+"."+x.Name], g.total[of.Name+"."+y.Name])
		})
	}
	return fits[g.rand.IntN(len(fits))]
}

// many guesses how many objects a field holds, given the size of its page if it
// is one.
func many(of *ast.Definition, f *ast.FieldDefinition, page int) int {
	switch {
	case isConnection(f.Type.Name()):
		return max(1, page)
	case isConnection(of.Name), f.Type.Elem == nil: // a page's items were counted with it
		return 1
	case f.Type.Name() == "Department" && of.Name != "Region":
		return 101
	}
	return 12
}

func isConnection(typeName string) bool { return strings.HasSuffix(typeName, "Connection") }

// spread writes a fragment that may or may not fit what it will be spread in.
func (g *Generator) spread(in *ast.Definition, depth, wide int) string {
	on := g.condition(in)
	if g.chance(0.5) {
		g.asked["(inline fragment)"]++
		condition := "on " + on.Name
		if on == in && g.chance(0.5) {
			condition = ""
		}
		return "... " + condition + g.directives() + " " + g.selection(on, depth-1, wide)
	}
	g.asked["(named fragment)"]++
	f := g.knownFragment(on, wide)
	if f == nil {
		f = g.newFragment(on, depth, wide)
	}
	for v := range f.uses {
		g.uses[v] = true
	}
	return "..." + f.name + g.directives()
}

// condition chooses a type that some object of another may be of as well.
func (g *Generator) condition(in *ast.Definition) *ast.Definition {
	if g.chance(0.3) {
		return in
	}
	var overlap []*ast.Definition
	for _, d := range g.schema.Types {
		if d.IsCompositeType() && !strings.HasPrefix(d.Name, "__") && g.overlap(d, in) {
			overlap = append(overlap, d)
		}
	}
	slices.SortFunc(overlap, func(x, y *ast.Definition) int { return strings.Compare(x.Name, y.Name) })
	return overlap[g.rand.IntN(len(overlap))]
}

func (g *Generator) overlap(x, y *ast.Definition) bool {
	return slices.ContainsFunc(g.schema.GetPossibleTypes(x), func(d *ast.Definition) bool {
		return slices.Contains(g.schema.GetPossibleTypes(y), d)
	})
}

// knownFragment sometimes finds a fragment to use once more.
func (g *Generator) knownFragment(on *ast.Definition, wide int) *fragment {
	for _, f := range g.fragments {
		if f.on == on && f.wide >= wide && g.chance(0.7) {
			g.asked["(fragment used again)"]++
			return f
		}
	}
	return nil
}

// newFragment writes a fragment. It is known once it is complete, so that none
// leads back to itself.
func (g *Generator) newFragment(on *ast.Definition, depth, wide int) *fragment {
	outer := g.uses
	g.uses = map[*variable]bool{}
	f := &fragment{name: g.name("F"), on: on, wide: wide}
	f.text = g.selection(on, depth-1, wide)
	f.uses, g.uses = g.uses, outer
	g.draft.fragments = append(g.draft.fragments, f)
	return f
}

// directives sometimes writes @skip, @include or both, mostly such that what
// they stand at remains.
func (g *Generator) directives() string {
	var text string
	for _, d := range []struct {
		name    string
		remains bool
	}{{"skip", false}, {"include", true}} {
		if g.chance(0.06) {
			g.asked["@"+d.name]++
			text += " @" + d.name + "(if: " + Literal(g.truth(d.remains)) + ")"
		}
	}
	return text
}

// truth returns a condition, as likely as not a variable.
func (g *Generator) truth(mostly bool) any {
	draw := func() any { return mostly == g.chance(0.7) }
	if g.chance(0.5) {
		return draw()
	}
	return g.newVariable("Boolean!", 0, draw)
}
