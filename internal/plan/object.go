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
// and its values, ready to be written.
type Object[T any] struct {
	fields []field[T]
	slot   int // of what was last written, see Writer.seen

	varies bool                                       // with the variables or the context, not with the object alone
	member func(obj *T) (self *T, of any, number int) // nil unless fragments of it are kept
	kept   kept
}

type field[T any] struct {
	key   string // with what comes before and after it: `{"name":`, `,"name":`
	write Write[T]
}

// A Memo keeps what was compiled of an operation, so that a fragment spread a
// thousand times, or an interface within an interface, is compiled once.
type Memo struct {
	objects     map[string]any
	slots, args int
	varies      bool // what was compiled last, see Object
}

// Varies says that a field being compiled depends on the variables or the
// context of a run.
func (m *Memo) Varies() { m.varies = true }

// slot returns the number of a place in Writer.seen.
func (m *Memo) slot() int {
	m.slots++
	return m.slots - 1
}

// argSlot returns the number of a place in Writer.args.
func (m *Memo) argSlot() int {
	m.args++
	return m.args - 1
}

// key tells apart what is asked of a type: by the selections themselves, since
// the lists of them are made anew wherever fields merge.
func (m *Memo) key(typeName string, selection ast.SelectionSet) string {
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
// how to write a field, nil if it cannot be planned; it is then handed over.
func Compile[T any](m *Memo, op *graphql.OperationContext, selection ast.SelectionSet, satisfies []string,
	compile func(f graphql.CollectedField) Write[T],
) *Object[T] {
	key := m.key(satisfies[0], selection)
	if known, ok := m.objects[key].(*Object[T]); ok {
		m.varies = m.varies || known.varies
		return known
	}
	varied := m.varies // what it is compiled for
	m.varies = false
	o := compileFields(m, op, selection, satisfies, compile)
	o.slot, o.varies = m.slot(), m.varies
	m.varies = m.varies || varied
	if _, ok := any((*T)(nil)).(Member[T]); ok && !o.varies {
		o.kept = m.kept()
		o.member = func(obj *T) (*T, any, int) { return any(obj).(Member[T]).Member() } //nolint:forcetypeassert // as was seen
	}
	if m.objects == nil {
		m.objects = map[string]any{}
	}
	m.objects[key] = o
	return o
}

func compileFields[T any](m *Memo, op *graphql.OperationContext, selection ast.SelectionSet, satisfies []string,
	compile func(f graphql.CollectedField) Write[T],
) *Object[T] {
	collected := graphql.CollectFields(op, selection, satisfies)
	o := &Object[T]{fields: make([]field[T], 0, len(collected))}
	before := "{"
	keys := make(map[string]bool, len(collected))
	for _, f := range collected {
		// The __typename of a union and that of its member are not merged, but
		// written once.
		if keys[f.Alias] {
			continue
		}
		keys[f.Alias] = true
		var write Write[T]
		if f.Name == "__typename" {
			name := string(AppendString(nil, satisfies[0]))
			write = func(w *Writer, _ *T) { _, _ = w.WriteString(name) }
		} else if write = compileField(m, f, compile); write == nil || f.IsDeferred() {
			write = func(w *Writer, _ *T) { w.HandOver() }
		}
		key := string(AppendString([]byte(before), f.Alias)) + ":"
		o.fields = append(o.fields, field[T]{key, write})
		before = ","
	}
	return o
}

// compileField returns how to write a field, nil if it cannot be planned.
func compileField[T any](m *Memo, f graphql.CollectedField, compile func(f graphql.CollectedField) Write[T]) Write[T] {
	others := m.varies
	m.varies = false
	write := compile(f)
	if _, root := any((*T)(nil)).(*Root); root && write != nil && !m.varies {
		write = keptField(m, write)
	}
	m.varies = m.varies || others
	return write
}

// Write appends an object.
func (o *Object[T]) Write(w *Writer, obj *T) {
	if w.err != nil || w.repeat(o.slot, obj) {
		return
	}
	from := len(w.buf)
	if o.member != nil && w.fragments != nil {
		o.writeMember(w, obj)
	} else {
		o.writeFields(w, obj)
	}
	w.remember(o.slot, obj, from)
}

func (o *Object[T]) writeFields(w *Writer, obj *T) {
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

// A List is what is asked of each object of a list.
type List[T any] struct {
	item *Object[T]
	slot int
}

// ListOf makes ready a list of objects.
func ListOf[T any](m *Memo, item *Object[T]) *List[T] { return &List[T]{item, m.slot()} }

// Write appends a list of objects, none of which is nil. Lists that many objects
// share, such as the services of all sites, are written once and then copied.
func (l *List[T]) Write(w *Writer, list []*T) {
	if len(list) == 0 {
		w.buf = append(w.buf, "[]"...)
		return
	}
	if w.err != nil || w.repeat(l.slot, &list[0]) {
		return
	}
	from := len(w.buf)
	w.OpenList()
	for i, obj := range list {
		if w.err != nil {
			break
		}
		w.Item(i)
		if obj == nil {
			w.HandOver()
			continue
		}
		l.item.Write(w, obj)
	}
	w.CloseList(len(list))
	w.remember(l.slot, &list[0], from)
}

// A Sequence is a list that is read item by item, none of which is nil.
type Sequence[T any] interface {
	Len() int
	Node(i int) *T
}

// WriteSequence appends a list of objects that is nowhere made as a slice.
func (l *List[T]) WriteSequence(w *Writer, sequence Sequence[T]) {
	w.OpenList()
	n := sequence.Len()
	for i := range n {
		if w.err != nil {
			break
		}
		w.Item(i)
		l.item.Write(w, sequence.Node(i))
	}
	w.CloseList(n)
}

// An Abstract writes a value of an interface or union, whatever its type.
type Abstract[I any] func(w *Writer, v I)
