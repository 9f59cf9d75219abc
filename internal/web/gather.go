package web

import (
	"context"
	"io"
	"net"
	"sync"
)

// net/http sends the header of a large answer, and then its body. To the system and
// to whoever receives it these are two messages where one would do, which is a good
// part of what an answer of some kilobytes costs. And what is sent need not be copied
// into one piece first.

// netHTTPBuffer is how much net/http gathers before it sends: less leaves in one
// message as it is.
const netHTTPBuffer = 4 << 10

// A gatheringListener accepts connections that can gather.
type gatheringListener struct{ net.Listener }

// Accept waits for a connection.
func (l gatheringListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &gatheringConn{Conn: c}, nil
}

// A gatheringConn sends what is written to it at once, unless more is announced.
// net/http writes to a connection from one goroutine at a time.
type gatheringConn struct {
	net.Conn

	announced bool        // whether there will be more after the next write
	held      *heldBuffer // what was written then
}

type heldBuffer struct {
	room [netHTTPBuffer]byte
	n    int
}

type connKey struct{}

// withConn lets a request announce what it writes.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// announce says that a body comes next, in pieces, behind its header.
func announce(ctx context.Context) {
	if c, ok := ctx.Value(connKey{}).(*gatheringConn); ok {
		c.announced = true
	}
}

var heldBuffers = sync.Pool{New: func() any { return new(heldBuffer) }}

// Write sends p, behind what is held. It holds the beginning of what was announced,
// which is never all of it: an answer that is cut ends its connection.
func (c *gatheringConn) Write(p []byte) (int, error) {
	if c.announced && len(p) <= netHTTPBuffer {
		c.announced = false
		c.held = heldBuffers.Get().(*heldBuffer) //nolint:forcetypeassert // what New makes
		c.held.n = copy(c.held.room[:], p)
		return len(p), nil
	}
	c.announced = false
	if c.held == nil {
		return c.Conn.Write(p)
	}
	n, err := c.sendBehindHeld(p)
	return int(n), err
}

// ReadFrom sends what a reader has: pieces, behind what is held, in one go. net/http
// calls it with what its ResponseWriter is to read from.
func (c *gatheringConn) ReadFrom(r io.Reader) (int64, error) {
	pieces, ok := r.(*net.Buffers)
	if ok {
		return c.sendBehindHeld(*pieces...)
	}
	if _, err := c.sendBehindHeld(); err != nil {
		return 0, err
	}
	return io.Copy(c.Conn, r)
}

// sendBehindHeld sends what is held, and then some pieces. It returns how many bytes
// of these were sent.
func (c *gatheringConn) sendBehindHeld(pieces ...[]byte) (int64, error) {
	held := 0
	if c.held != nil {
		held = c.held.n
		pieces = append(net.Buffers{c.held.room[:held]}, pieces...)
	}
	all := net.Buffers(pieces)
	n, err := all.WriteTo(c.Conn)
	if c.held != nil {
		heldBuffers.Put(c.held)
		c.held = nil
	}
	return max(0, n-int64(held)), err
}
