package plan

import (
	"context"
	"sync"
	"sync/atomic"
)

// Root is the object that the root fields are asked of.
type Root struct{}

// A Query is the plan of a whole query. It may be run by several goroutines at
// once.
type Query struct {
	root        *Object[Root]
	slots, args int
	writers     sync.Pool    // of *Writer, with room for this query's slots
	usual       atomic.Int64 // bytes of its answer's own, by the last one
	answered    atomic.Int64 // how often it was
	turn        sync.Mutex   // to answer it as long as there is nothing kept
}

// early is how often a query is answered before all is kept that can be: once as if
// for the last time, and once to keep it.
const early = 2

// NewQuery makes a query of what is asked of the root.
func NewQuery(m *Memo, root *Object[Root]) *Query {
	q := &Query{root: root, slots: m.slots, args: m.args}
	q.writers.New = func() any {
		return &Writer{seen: make([]span, q.slots), args: make([]any, q.args), tables: make([]*fragmentTable, q.slots)}
	}
	return q
}

// Run appends the answer's data to buf, up to limit bytes. The variables are
// those of the operation, coerced. Fragments of the answer are taken from those
// that are kept, if any are, and kept if the query is asked again: most are asked
// once. Those who ask at once before anything is kept are answered in turn: side by
// side each would take the memory for the whole. The error is ErrHandOver if the
// generated executor must answer instead, a *SizeError if the answer is too large, or
// that of the context. A panic is handed over too: the executor meets it again, and
// tells of it in its place.
func (q *Query) Run(ctx context.Context, variables map[string]any, kept *Fragments, buf []byte, limit int) (data Text, err error) {
	if q.answered.Load() < early {
		q.turn.Lock()
		defer q.turn.Unlock()
	}
	w := q.writers.Get().(*Writer) //nolint:forcetypeassert // what New makes
	defer func() {
		if recover() != nil {
			data, err = Text{}, ErrHandOver
		}
		w.clear()
		q.writers.Put(w)
		q.answered.Add(1)
	}()
	const some = 1 << 10 // for what comes after the data
	w.begin(ctx, variables, grow(buf, int(q.usual.Load())+some), limit)
	if q.answered.Load() > 0 {
		w.fragments = kept
	}
	q.root.Write(w, &Root{})
	w.checkSize()
	q.usual.Store(int64(len(w.buf) - len(buf) - w.saved))
	data = Text{w.buf, w.inserts}
	if w.err == nil && w.over {
		return data, ErrHandOver
	}
	return data, w.err
}
