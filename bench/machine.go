package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// describe begins a part of the report: what was measured, where and when, and how to do
// it again. It fails where there is no program to measure.
func (b *bench) describe(ctx context.Context, p part) (string, error) {
	version, err := exec.CommandContext(ctx, b.program, "version").Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w: build it with go build -o bin/maillage ./cmd/maillage", b.program, err)
	}
	return fmt.Sprintf(`# %s

Written by `+"`%s`"+`, which repeats all of it. Medians; where there are brackets, with the least and the most, or the target.
On a machine that others use, trust the ratios and CPU times. Files are read from the system's cache.

- Program: %s, commit %s
- Date: %s; %d runs, each question asked for %s in each
- Machine: %d cores, %s, %s of memory; load average %s when the bench began
`, p.title, p.command, strings.TrimSpace(string(version)), commit(ctx), time.Now().UTC().Format(time.DateOnly), b.runs, b.load,
		runtime.NumCPU(), procValue("/proc/cpuinfo", "model name"), totalMemory(), loadAverage()), nil
}

// commit names the sources that lie here, which those of the program are if it
// was built just before.
func commit(ctx context.Context) string {
	name, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty").Output()
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(name))
}

func totalMemory() string {
	kB, err := strconv.ParseFloat(strings.TrimSuffix(procValue("/proc/meminfo", "MemTotal"), " kB"), 64)
	if err != nil {
		return "unknown size"
	}
	return fmt.Sprintf("%.0f GiB", kB/(1<<20))
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}

// procValue returns the first value of a key in a file of "key: value" lines,
// "unknown" if there is none.
func procValue(file, key string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(text)) {
		if k, v, _ := strings.Cut(line, ":"); strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return "unknown"
}
