package plan

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Args are the arguments of a field, read as the executor reads them: once for
// all if no variable is among them, and else once a run.
type Args[A any] struct {
	field *ast.Field
	read  func(given map[string]any) (*A, error)
	fixed *A  // nil if there are variables, or if they cannot be read
	slot  int // of what a run read, see Writer.args
}

// ReadArgs makes the arguments of a field ready. read is given them by name; its
// error leaves the field to the generated executor, which tells of it.
func ReadArgs[A any](m *Memo, f *ast.Field, read func(given map[string]any) (*A, error)) *Args[A] {
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
	args, err := a.read(a.field.ArgumentMap(variables))
	if err != nil {
		return nil
	}
	return args
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
