package plan

import "sync"

// An answer is often large and always short-lived: whoever sends it may lend the
// buffer it is written to, and take it back when it is sent.

// Buffers come in two sizes, so that a country does not end in the buffer of a
// point, nor a point keep that of a country.
const (
	smallBuffer = 64 << 10
	// largestBuffer is the capacity beyond which a buffer is left to the garbage
	// collector: a rare giant must not stay.
	largestBuffer = 4 << 20
)

var (
	small = sync.Pool{New: func() any { return new([]byte) }}
	large = sync.Pool{New: func() any { return new([]byte) }}
)

// Lend lends an empty buffer. What free gives back must be read no longer; it
// takes what was written, whose array may be another.
func Lend() (buf []byte, free func(written []byte)) {
	lent := small.Get().(*[]byte) //nolint:forcetypeassert // what New makes
	return (*lent)[:0], func(written []byte) {
		switch n := cap(written); {
		case n > smallBuffer && n <= largestBuffer:
			kept := written // or each that is freed would move to the heap
			large.Put(&kept)
		case n > cap(*lent) && n <= smallBuffer:
			*lent = written
		}
		small.Put(lent)
	}
}

// grow returns a buffer with the same content and room for n bytes more.
func grow(buf []byte, n int) []byte {
	n += len(buf)
	if n <= cap(buf) {
		return buf
	}
	var room []byte
	if n > smallBuffer {
		if lent := *large.Get().(*[]byte); cap(lent) >= n { //nolint:forcetypeassert // what New makes
			room = lent[:0]
		}
	}
	if room == nil {
		room = make([]byte, 0, n)
	}
	return append(room, buf...)
}
