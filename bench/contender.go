package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
)

// The names of the contenders, the rows of the tables.
const (
	uncached     = "Maillage, uncached"
	cached       = "Maillage, cached"
	notModified  = "Maillage, 304"
	gqlgen       = "stock gqlgen, same data"
	netHTTP      = "net/http, same bytes"
	postGraphile = "PostGraphile 5 + PostgreSQL"
	mercurius    = "Mercurius 16 JIT, in memory"
)

// A contender is a way to have questions answered.
type contender struct {
	name   string
	server *server
	// request makes a question ready for the server, given what the product was
	// asked and answers; nil if it cannot be asked that.
	request func(ctx context.Context, q question, product *request) (*request, error)
}

// A match is the contenders and the questions, made ready.
type match struct {
	contenders []*contender
	asked      []*asked
	close      func()
}

// An asked question has a request for every contender that can be asked it, by
// its name.
type asked struct {
	question
	requests map[string]*request
}

// openMatch starts the product and those that `make bench` compares it with.
func (b *bench) openMatch(ctx context.Context) (*match, error) {
	m := &match{close: func() {}}
	url := b.databases[0].filled
	product, _, err := b.serve(ctx, onServerCore(ctx, b.program, serveArguments(url)...))
	if err != nil {
		return nil, err
	}
	m.add(&contender{name: uncached, server: product})
	m.contenders = append(m.contenders,
		&contender{name: cached, server: product, request: kept(product.base)},
		&contender{name: notModified, server: product, request: conditional(product.base)})
	if err := m.askProduct(ctx, product); err != nil {
		m.close()
		return nil, err
	}
	for _, start := range []func(context.Context, *match) (*contender, error){
		func(ctx context.Context, _ *match) (*contender, error) { return b.stockGqlgen(ctx, url) },
		b.baseline,
	} {
		c, err := start(ctx, m)
		if err != nil {
			m.close()
			return nil, err
		}
		m.add(c)
	}
	return m, nil
}

// add adds a contender, whose server ends with the match.
func (m *match) add(c *contender) {
	m.contenders = append(m.contenders, c)
	m.atClose(c.server.kill)
}

// atClose adds what to do at the end, before what was added before.
func (m *match) atClose(do func()) {
	before := m.close
	m.close = func() { do(); before() }
}

// askProduct asks the product every question, for the answer all others must
// give.
func (m *match) askProduct(ctx context.Context, product *server) error {
	for _, q := range questions() {
		a := &asked{question: q, requests: map[string]*request{}}
		m.asked = append(m.asked, a)
		if q.query == "" {
			continue
		}
		r := q.postAnew()
		if err := r.check(ctx, product.base); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		a.requests[uncached] = r
	}
	return nil
}

// prepare makes every question ready for every contender.
func (m *match) prepare(ctx context.Context) error {
	for _, a := range m.asked {
		product := a.requests[uncached]
		for _, c := range m.contenders {
			if product == nil || c.request == nil {
				continue
			}
			r, err := c.request(ctx, a.question, product)
			if err != nil {
				return fmt.Errorf("%s, asked for %s: %w", c.name, a.name, err)
			}
			if r != nil {
				a.requests[c.name] = r
			}
		}
	}
	return nil
}

// kept asks the same again and again, where the product keeps its answers: one
// that does so tells by their tags.
func kept(base string) func(context.Context, question, *request) (*request, error) {
	return func(ctx context.Context, q question, product *request) (*request, error) {
		if tagged, err := conditional(base)(ctx, q, product); tagged == nil || err != nil {
			return nil, err
		}
		r := q.post()
		r.expected = product.expected
		return r, nil
	}
}

// conditional asks with the tag of the answer at hand, where the product gives
// its answers tags.
func conditional(base string) func(context.Context, question, *request) (*request, error) {
	return func(ctx context.Context, q question, _ *request) (*request, error) {
		r, err := q.get()
		if err != nil {
			return nil, err
		}
		_, header, err := r.ask(ctx, base)
		if err != nil || header.Get("ETag") == "" {
			return nil, err
		}
		r.header.Set("If-None-Match", header.Get("ETag"))
		r.status, r.expected = http.StatusNotModified, nil
		_, _, err = r.ask(ctx, base)
		return r, err
	}
}

// stockGqlgen serves the product's data with gqlgen's own executor.
func (b *bench) stockGqlgen(ctx context.Context, database string) (*contender, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	command := onServerCore(ctx, self, "-gqlgen", database)
	log, err := os.Create(filepath.Join(b.folder, "gqlgen.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	command.Stderr = log
	s, err := launch(command, wholeLine)
	if err != nil {
		return nil, err
	}
	return &contender{name: gqlgen, server: s, request: func(ctx context.Context, q question, product *request) (*request, error) {
		r := q.postAnew()
		if err := r.check(ctx, s.base); err != nil {
			return nil, err
		}
		if !bytes.Equal(r.expected, product.expected) {
			return nil, errors.New("it answers otherwise than the product")
		}
		return r, nil
	}}, nil
}

// baseline serves the product's answers from memory, by the numbers of the
// questions.
func (b *bench) baseline(ctx context.Context, m *match) (*contender, error) {
	folder := filepath.Join(b.folder, "answers")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	paths := map[string]string{}
	for i, a := range m.asked {
		product := a.requests[uncached]
		if product == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(folder, strconv.Itoa(i)), product.expected, 0o600); err != nil {
			return nil, err
		}
		paths[a.name] = "/" + strconv.Itoa(i)
	}
	s, err := launchBaseline(ctx, folder)
	if err != nil {
		return nil, err
	}
	return &contender{name: netHTTP, server: s, request: func(_ context.Context, q question, product *request) (*request, error) {
		r := q.post()
		r.path, r.expected = paths[q.name], product.expected
		return r, nil
	}}, nil
}
