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

// Lend lends an empty buffer. What free gives back must be read no longer; it
// takes what was written, whose array may have grown.
func Lend() (buf []byte, free func(written []byte)) {
	lent := buffers.Get().(*[]byte) //nolint:forcetypeassert // what New makes
	return (*lent)[:0], func(written []byte) {
		if cap(written) > cap(*lent) && cap(written) <= largestKept {
			*lent = written
		}
		buffers.Put(lent)
	}
}

// WithBuffer lends a buffer to the operation of the context.
func WithBuffer(ctx context.Context, buf []byte) context.Context {
	return context.WithValue(ctx, bufferKey{}, buf)
}

// Buffer returns the buffer lent to the operation, nil if there is none.
func Buffer(ctx context.Context) []byte {
	buf, _ := ctx.Value(bufferKey{}).([]byte)
	return buf
}
