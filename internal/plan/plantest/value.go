package plantest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Values are those of JSON, and these two.
type (
	// An Enum is written without quotes in a document.
	Enum string
	// An Object keeps the order of its fields.
	Object []Property
)

// A Property is a field of an object.
type Property struct {
	Name  string
	Value any
}

// A variable is one of the request. draw draws a value for it, or that none is
// given.
type variable struct {
	name string
	typ  string // and its default: "Int = 3"
	draw func() (value any, given bool)
}

// MarshalJSON writes the object's fields.
func (o Object) MarshalJSON() ([]byte, error) {
	parts := make([]string, len(o))
	for i, p := range o {
		value, err := json.Marshal(p.Value)
		if err != nil {
			return nil, err
		}
		parts[i] = strconv.Quote(p.Name) + ":" + string(value)
	}
	return []byte("{" + strings.Join(parts, ",") + "}"), nil
}

// Literal writes a value as documents do.
func Literal(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		text, _ := json.Marshal(v) // the escapes of JSON are GraphQL's
		return string(text)
	case Enum:
		return string(v)
	case *variable:
		return "$" + v.name
	case []any:
		items := make([]string, len(v))
		for i := range v {
			items[i] = Literal(v[i])
		}
		return "[" + strings.Join(items, ", ") + "]"
	case Object:
		properties := make([]string, len(v))
		for i, p := range v {
			properties[i] = p.Name + ": " + Literal(p.Value)
		}
		return "{" + strings.Join(properties, ", ") + "}"
	}
	return fmt.Sprint(value)
}

// A place is where a value stands: an argument, or a field of an input object.
type place struct {
	typ        *ast.Type
	coordinate string
	hasDefault bool
	depth      int // of the input object it lies in
}

// value draws a value for a place, which may be a variable or hold some.
func (g *Generator) value(p place) any {
	if g.chance(0.2) {
		return g.variable(p)
	}
	return g.constant(p, true)
}

// constant draws a value that is no variable, but may hold some.
func (g *Generator) constant(p place, variables bool) any {
	value := g.value
	if !variables {
		value = func(p place) any { return g.constant(p, false) }
	}
	switch {
	case !p.typ.NonNull && g.chance(0.03):
		return nil
	case p.typ.Elem != nil:
		return g.list(p, variables, value)
	}
	def := g.schema.Types[p.typ.NamedType]
	switch def.Kind {
	case ast.Enum:
		chosen := def.EnumValues[g.rand.IntN(len(def.EnumValues))].Name
		g.asked[def.Name+"."+chosen]++
		return Enum(chosen)
	case ast.InputObject:
		return g.object(def, p.depth, value)
	}
	return g.values.Scalar(g.rand, def.Name, p.coordinate, g.faulty)
}

func (g *Generator) list(p place, variables bool, value func(place) any) any {
	p.typ, p.hasDefault = p.typ.Elem, false
	if g.chance(0.25) { // a list of one needs no brackets
		return g.constant(p, variables)
	}
	n := 1 + g.rand.IntN(3)
	if g.faulty && g.chance(0.1) {
		n = 0
	}
	items := make([]any, n)
	for i := range items {
		items[i] = value(p)
		if isVariable(items[i]) {
			g.asked["(variable in a list)"]++
		}
	}
	return items
}

// maxFilterDepth is how deep filters nest; a faulty one nests deeper than is
// taken.
const maxFilterDepth = 3

func (g *Generator) object(def *ast.Definition, depth int, value func(place) any) any {
	if g.faulty && depth == 0 && def.Fields.ForName("not") != nil && g.chance(0.1) {
		return tooDeep()
	}
	if def.Directives.ForName("oneOf") != nil {
		return g.oneOf(def, depth, value)
	}
	wanted := map[string]bool{}
	for range g.rand.IntN(4) {
		wanted[def.Fields[g.rand.IntN(len(def.Fields))].Name] = true
	}
	var o Object
	for _, f := range def.Fields {
		required := f.Type.NonNull && f.DefaultValue == nil
		nests := f.Type.Name() == def.Name
		if !required && (!wanted[f.Name] || nests && depth >= maxFilterDepth) {
			continue
		}
		g.asked[def.Name+"."+f.Name]++
		o = append(o, Property{f.Name, value(place{f.Type, def.Name + "." + f.Name, f.DefaultValue != nil, depth + 1})})
	}
	if !g.faulty {
		o = orderBounds(o)
	}
	g.rand.Shuffle(len(o), func(i, j int) { o[i], o[j] = o[j], o[i] })
	return o
}

// oneOf draws an object with exactly one field, which must not be null.
func (g *Generator) oneOf(def *ast.Definition, depth int, value func(place) any) Object {
	f := def.Fields[g.rand.IntN(len(def.Fields))]
	g.asked[def.Name+"."+f.Name]++
	typ := *f.Type
	typ.NonNull = true
	return Object{{f.Name, value(place{&typ, def.Name + "." + f.Name, false, depth + 1})}}
}

func tooDeep() Object {
	nested := Object{}
	for range 10 {
		nested = Object{{"not", nested}}
	}
	return nested
}

// orderBounds makes the two bounds that these are, if they are, a pair that
// something can lie between. Where one is a variable the other is left out.
func orderBounds(o []Property) []Property {
	if len(o) != 2 || o[0].Name+o[1].Name != "fromto" && o[0].Name+o[1].Name != "minmax" {
		return o
	}
	low, high := &o[0].Value, &o[1].Value
	switch {
	case isVariable(*low) && isVariable(*high):
		return o
	case isVariable(*low):
		return o[:1]
	case isVariable(*high):
		return o[1:]
	}
	if exceeds[string](*low, *high) || exceeds[int](*low, *high) {
		*low, *high = *high, *low
	}
	return o
}

func isVariable(value any) bool {
	_, is := value.(*variable)
	return is
}

// variable makes a variable for a place. It may be stricter than the place asks
// for, or laxer where the place has a default.
func (g *Generator) variable(p place) *variable {
	left := 0.15 // the probability that no value is given
	typ := *p.typ
	if p.depth > 0 {
		g.asked["(variable in an input object)"]++
	}
	if g.schema.Types[typ.Name()].Kind == ast.InputObject {
		g.asked["(variable that is an input object)"]++
	}
	switch {
	case typ.NonNull && p.hasDefault && g.chance(0.5):
		typ.NonNull = false
		left = 0.5
	case typ.NonNull:
		left = 0
	case g.chance(0.3):
		typ.NonNull = true
		left = 0
	}
	draw := func() any { return g.constant(p, false) }
	if typ.NonNull && !p.typ.NonNull {
		strict := p
		strict.typ = &typ
		draw = func() any { return g.constant(strict, false) }
	}
	if g.chance(0.2) {
		g.asked["(variable with a default)"]++
		left = 0.5
		return g.newVariable(typ.String()+" = "+Literal(draw()), left, draw)
	}
	return g.newVariable(typ.String(), left, draw)
}

// newVariable makes a variable by what stands behind its name.
func (g *Generator) newVariable(typ string, left float64, draw func() any) *variable {
	g.asked["(variable)"]++
	v := &variable{name: g.name("v"), typ: typ}
	v.draw = func() (any, bool) {
		if g.chance(left) {
			return nil, false
		}
		return draw(), true
	}
	g.variables = append(g.variables, v)
	g.uses[v] = true
	return v
}

// used returns the variables in use, in the order they were made.
func (g *Generator) used() []*variable {
	return slices.SortedFunc(maps.Keys(g.uses), func(x, y *variable) int {
		return slices.Index(g.variables, x) - slices.Index(g.variables, y)
	})
}

// definitions writes the definitions of the variables in use.
func (g *Generator) definitions() string {
	var all []string
	for _, v := range g.used() {
		all = append(all, "$"+v.name+": "+v.typ)
	}
	if len(all) == 0 {
		return ""
	}
	return "(" + strings.Join(all, ", ") + ")"
}

// VariablesOf draws values for the variables of an operation that somebody else
// wrote.
func (g *Generator) VariablesOf(op *ast.OperationDefinition, seed uint64) string {
	g.rand = rand.New(rand.NewPCG(seed, 0))
	g.draft = draft{asked: Coverage{}}
	var o Object
	for _, v := range op.VariableDefinitions {
		if given := v.Type.NonNull && v.DefaultValue == nil || g.chance(0.8); given {
			value := g.constant(place{v.Type, "$" + v.Variable, v.DefaultValue != nil, 0}, false)
			o = append(o, Property{v.Variable, value})
		}
	}
	text, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// exceeds says whether both are of a type and the first is the greater.
func exceeds[T cmp.Ordered](x, y any) bool {
	a, isA := x.(T)
	b, isB := y.(T)
	return isA && isB && a > b
}
