package main

import (
	"context"
	"fmt"
	"strings"
)

// allocations measures, in process, what the product allocates for an answer,
// from the request to the last byte.
func (b *bench) allocations(ctx context.Context) (table, error) {
	measured, err := b.benchmark(ctx, "./bench")
	if err != nil {
		return table{}, fmt.Errorf("benchmarks of answers: %w", err)
	}
	t := table{
		title: "Allocations for an answer",
		head:  []string{"Question", "Allocations", "Allocated, kB"},
		note:  "In process, where no answers are kept, with the request and the buffer the answer is written to.",
	}
	for _, q := range questions() {
		m, ok := measured["BenchmarkAnswer/"+strings.ReplaceAll(q.name, " ", "_")]
		switch {
		case !ok && q.planned:
			t.add(q.name, "–", "–")
			continue
		case !ok:
			return t, fmt.Errorf("the benchmark of %s was not run", q.name)
		}
		t.add(q.name, short(m.pieces.median()), short(m.allocated.median()/1000))
	}
	return t, nil
}
