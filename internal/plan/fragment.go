package plan

import (
	"sync"
	"sync/atomic"
)

// What a query tells of a site, a commune or a department is the same each time,
// as long as no variable and no context is asked within: a fragment of the
// answer. It is kept when it is written and copied from then on, for as long as
// the same snapshot is served.

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
	fragmentBytes = 48
	tableBytes    = pageSize * 8
	pageSize      = 1 << 8
)

// Fragments keeps parts of the answers that tell of one snapshot, in a bounded
// number of bytes. It may be used by several goroutines at once.
type Fragments struct {
	of     any          // the snapshot
	room   atomic.Int64 // bytes
	tables sync.Map     // of an Object's number to *fragmentTable
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

// table returns that of an Object, nil if there is no room for it.
func (f *Fragments) table(object uint64) *fragmentTable {
	if known, ok := f.tables.Load(object); ok {
		return known.(*fragmentTable) //nolint:forcetypeassert // what is stored below
	}
	if !f.take(tableBytes) {
		return nil
	}
	known, _ := f.tables.LoadOrStore(object, new(fragmentTable))
	return known.(*fragmentTable) //nolint:forcetypeassert // what is stored above
}

// A fragmentTable is what one Object has told of the members of a snapshot, by
// their numbers: pages, made as they are needed.
type fragmentTable struct {
	pages         [pageSize]atomic.Pointer[fragmentPage]
	kept, tooLong atomic.Int32
}

type fragmentPage [pageSize]atomic.Pointer[string]

// place returns where the fragment of a member is kept, nil if there is no place
// for it.
func (t *fragmentTable) place(f *Fragments, number int) *atomic.Pointer[string] {
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

// writeMember appends what there is to tell of a member, from what is kept if it
// is, and keeps it if not.
func (o *Object[T]) writeMember(w *Writer, obj *T) {
	_, of, number := o.member(obj)
	if of != w.fragments.of || number >= pageSize*pageSize {
		o.writeFields(w, obj)
		return
	}
	table := w.tables[o.slot]
	if table == nil {
		table = w.fragments.table(o.number)
		w.tables[o.slot] = table
	}
	var place *atomic.Pointer[string]
	if table != nil && !table.idle() {
		place = table.place(w.fragments, number)
	}
	if place == nil {
		o.writeFields(w, obj)
		return
	}
	if kept := place.Load(); kept != nil {
		w.copy(*kept)
		return
	}
	from, outermost := len(w.buf), !w.within
	w.within = true
	o.writeFields(w, obj)
	if !outermost { // it is a part of what is kept
		return
	}
	w.within = false
	w.keep(table, place, from)
}

// copy appends what was written before.
func (w *Writer) copy(text string) {
	w.buf = append(w.buf, text...)
	w.spendBytes(len(text))
}

// keep keeps what was written from a place on, if all went well.
func (w *Writer) keep(table *fragmentTable, place *atomic.Pointer[string], from int) {
	n := len(w.buf) - from
	switch {
	case w.over || w.err != nil:
	case n > largestFragment:
		table.tooLong.Add(1)
	case w.fragments.take(n + fragmentBytes):
		table.kept.Add(1)
		text := string(w.buf[from:])
		place.Store(&text)
	}
}
