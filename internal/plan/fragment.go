package plan

import (
	"bytes"
	"sync"
	"sync/atomic"
)

// What a query tells of a site, a commune or a department is the same each time,
// as long as no variable and no context is asked within: a fragment of the
// answer. So is a root field without a variable. It is kept when it is written and
// told again from then on, for as long as the same snapshot is served.

// A Member is one of the objects that a snapshot is made of.
type Member[T any] interface {
	// Member returns the object itself, so that nothing it is embedded in is taken
	// for it, the snapshot it is a part of, and its number there among the objects
	// of its type, from 0.
	Member() (self *T, of any, number int)
}

const (
	// largestFragment is how long a fragment may be that is kept, in bytes. Of an
	// object that has more to tell, the objects within are kept instead.
	largestFragment = 128 << 10
	// fragmentBytes and tableBytes are about what keeping one takes beside its text.
	fragmentBytes = 56
	tableBytes    = pageSize * 8
	pageSize      = 1 << 8
	mostMembers   = pageSize * pageSize // of a type
)

// Fragments keeps parts of the answers that tell of one snapshot, in a bounded
// number of bytes. It may be used by several goroutines at once.
type Fragments struct {
	of     any          // the snapshot
	room   atomic.Int64 // bytes
	tables sync.Map     // of the id of a kept to *fragmentTable
}

// NewFragments returns room for so many bytes of what is told of a snapshot.
func NewFragments(of any, bytes int64) *Fragments {
	f := &Fragments{of: of}
	f.room.Store(bytes)
	return f
}

// Full says whether nothing more is kept: it is time for new ones, since some of
// what is kept may be asked for no more.
func (f *Fragments) Full() bool { return f.room.Load() < 0 }

// take makes room for so many bytes; it reports false if there is none.
func (f *Fragments) take(bytes int) bool { return f.room.Add(-int64(bytes)) >= 0 }

// table returns that of a kept, nil if there is no room for it.
func (f *Fragments) table(id uint64) *fragmentTable {
	if known, ok := f.tables.Load(id); ok {
		return known.(*fragmentTable) //nolint:forcetypeassert // what is stored below
	}
	if !f.take(tableBytes) {
		return nil
	}
	known, _ := f.tables.LoadOrStore(id, new(fragmentTable))
	return known.(*fragmentTable) //nolint:forcetypeassert // what is stored above
}

// A fragmentTable is what one part of a plan has told of the members of a
// snapshot, by their numbers: pages, made as they are needed.
type fragmentTable struct {
	pages         [pageSize]atomic.Pointer[fragmentPage]
	kept, tooLong atomic.Int32
}

type fragmentPage [pageSize]atomic.Pointer[[]byte]

// place returns where the fragment of a member is kept, nil if there is no place
// for it.
func (t *fragmentTable) place(f *Fragments, number int) *atomic.Pointer[[]byte] {
	at := &t.pages[number/pageSize%pageSize]
	page := at.Load()
	if page == nil {
		if !f.take(tableBytes) {
			return nil
		}
		at.CompareAndSwap(nil, new(fragmentPage))
		page = at.Load()
	}
	return &page[number%pageSize]
}

// idle says whether fragments are too long for the table as a rule.
func (t *fragmentTable) idle() bool { return t.tooLong.Load() > t.kept.Load() }

// A kept is a part of a plan that fragments are kept of, one for each number.
type kept struct {
	id   uint64 // among those of all plans
	slot int    // of its table, see Writer.tables
}

// keeps counts those that were compiled, to tell them apart.
var keeps atomic.Uint64

func (m *Memo) kept() kept { return kept{keeps.Add(1), m.slot()} }

// once appends what write writes, from what is kept if it is, and keeps it if not.
func (w *Writer) once(of kept, number int, write func()) {
	table := w.tables[of.slot]
	if table == nil {
		table = w.fragments.table(of.id)
		w.tables[of.slot] = table
	}
	var place *atomic.Pointer[[]byte]
	if table != nil && !table.idle() {
		place = table.place(w.fragments, number)
	}
	if place == nil {
		write()
		return
	}
	if text := place.Load(); text != nil {
		w.tell(*text)
		return
	}
	from, outermost := len(w.buf), !w.within
	w.within = true
	write()
	if outermost { // or it is a part of what is kept
		w.within = false
		w.keep(table, place, from)
	}
}

// keep keeps what was written from a place on, if all went well.
func (w *Writer) keep(table *fragmentTable, place *atomic.Pointer[[]byte], from int) {
	n := len(w.buf) - from
	switch {
	case w.over || w.err != nil:
	case n > largestFragment:
		table.tooLong.Add(1)
	case w.fragments.take(n + fragmentBytes):
		table.kept.Add(1)
		if n >= inserted {
			w.saved += n
		}
		text := bytes.Clone(w.buf[from:])
		place.Store(&text)
	}
}

// writeMember appends what there is to tell of a member.
func (o *Object[T]) writeMember(w *Writer, obj *T) {
	_, of, number := o.member(obj)
	if of != w.fragments.of || number >= mostMembers {
		o.writeFields(w, obj)
		return
	}
	w.once(o.kept, number, func() { o.writeFields(w, obj) })
}

// keptField returns how to write a root field that depends on the snapshot alone.
func keptField[T any](m *Memo, write Write[T]) Write[T] {
	field := m.kept()
	return func(w *Writer, obj *T) {
		if w.fragments == nil {
			write(w, obj)
			return
		}
		w.once(field, 0, func() { write(w, obj) })
	}
}
