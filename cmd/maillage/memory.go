package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// A pacer decides when the garbage collector begins. The runtime lets as much garbage
// gather as there is memory in use. Here that is the edition, whose pointers a
// collection must follow, and what is kept of answers, which costs a collection next to
// nothing: the pacer lets only as much gather as the edition takes.
type pacer struct {
	mu      sync.Mutex
	reading int    // how many editions are being read
	edition uint64 // bytes that were in use at the least since one was read
	percent int    // that is set
}

// readingPercent is for as long as an edition is read, which takes several times the
// memory that serving it does, and most of it only once.
const readingPercent = 30

// pace is this process's: it has one garbage collector.
var pace = pacer{edition: unknown, percent: 100}

const unknown = ^uint64(0)

// start has the pacer look after each collection, unless whoever runs the program
// has set GOGC.
func (p *pacer) start() {
	if os.Getenv("GOGC") == "" {
		p.afterNext()
	}
}

func (p *pacer) afterNext() {
	type collected struct{ _ [64]byte } // in a piece of memory of its own
	runtime.AddCleanup(new(collected), func(struct{}) {
		p.look(inUse())
		p.afterNext()
	}, struct{}{})
}

// look takes in how many bytes the last collection found in use.
func (p *pacer) look(bytes uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reading > 0 {
		return
	}
	p.edition = min(p.edition, bytes)
	percent := max(readingPercent, int(100*float64(p.edition)/float64(bytes)))
	if d := percent - p.percent; d < -2 || d > 2 { // each change stops the program for a moment
		p.percent = percent
		debug.SetGCPercent(percent)
	}
}

// frugally has the garbage collector work harder until what it returns is called,
// and then gives the system back what is free.
func (p *pacer) frugally() (done func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reading++
	before := debug.SetGCPercent(readingPercent)
	return func() {
		p.mu.Lock()
		p.reading--
		p.edition, p.percent = unknown, before
		debug.SetGCPercent(before)
		p.mu.Unlock()
		debug.FreeOSMemory()
	}
}

// inUse returns how many bytes the last collection found in use.
func inUse() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
