package plan

import (
	"context"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Args are the arguments of a field, read as the executor reads them: once for
// all if no variable is among them, and else once a run.
type Args[A any] struct {
	field *ast.Field
	read  func(a *A, given *Given)
	fixed *A  // nil if there are variables, or if they cannot be read
	slot  int // of what a run read, see Writer.args
}

// ReadArgs makes the arguments of a field ready, which read fills. If one cannot
// be read the field is left to the generated executor, which tells of it.
func ReadArgs[A any](m *Memo, f *ast.Field, read func(a *A, given *Given)) *Args[A] {
	args := &Args[A]{field: f, read: read, slot: m.argSlot()}
	if slices.ContainsFunc(f.Arguments, func(a *ast.Argument) bool { return HasVariable(a.Value) }) {
		m.Varies()
	} else {
		args.fixed = args.of(nil)
	}
	return args
}

// HasVariable says whether a value is a variable or has one in it.
func HasVariable(v *ast.Value) bool {
	return v.Kind == ast.Variable ||
		slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return HasVariable(c.Value) })
}

func (a *Args[A]) of(variables map[string]any) *A {
	made := &struct { // in one piece
		args  A
		given Given
	}{given: Given{field: a.field, variables: variables}}
	if a.read(&made.args, &made.given); made.given.failed {
		return nil
	}
	return &made.args
}

// Of returns the arguments of this run. Those that cannot be read are nil, and
// the operation is handed over.
func (a *Args[A]) Of(w *Writer) *A {
	if a.fixed != nil {
		return a.fixed
	}
	args, known := w.args[a.slot].(*A)
	if !known {
		args = a.of(w.variables)
		w.args[a.slot] = args
	}
	if args == nil {
		w.HandOver()
	}
	return args
}

// Given is what an operation gives a field.
type Given struct {
	field     *ast.Field
	variables map[string]any
	failed    bool // to be read
}

// ReadArg reads an argument as the executor does; what is not given stays as it
// is.
func ReadArg[A any](given *Given, name string, to *A, unmarshal func(ctx context.Context, v any) (A, error)) {
	v, ok := given.value(name)
	if !ok {
		return
	}
	var err error
	*to, err = unmarshal(context.Background(), v) // which reads nothing of a request
	given.failed = given.failed || err != nil
}

// value returns the value of an argument, its default if it is given none; it
// reports false if it has neither. It panics at a value that is none, which
// hands the operation over.
func (g *Given) value(name string) (v any, ok bool) {
	if a := g.field.Arguments.ForName(name); a != nil {
		if a.Value.Kind != ast.Variable {
			return g.must(a.Value), true
		}
		if v, ok = g.variables[a.Value.Raw]; ok {
			return v, true
		}
	}
	if d := g.field.Definition.Arguments.ForName(name).DefaultValue; d != nil {
		return g.must(d), true
	}
	return nil, false
}

func (g *Given) must(v *ast.Value) any {
	value, err := v.Value(g.variables)
	if err != nil {
		panic(err)
	}
	return value
}
