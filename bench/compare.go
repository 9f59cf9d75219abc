package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// uncachedShare is how fast answers should be that are not cached: of what
// net/http needs to write the same bytes.
const uncachedShare = 0.35

// queries measures what answers take over HTTP, beside a handler that writes the
// same bytes.
func (b *bench) queries(ctx context.Context) (table, error) {
	t := table{
		title: "Queries over HTTP",
		head:  []string{"Question", "Answer", "Requests a second", "net/http, same bytes", "Server CPU a request", "net/http, same bytes", "Share of net/http's speed", "Target"},
	}
	db := b.databases[0]
	if db.filled == "" {
		return t, fmt.Errorf("no queries: nothing could be imported into %s", db.name)
	}
	s, _, err := b.serve(ctx, db.filled)
	if err != nil {
		return t, err
	}
	defer s.kill()
	asked, err := b.compare(ctx, s)
	if err != nil {
		return t, fmt.Errorf("queries: %w", err)
	}
	for _, a := range asked {
		t.add(a.row()...)
	}
	resident, most, err := memory(s.pid())
	if err != nil {
		return t, err
	}
	t.note = fmt.Sprintf("%d connections, the client on the same cores; every request is logged to a file, as in earnest. The share is that of CPU, the median of each run's own. "+
		"After all this the server holds %s MiB; the most it ever held is %s MiB.", connections, short(resident/mebi), short(most/mebi))
	return t, s.stop()
}

// asked is a question and what its answers took, on the server and by the
// baseline.
type asked struct {
	question
	answer            []byte
	rate, cpu         samples
	baseRate, baseCPU samples
	share             samples // of the baseline's speed, by CPU
}

func (a *asked) add(own, base cost) {
	a.rate, a.cpu = append(a.rate, own.rate), append(a.cpu, own.cpu)
	a.baseRate, a.baseCPU = append(a.baseRate, base.rate), append(a.baseCPU, base.cpu)
	a.share = append(a.share, base.cpu/own.cpu)
}

func (a *asked) row() []string {
	const micro = 1e-6
	return []string{
		a.name, short(float64(len(a.answer))/1000) + " kB", a.rate.in("", 1), a.baseRate.in("", 1),
		a.cpu.in("µs", micro), a.baseCPU.in("µs", micro), a.share.in("", 1), a.share.atLeast(uncachedShare),
	}
}

// compare asks each question of the server and of the baseline in turn, after a
// run that does not count.
func (b *bench) compare(ctx context.Context, s *server) ([]*asked, error) {
	all, base, err := b.prepare(ctx, s)
	if err != nil {
		return nil, err
	}
	defer base.kill()
	for run := range b.runs + 1 {
		for i, a := range all {
			own, err := s.load(ctx, "/graphql", a.body(), a.answer, b.load)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", a.name, err)
			}
			same, err := base.load(ctx, "/"+strconv.Itoa(i), a.body(), a.answer, b.load)
			if err != nil {
				return nil, fmt.Errorf("%s, baseline: %w", a.name, err)
			}
			if run > 0 {
				a.add(own, same)
			}
		}
	}
	return all, base.stop()
}

// prepare asks each question once and starts a baseline that has the answers by
// their numbers.
func (b *bench) prepare(ctx context.Context, s *server) ([]*asked, *server, error) {
	folder := filepath.Join(b.folder, "answers")
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, nil, err
	}
	var all []*asked
	for i, q := range questions() {
		answer, err := q.check(ctx, s.base+"/graphql")
		if err != nil {
			return nil, nil, err
		}
		if err := os.WriteFile(filepath.Join(folder, strconv.Itoa(i)), answer, 0o600); err != nil {
			return nil, nil, err
		}
		all = append(all, &asked{question: q, answer: answer})
	}
	base, err := launchBaseline(ctx, folder)
	return all, base, err
}
