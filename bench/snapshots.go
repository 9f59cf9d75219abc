package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/benchmark/parse"
)

// benchmarks are those of internal/snapshot to show, and what to keep to.
var benchmarks = []struct {
	name, what string
	unit       string
	size       float64 // of the unit, in seconds
	most       float64 // seconds; 0 if there is no target
}{
	{"BenchmarkNewKeeper", "Official edition linked and indexed", "ms", 1e-3, 1},
	{"BenchmarkNewDay", "Another date, on a label day nobody has asked for", "ms", 1e-3, 0.15},
	{"BenchmarkKnownDay", "Another date, on a day that is known", "ms", 1e-3, 0},
	{"BenchmarkSite", "One site by its code", "ns", 1e-9, 0},
	{"BenchmarkCommune", "One commune by its code", "ns", 1e-9, 0},
}

// snapshots measures, in process, how the network is built and read.
func (b *bench) snapshots(ctx context.Context) (table, error) {
	measured, err := b.benchmark(ctx, "./internal/snapshot")
	if err != nil {
		return table{}, fmt.Errorf("benchmarks of the snapshot: %w", err)
	}
	t := table{
		title: "The network in memory",
		head:  []string{"What", "Time", "Target", "Allocated"},
		note:  "From records that are in memory already.",
	}
	for _, shown := range benchmarks {
		m, ok := measured[shown.name]
		if !ok {
			return t, fmt.Errorf("%s was not run", shown.name)
		}
		target := "–"
		if shown.most > 0 {
			target = m.time.atMost(shown.most, shown.unit, shown.size)
		}
		t.add(shown.what, m.time.in(shown.unit, shown.size), target, m.allocated.in("MiB", mebi))
	}
	return t, nil
}

// A benchmark is what the runs of one gave for an operation.
type benchmark struct {
	time      samples // seconds
	allocated samples // bytes
	pieces    samples // in how many allocations
}

// benchmark runs the benchmarks of a package.
func (b *bench) benchmark(ctx context.Context, pkg string) (map[string]benchmark, error) {
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "-benchtime", "500ms", "-count", strconv.Itoa(b.runs), pkg)
	// The bench has found the files: where the test does not, it must not skip.
	command.Env = append(os.Environ(), "CI=1", "MAILLAGE_TEST_DATA="+filepath.Dir(filepath.Dir(b.files[0])))
	output, err := command.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, output)
	}
	set, err := parse.ParseSet(bytes.NewReader(output))
	if err != nil {
		return nil, err
	}
	measured := map[string]benchmark{}
	for name, runs := range set {
		name, _, _ = strings.Cut(name, "-") // the number of cores
		m := measured[name]
		for _, run := range runs {
			m.time = append(m.time, run.NsPerOp/1e9)
			m.pieces = append(m.pieces, float64(run.AllocsPerOp))
			m.allocated = append(m.allocated, float64(run.AllocedBytesPerOp))
		}
		measured[name] = m
	}
	return measured, nil
}
