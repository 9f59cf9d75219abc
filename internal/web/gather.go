package web

import (
	"context"
	"net"
	"sync"
)

// net/http sends the first 4 KiB of an answer, header included, and then the rest.
// To the system and to whoever receives it these are two messages where one would
// do, which is a good part of what an answer of some kilobytes costs.

// netHTTPBuffer is how much net/http gathers before it sends. Should it be
// another in some version, all is sent as it comes.
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

	announced bool                 // whether there will be more after the next write
	held      *[netHTTPBuffer]byte // what was written then; nil for nothing
}

type connKey struct{}

// withConn lets a request announce what it writes.
func withConn(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// announce says that a body of so many bytes comes next, behind its header.
func announce(ctx context.Context, bytes int) {
	if c, ok := ctx.Value(connKey{}).(*gatheringConn); ok && bytes >= netHTTPBuffer {
		c.announced = true
	}
}

var heldBuffers = sync.Pool{New: func() any { return new([netHTTPBuffer]byte) }}

// Write sends p, behind what is held. It holds the first buffer of what was
// announced, which is never all of it: an answer that is cut ends its connection.
func (c *gatheringConn) Write(p []byte) (int, error) {
	hold := c.announced && len(p) == netHTTPBuffer
	c.announced = false
	switch {
	case hold:
		c.held = heldBuffers.Get().(*[netHTTPBuffer]byte) //nolint:forcetypeassert // what New makes
		return copy(c.held[:], p), nil
	case c.held == nil:
		return c.Conn.Write(p)
	}
	both := net.Buffers{c.held[:], p}
	n, err := both.WriteTo(c.Conn)
	heldBuffers.Put(c.held)
	c.held = nil
	return max(0, int(n)-netHTTPBuffer), err
}
