package store

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// CancelGrace is how long a server may take to end what nobody waits for any more,
// such as a commit, before the connection is given up.
const CancelGrace = 200 * time.Millisecond

// errNoCancel is all that a call to cancel gets.
var errNoCancel = errors.New("what is cancelled ends with its connection")

// A dialer makes connections that give up on a silent network.
type dialer struct {
	mu      sync.Mutex
	silence time.Duration  // that it takes for the end
	last    *impatientConn // the last one made
	made    bool           // and it is in use: who dials now wants to cancel
	hurried bool
}

func (d *dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d *dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

func (d *dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	d.mu.Lock()
	cancels := d.made
	d.mu.Unlock()
	if cancels {
		d.hurry(CancelGrace)
		return nil, errNoCancel
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	impatient := &impatientConn{Conn: conn, silence: d.patience}
	d.mu.Lock()
	d.last = impatient
	d.mu.Unlock()
	return impatient, nil
}

// connected tells that the last connection is in use.
func (d *dialer) connected() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.made = true
}

// bear changes how long the network may be silent.
func (d *dialer) bear(silence time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.silence = silence
}

func (d *dialer) patience() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.silence
}

// hurry leaves the last connection so much time, after which it is of no use.
func (d *dialer) hurry(grace time.Duration) {
	d.mu.Lock()
	d.hurried = true
	last := d.last
	d.mu.Unlock()
	if last != nil { // which asks for the patience while it is locked: the other way round each would wait for the other
		last.end(time.Now().Add(grace))
	}
}

func (d *dialer) spent() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.hurried
}

// An impatientConn bounds each read and each write, and keeps to nearer
// deadlines: that which its user has set, as lib/pq does while it connects, and
// its own end.
type impatientConn struct {
	net.Conn
	silence func() time.Duration

	mu       sync.Mutex
	deadline time.Time // set by the user; zero if none
	ends     time.Time // zero while it goes on
}

func (c *impatientConn) SetDeadline(t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deadline = t
	return c.Conn.SetDeadline(c.next())
}

// end has the connection fail from t on, what waits included.
func (c *impatientConn) end(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ends = t
	_ = c.Conn.SetDeadline(t) // of a connection that is closed there is nothing to end
}

func (c *impatientConn) Read(p []byte) (int, error) {
	if err := c.wait(c.Conn.SetReadDeadline); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *impatientConn) Write(p []byte) (int, error) {
	if err := c.wait(c.Conn.SetWriteDeadline); err != nil {
		return 0, err
	}
	n, err := c.Conn.Write(p)
	if err != nil {
		return n, err
	}
	// Whoever waits for an answer waits from now on: COPY has much to say first.
	return n, c.wait(c.Conn.SetReadDeadline)
}

func (c *impatientConn) wait(set func(time.Time) error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return set(c.next())
}

// next returns the nearest deadline.
func (c *impatientConn) next() time.Time {
	next := time.Now().Add(c.silence())
	for _, other := range []time.Time{c.deadline, c.ends} {
		if !other.IsZero() && other.Before(next) {
			next = other
		}
	}
	return next
}
