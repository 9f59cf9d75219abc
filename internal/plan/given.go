package plan

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Given is what an operation gives an input object, or a field: its arguments are
// read as the fields of one.
type Given struct {
	object *ast.Value // if it has a definition, what it leaves out has its defaults
	run    *reading
}

// A reading is what there is to read variables from, and how it went.
type reading struct {
	variables map[string]any
	failed    bool
}

// Read reads a value by the executor's own function; what is not given stays as
// it is.
func Read[A any](given Given, name string, to *A, unmarshal func(ctx context.Context, v any) (A, error)) {
	value := given.value(name)
	if value == nil {
		return
	}
	v, err := value.Value(given.run.variables)
	if err == nil {
		*to, err = unmarshal(context.Background(), v) // which reads nothing of a request
	}
	given.run.failed = given.run.failed || err != nil
}

// ReadInput reads an input object. One that the operation writes out is read
// field by field, without a map of it; any other by the executor's own function.
func ReadInput[T any](given Given, name string, to *T,
	unmarshal func(ctx context.Context, v any) (T, error), read func(it *T, given Given),
) {
	if v := given.value(name); isObject(v) {
		var none T // of a default
		*to = none
		read(to, Given{v, given.run})
		return
	}
	Read(given, name, to, unmarshal)
}

// ReadInputPointer reads an input object that may be missing.
func ReadInputPointer[T any](given Given, name string, to **T,
	unmarshal func(ctx context.Context, v any) (*T, error), read func(it *T, given Given),
) {
	if v := given.value(name); isObject(v) {
		*to = new(T)
		read(*to, Given{v, given.run})
		return
	}
	Read(given, name, to, unmarshal)
}

// ReadInputs reads a list of input objects. One alone needs no brackets.
func ReadInputs[T any](given Given, name string, to *[]*T,
	unmarshal func(ctx context.Context, v any) ([]*T, error), read func(it *T, given Given),
) {
	v := given.value(name)
	items := ast.ChildValueList{{Value: v}}
	if v != nil && v.Kind == ast.ListValue {
		items = v.Children
	}
	if slices.ContainsFunc(items, func(item *ast.ChildValue) bool { return !isObject(item.Value) }) {
		Read(given, name, to, unmarshal)
		return
	}
	*to = make([]*T, len(items))
	for i, item := range items {
		(*to)[i] = new(T)
		read((*to)[i], Given{item.Value, given.run})
	}
}

// isObject says whether a value is an input object that an operation writes out.
// That of a default has no definition.
func isObject(v *ast.Value) bool {
	return v != nil && v.Kind == ast.ObjectValue && v.Definition != nil
}

// value returns what is given by a name, or the default; nil if there is neither.
func (g Given) value(name string) *ast.Value {
	v := g.object.Children.ForName(name)
	if v != nil && g.isUnset(v) {
		v = nil
	}
	if v == nil && g.object.Definition != nil {
		v = g.object.Definition.Fields.ForName(name).DefaultValue
	}
	return v
}

// isUnset says whether a value is a variable that was not sent. If it has a
// default nevertheless, that is one of another operation of the document, and
// what it means here is left to the executor.
func (g Given) isUnset(v *ast.Value) bool {
	if v.Kind != ast.Variable {
		return false
	}
	_, sent := g.run.variables[v.Raw]
	if !sent && v.VariableDefinition != nil && v.VariableDefinition.DefaultValue != nil {
		g.run.failed = true
	}
	return !sent
}
