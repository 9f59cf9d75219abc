package store

import (
	"context"
	"net"
	"time"
)

// A dialer makes connections that give up on a silent network: without a
// deadline on each read and write, lib/pq waits for ever for a server that
// vanished, whatever the deadline of the context.
type dialer struct {
	silence time.Duration
}

func (d dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

func (d dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return &impatientConn{Conn: conn, silence: d.silence}, nil
}

// An impatientConn bounds each read and each write, and keeps to a nearer
// deadline that its user has set, as lib/pq does while it connects. It is used
// by one goroutine at a time.
type impatientConn struct {
	net.Conn
	silence  time.Duration
	deadline time.Time // set by the user; zero if none
}

func (c *impatientConn) SetDeadline(t time.Time) error {
	c.deadline = t
	return c.Conn.SetDeadline(t)
}

func (c *impatientConn) Read(p []byte) (int, error) {
	if err := c.Conn.SetReadDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *impatientConn) Write(p []byte) (int, error) {
	if err := c.Conn.SetWriteDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

func (c *impatientConn) next() time.Time {
	limit := time.Now().Add(c.silence)
	if !c.deadline.IsZero() && c.deadline.Before(limit) {
		return c.deadline
	}
	return limit
}
