package plan

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// Args are the arguments of a field, read as the executor reads them: those
// without a variable once for all, the others once a run.
type Args[A any] struct {
	read  func(a *A, given Given)
	fixed *A         // what each run begins with, nil if it cannot be read
	vary  *ast.Value // what a run reads: an object of arguments, nil if there are none
	slot  int        // of what it read, see Writer.args
}

// ReadArgs makes the arguments of a field ready, which read fills. If one cannot
// be read the field is left to the generated executor, which tells of it.
func ReadArgs[A any](m *Memo, f *ast.Field, read func(a *A, given Given)) *Args[A] {
	args := &Args[A]{read: read, slot: m.argSlot()}
	var fixed, vary ast.ChildValueList
	for _, defined := range f.Definition.Arguments {
		value := defined.DefaultValue // of a variable that is not sent, too
		if given := f.Arguments.ForName(defined.Name); given != nil && HasVariable(given.Value) {
			vary = append(vary, &ast.ChildValue{Name: given.Name, Value: given.Value})
		} else if given != nil {
			value = given.Value
		}
		if value != nil {
			fixed = append(fixed, &ast.ChildValue{Name: defined.Name, Value: value})
		}
	}
	var none A
	args.fixed = args.after(&none, &ast.Value{Children: fixed}, nil)
	if vary != nil {
		m.Varies()
		args.vary = &ast.Value{Children: vary}
	}
	return args
}

// HasVariable says whether a value is a variable or has one in it.
func HasVariable(v *ast.Value) bool {
	return v.Kind == ast.Variable ||
		slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return HasVariable(c.Value) })
}

// after returns the arguments after those before were read, nil if one cannot be.
func (a *Args[A]) after(before *A, object *ast.Value, variables map[string]any) *A {
	made := &struct { // in one piece
		args A
		run  reading
	}{*before, reading{variables: variables}}
	if a.read(&made.args, Given{object, &made.run}); made.run.failed {
		return nil
	}
	return &made.args
}

// Of returns the arguments of this run. Those that cannot be read are nil, and
// the operation is handed over.
func (a *Args[A]) Of(w *Writer) *A {
	if a.vary == nil && a.fixed != nil {
		return a.fixed
	}
	args, known := w.args[a.slot].(*A)
	if !known && a.fixed != nil {
		args = a.after(a.fixed, a.vary, w.variables)
		w.args[a.slot] = args
	}
	if args == nil {
		w.HandOver()
	}
	return args
}
