package main

import (
	"runtime/debug"
	"testing"
)

// A server keeps its garbage small, unless the operator decides.
func TestTidily(t *testing.T) {
	const own = 100
	before := debug.SetGCPercent(own)
	t.Cleanup(func() { debug.SetGCPercent(before) })
	t.Setenv("GOGC", "200")
	if tidily(); debug.SetGCPercent(own) != own {
		t.Error("what GOGC says is overruled")
	}
	t.Setenv("GOGC", "")
	if tidily(); debug.SetGCPercent(own) >= own {
		t.Error("as much garbage gathers as by itself")
	}
}
