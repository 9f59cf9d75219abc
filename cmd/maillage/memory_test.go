package main

import (
	"runtime/debug"
	"testing"
)

// As much garbage may gather as the edition takes, whatever is kept beside it, and
// less while one is read.
func TestPacer(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	percent := func() int {
		p := debug.SetGCPercent(100)
		debug.SetGCPercent(p)
		return p
	}
	p := pacer{edition: unknown, percent: 100}
	const edition = 30 << 20
	for _, step := range []struct {
		inUse uint64
		want  int
	}{
		{2 * edition, 100}, // nothing else is known yet
		{edition, 100},
		{2 * edition, 50},
		{20 * edition, readingPercent}, // or the collector would do nothing else
		{edition, 100},
	} {
		p.look(step.inUse)
		if got := percent(); got != step.want {
			t.Errorf("with %d MiB in use %d%% of garbage may gather, want %d%%", step.inUse>>20, got, step.want)
		}
	}
	p.look(2 * edition)
	done := p.frugally()
	p.look(edition)
	if got := percent(); got != readingPercent {
		t.Errorf("while an edition is read %d%% of garbage may gather", got)
	}
	done()
	p.look(3 * edition) // another edition
	if got := percent(); got != 100 {
		t.Errorf("with a larger edition alone %d%% of garbage may gather", got)
	}
}

// The pacer learns of each collection.
func TestPacerLearns(t *testing.T) {
	before := debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	p := &pacer{edition: unknown, percent: 100}
	p.afterNext()
	for range 100 {
		debug.FreeOSMemory() // which collects
		p.mu.Lock()
		known := p.edition != unknown
		p.mu.Unlock()
		if known {
			return
		}
	}
	t.Error("it has learnt nothing of a hundred collections")
}
