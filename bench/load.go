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

// load asks a server one thing again and again over all connections for a while,
// and returns what an answer took. Every answer must be the one that is expected.
// What is under way at the end is waited for, and counts.
func (s *server) load(ctx context.Context, r *request, duration time.Duration) (cost, error) {
	callers, err := s.callers(ctx, r)
	if err != nil {
		return cost{}, err
	}
	defer func() {
		for _, c := range callers {
			_ = c.conn.Close()
		}
	}()
	before, err := s.cpu()
	if err != nil {
		return cost{}, err
	}
	begin := time.Now()
	times, err := repeat(ctx, callers, begin.Add(duration))
	elapsed := time.Since(begin)
	if err != nil {
		return cost{}, err
	}
	after, err := s.cpu()
	if err != nil {
		return cost{}, err
	}
	slices.Sort(times)
	n := len(times)
	return cost{
		rate: float64(n) / elapsed.Seconds(),
		cpu:  (after - before).Seconds() / float64(n),
		p50:  times[n/2].Seconds(),
		p99:  times[n*99/100].Seconds(),
	}, nil
}

func (s *server) callers(ctx context.Context, r *request) ([]*caller, error) {
	var wire bytes.Buffer
	if err := r.on(s.base).Write(&wire); err != nil {
		return nil, err
	}
	callers := make([]*caller, connections)
	for i := range callers {
		var dialer net.Dialer
		conn, err := dialer.DialContext(ctx, "tcp", s.address())
		if err != nil {
			return nil, err
		}
		own := bytes.Clone(wire.Bytes())
		callers[i] = &caller{request: r, conn: conn, reader: bufio.NewReaderSize(conn, 64<<10), wire: own, digits: r.digits(own)}
	}
	return callers, nil
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
