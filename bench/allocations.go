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
		head:  []string{"Question", "Allocations", "Allocated, kB", "The first time: allocations", "Allocated, kB"},
		note:  "In process, where no answers are kept, with the request. The first time, the buffer and what there is to tell of each site are not there yet.",
	}
	for _, q := range questions() {
		row := []string{q.name}
		for _, when := range []string{"again", "first"} {
			m, ok := measured["BenchmarkAnswer/"+when+"/"+strings.ReplaceAll(q.name, " ", "_")]
			if !ok {
				return t, fmt.Errorf("the benchmark of %s was not run", q.name)
			}
			row = append(row, short(m.pieces.median()), short(m.allocated.median()/1000))
		}
		t.add(row...)
	}
	return t, nil
}
