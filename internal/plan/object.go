package plan

import (
	"encoding/binary"
	"reflect"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// A Write appends one field's value of an object of type T.
type Write[T any] func(w *Writer, obj *T)

// An Object is what is asked of an object of type T: its keys, ready to be sent,
// and its values, ready to be written. A nil Object could not be compiled.
type Object[T any] struct {
	fields []field[T]
}

type field[T any] struct {
	key   string // with what comes before and after it: `{"name":`, `,"name":`
	write Write[T]
}

// A Memo keeps what was compiled of an operation, so that a fragment spread a
// thousand times, or an interface within an interface, is compiled once.
type Memo map[string]any

// key tells apart what is asked of a type: by the selections themselves, since
// the lists of them are made anew wherever fields merge.
func (m Memo) key(typeName string, selection ast.SelectionSet) string {
	key := make([]byte, 0, len(typeName)+8*len(selection))
	key = append(key, typeName...)
	for _, s := range selection {
		key = binary.NativeEndian.AppendUint64(key, uint64(address(s)))
	}
	return string(key)
}

// address returns where a selection stands in the document.
func address(s ast.Selection) uintptr { return reflect.ValueOf(s).Pointer() }

// Compile makes ready what a selection asks of an object of a type that
// satisfies these conditions of fragments, its own name first. compile returns
// how to write a field, nil if it cannot be planned; then there is no plan.
func Compile[T any](m Memo, op *graphql.OperationContext, selection ast.SelectionSet, satisfies []string,
	compile func(f graphql.CollectedField) Write[T],
) *Object[T] {
	key := m.key(satisfies[0], selection)
	if known, ok := m[key].(*Object[T]); ok {
		return known
	}
	o := compileFields(op, selection, satisfies, compile)
	m[key] = o
	return o
}

func compileFields[T any](op *graphql.OperationContext, selection ast.SelectionSet, satisfies []string,
	compile func(f graphql.CollectedField) Write[T],
) *Object[T] {
	collected := graphql.CollectFields(op, selection, satisfies)
	o := &Object[T]{fields: make([]field[T], 0, len(collected))}
	before := "{"
	for _, f := range collected {
		if f.IsDeferred() {
			return nil
		}
		var write Write[T]
		if f.Name == "__typename" {
			name := string(AppendString(nil, satisfies[0]))
			write = func(w *Writer, _ *T) { _, _ = w.WriteString(name) }
		} else if write = compile(f); write == nil {
			return nil
		}
		key := string(AppendString([]byte(before), f.Alias)) + ":"
		o.fields = append(o.fields, field[T]{key, write})
		before = ","
	}
	return o
}

// Write appends an object.
func (o *Object[T]) Write(w *Writer, obj *T) {
	if w.err != nil {
		return
	}
	if len(o.fields) == 0 { // all were skipped
		w.buf = append(w.buf, '{')
	}
	for i := range o.fields {
		f := &o.fields[i]
		w.buf = append(w.buf, f.key...)
		f.write(w, obj)
	}
	w.buf = append(w.buf, '}')
	w.spend(len(o.fields))
}

// An Abstract writes a value of an interface or union, whatever its type.
type Abstract[I any] func(w *Writer, v I)
