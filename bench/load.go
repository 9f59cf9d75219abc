package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

const (
	connections  = 16
	mostRequests = 400_000 // in one load, however fast the server is
	askTimeout   = 2 * time.Minute
)

// A cost is what answering took.
type cost struct {
	rate     float64 // requests a second
	cpu      float64 // of the server for a request, in seconds
	p50, p99 float64 // from a question to the end of its answer, in seconds
}

var errAnswerChanged = errors.New("the same question has another answer")

// An effort is what a server did in a while.
type effort struct {
	times   []time.Duration // from each question to the end of its answer
	elapsed time.Duration
	cpu     time.Duration // of the server
}

func (e *effort) add(more effort) {
	e.times = append(e.times, more.times...)
	e.elapsed += more.elapsed
	e.cpu += more.cpu
}

// cost returns what an answer took.
func (e *effort) cost() cost {
	slices.Sort(e.times)
	n := len(e.times)
	return cost{
		rate: float64(n) / e.elapsed.Seconds(),
		cpu:  e.cpu.Seconds() / float64(n),
		p50:  e.times[n/2].Seconds(),
		p99:  e.times[n*99/100].Seconds(),
	}
}

// load asks a server one thing again and again over all connections for a while,
// and returns what an answer took.
func (s *server) load(ctx context.Context, r *request, duration time.Duration) (cost, error) {
	l, err := s.loader(ctx, r)
	if err != nil {
		return cost{}, err
	}
	defer l.end()
	e, err := l.ask(ctx, duration)
	if err != nil {
		return cost{}, err
	}
	return e.cost(), nil
}

// A loader asks a server one thing over all its connections.
type loader struct {
	server  *server
	callers []*caller
}

// ask asks again and again for a while. Every answer must be the one that is
// expected. What is under way at the end is waited for, and counts.
func (l *loader) ask(ctx context.Context, duration time.Duration) (effort, error) {
	before, err := l.server.cpu()
	if err != nil {
		return effort{}, err
	}
	begin := time.Now()
	times, err := repeat(ctx, l.callers, begin.Add(duration))
	elapsed := time.Since(begin)
	if err != nil {
		return effort{}, err
	}
	after, err := l.server.cpu()
	if err != nil {
		return effort{}, err
	}
	return effort{times, elapsed, after - before}, nil
}

func (l *loader) end() {
	for _, c := range l.callers {
		_ = c.conn.Close()
	}
}

func (s *server) loader(ctx context.Context, r *request) (*loader, error) {
	var wire bytes.Buffer
	if err := r.on(s.base).Write(&wire); err != nil {
		return nil, err
	}
	l := &loader{server: s}
	for range connections {
		var dialer net.Dialer
		conn, err := dialer.DialContext(ctx, "tcp", s.address())
		if err != nil {
			l.end()
			return nil, err
		}
		own := bytes.Clone(wire.Bytes())
		l.callers = append(l.callers, &caller{request: r, conn: conn, reader: bufio.NewReaderSize(conn, 64<<10), wire: own, digits: r.digits(own)})
	}
	return l, nil
}

// repeat has every caller ask until the deadline, the most requests or an error,
// once at least, and returns the times that answers took.
func repeat(ctx context.Context, callers []*caller, deadline time.Time) ([]time.Duration, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var wait sync.WaitGroup
	for _, c := range callers {
		wait.Go(func() {
			if err := c.repeat(ctx, deadline); err != nil {
				cancel(err)
			}
		})
	}
	wait.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	var times []time.Duration
	for _, c := range callers {
		times = append(times, c.times...)
		c.times = c.times[:0]
	}
	return times, nil
}

// A caller asks over one connection, with as little work as can be: it must keep
// a server busy that answers in a few microseconds.
type caller struct {
	*request
	conn   net.Conn
	reader *bufio.Reader
	wire   []byte // the request as it is sent
	digits []byte // in wire: its serial number; nil if it is always the same
	answer []byte // the last one, kept for its memory
	times  []time.Duration
}

func (c *caller) repeat(ctx context.Context, deadline time.Time) error {
	for range mostRequests / connections {
		begin := time.Now()
		if err := c.ask(); err != nil {
			return err
		}
		end := time.Now()
		c.times = append(c.times, end.Sub(begin))
		if end.After(deadline) || ctx.Err() != nil {
			break
		}
	}
	return nil
}

func (c *caller) ask() error {
	if err := c.conn.SetDeadline(time.Now().Add(askTimeout)); err != nil {
		return err
	}
	c.number(c.digits)
	if _, err := c.conn.Write(c.wire); err != nil {
		return err
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return err
	}
	if response.StatusCode != c.status {
		return fmt.Errorf("status %d instead of %d", response.StatusCode, c.status)
	}
	return c.compare(response.Body)
}

// compare reads an answer to its end and holds it against the expected one.
func (c *caller) compare(body io.ReadCloser) error {
	defer body.Close()
	if c.answer == nil {
		c.answer = make([]byte, len(c.expected)+1) // one more, to meet the end
	}
	n, err := io.ReadFull(body, c.answer)
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.Join(errAnswerChanged, err)
	}
	if !bytes.Equal(c.answer[:n], c.expected) {
		return errAnswerChanged
	}
	return nil
}
