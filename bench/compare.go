package main

import (
	"context"
	"fmt"
	"strings"
)

// compare measures what answers take over HTTP, by the product and by all it is
// compared with.
func (b *bench) compare(ctx context.Context) ([]table, error) {
	if b.databases[0].filled == "" {
		return nil, fmt.Errorf("no questions: nothing could be imported into %s", b.databases[0].name)
	}
	restore, err := loadOnItsCore(ctx)
	if err != nil {
		return nil, err
	}
	defer restore()
	m := new(match)
	defer m.end()
	if err := b.open(ctx, m); err != nil {
		return nil, err
	}
	r, err := b.play(ctx, m)
	if err != nil {
		return nil, err
	}
	memory, err := m.memory()
	if err != nil {
		return nil, err
	}
	tables := append(r.tables(m), r.ratios(m), memory)
	if b.withPeers {
		return tables, nil
	}
	profile, err := b.profile(ctx, m)
	if err != nil {
		return tables, err
	}
	return append(tables, profile), nil
}

// A cell is where a contender and a question meet, by their names.
type cell struct{ contender, question string }

// Costs are what the runs of one cell gave, in order.
type costs []cost

func (c costs) of(value func(cost) float64) samples {
	s := make(samples, len(c))
	for i, one := range c {
		s[i] = value(one)
	}
	return s
}

type results map[cell]costs

// play asks each question of each contender in turn, after a run that does not
// count.
func (b *bench) play(ctx context.Context, m *match) (results, error) {
	r := results{}
	for run := range b.runs + 1 {
		for _, a := range m.asked {
			for _, c := range m.contenders {
				request := a.requests[c.name]
				if request == nil {
					continue
				}
				took, err := c.server.load(ctx, request, b.load)
				if err != nil {
					return nil, fmt.Errorf("%s, asked for %s: %w", c.name, a.name, err)
				}
				if run > 0 {
					at := cell{c.name, a.name}
					r[at] = append(r[at], took)
				}
			}
		}
	}
	return r, nil
}

// memory tells the most that each server ever held.
func (m *match) memory() (table, error) {
	t := table{
		title: "Memory after all that",
		head:  []string{"Server", "Most ever held", "Target"},
		note:  "Of the process that answers: PostgreSQL's own is not counted.",
	}
	for _, c := range m.contenders {
		if c.name == cached || c.name == notModified { // the same server as uncached
			continue
		}
		_, most, err := memory(c.server.pid())
		if err != nil {
			return t, err
		}
		target := "–"
		if c.name == uncached {
			target = samples{most}.atMost(mostMemory, "MiB", mebi)
		}
		t.add(strings.TrimSuffix(c.name, ", uncached"), samples{most}.in("MiB", mebi), target)
	}
	return t, nil
}

// mostMemory is what the product may hold at most, in bytes.
const mostMemory = 100 * mebi
