package plan

import (
	"context"
	"sync"
)

// An answer is often large and always short-lived: whoever sends it may lend the
// buffer it is written to, and take it back when it is sent.

type bufferKey struct{}

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// largestKept is the capacity beyond which a buffer is left to the garbage
// collector: a rare giant must not stay.
const largestKept = 4 << 20

// WithBuffer lends a buffer to the operation of the context. What free gives
// back must be read no longer; it takes the answer's data, whose array may have
// grown.
func WithBuffer(ctx context.Context) (_ context.Context, free func(data []byte)) {
	lent := buffers.Get().(*[]byte) //nolint:forcetypeassert // what New makes
	return context.WithValue(ctx, bufferKey{}, lent), func(data []byte) {
		if cap(data) > cap(*lent) && cap(data) <= largestKept {
			*lent = data
		}
		buffers.Put(lent)
	}
}

// Buffer returns the buffer lent to the operation, empty; nil if there is none.
func Buffer(ctx context.Context) []byte {
	if lent, ok := ctx.Value(bufferKey{}).(*[]byte); ok {
		return (*lent)[:0]
	}
	return nil
}
