package plan

import "context"

// Root is the object that the root fields are asked of.
type Root struct{}

// A Query is the plan of a whole query.
type Query struct {
	root  *Object[Root]
	slots int
}

// NewQuery makes a query of what is asked of the root.
func NewQuery(m *Memo, root *Object[Root]) *Query { return &Query{root, m.slots} }

// Run appends the answer's data to buf, up to limit bytes. The error is
// ErrHandOver if the generated executor must answer instead, a *SizeError if the
// answer is too large, or that of the context. A panic is handed over too: the
// executor meets it again, and tells of it in its place.
func (q *Query) Run(ctx context.Context, buf []byte, limit int) (data []byte, err error) {
	defer func() {
		if recover() != nil {
			data, err = nil, ErrHandOver
		}
	}()
	w := Writer{buf: buf, ctx: ctx, start: len(buf), limit: len(buf) + limit, quota: checkEvery, seen: make([]span, q.slots)}
	q.root.Write(&w, &Root{})
	w.checkSize()
	if w.err == nil && w.over {
		return w.buf, ErrHandOver
	}
	return w.buf, w.err
}
