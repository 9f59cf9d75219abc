package main

import (
	"context"
	"fmt"
	"strings"
	"time"
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

// play asks all questions of all contenders, after a run that does not count.
func (b *bench) play(ctx context.Context, m *match) (results, error) {
	r := results{}
	for run := range b.runs + 1 {
		for _, a := range m.asked {
			efforts, err := b.takeTurns(ctx, m, a)
			if err != nil {
				return nil, err
			}
			if run == 0 {
				continue
			}
			for name, e := range efforts {
				at := cell{name, a.name}
				r[at] = append(r[at], e.cost())
			}
		}
	}
	return r, nil
}

// turns are what the time for a question is parted in.
const turns = 5

// takeTurns asks a question of the contenders, in short turns: what else the
// machine does for a moment then falls on all alike. One whose answers take long
// has had its time after one or two.
func (b *bench) takeTurns(ctx context.Context, m *match, a *asked) (map[string]*effort, error) {
	efforts, loaders := map[string]*effort{}, map[string]*loader{}
	defer func() {
		for _, l := range loaders {
			l.end()
		}
	}()
	for turn := range turns {
		for _, c := range m.contenders {
			request := a.requests[c.name]
			if request == nil {
				continue
			}
			if turn == 0 {
				l, err := c.server.loader(ctx, request)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", c.name, err)
				}
				loaders[c.name], efforts[c.name] = l, new(effort)
			}
			e := efforts[c.name]
			if e.elapsed >= b.load*time.Duration(turn+1)/turns {
				continue
			}
			more, err := loaders[c.name].ask(ctx, b.load/turns)
			if err != nil {
				return nil, fmt.Errorf("%s, asked for %s: %w", c.name, a.name, err)
			}
			e.add(more)
		}
	}
	return efforts, nil
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
