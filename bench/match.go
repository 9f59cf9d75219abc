package main

import (
	"context"
	"fmt"
	"slices"
)

// A match is the contenders and the questions, made ready.
type match struct {
	contenders []*contender
	asked      []*asked
	cleanups   []func()
}

// An asked question has a request for every contender that can be asked it, by
// its name.
type asked struct {
	question
	requests map[string]*request
}

// open starts the product and all that it is compared with, and makes every
// question ready for each.
func (b *bench) open(ctx context.Context, m *match) error {
	database := b.databases[0].filled
	product, _, err := b.serve(ctx, onServerCore(ctx, b.program, serveArguments(database)...))
	if err != nil {
		return err
	}
	m.add(&contender{name: uncached, server: product})
	if err := m.askProduct(ctx, product); err != nil {
		return err
	}
	m.contenders = append(m.contenders,
		&contender{name: cached, server: product, request: kept(product.base)},
		&contender{name: notModified, server: product, request: conditional(product.base)})
	if err := b.addGqlgen(ctx, m, database); err != nil {
		return err
	}
	if err := b.addBaseline(ctx, m); err != nil {
		return err
	}
	if b.withPeers {
		if err := b.addPeers(ctx, m, database); err != nil {
			return err
		}
	}
	return m.prepare(ctx)
}

// add adds a contender whose server ends with the match.
func (m *match) add(c *contender) {
	m.contenders = append(m.contenders, c)
	m.atEnd(c.server.kill)
}

// atEnd adds what to do at the end, before what was added before.
func (m *match) atEnd(do func()) { m.cleanups = append(m.cleanups, do) }

// end ends all that was started for the match.
func (m *match) end() {
	for _, do := range slices.Backward(m.cleanups) {
		do()
	}
}

// askProduct asks the product every question, for the answer all others must
// give.
func (m *match) askProduct(ctx context.Context, product *server) error {
	for _, q := range questions() {
		a := &asked{question: q, requests: map[string]*request{}}
		m.asked = append(m.asked, a)
		r := q.postAnew()
		if err := r.check(ctx, product.base); err != nil {
			return fmt.Errorf("%s: %w", q.name, err)
		}
		a.requests[uncached] = r
	}
	return nil
}

// prepare makes every question ready for every other contender.
func (m *match) prepare(ctx context.Context) error {
	for _, a := range m.asked {
		product := a.requests[uncached]
		for _, c := range m.contenders {
			if c.request == nil {
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
