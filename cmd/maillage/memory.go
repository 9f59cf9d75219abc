package main

import (
	"os"
	"runtime/debug"
)

// tidily has the garbage collector let less gather than it would by itself, unless
// the environment says how much it may: records hold few pointers, so that to
// collect is cheap where to hold is not.
func tidily() {
	const percent = 50 // of what is in use
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// frugally has the garbage collector work harder until what it returns is called,
// and then gives the system back what is free: reading an edition takes several
// times the memory that serving it does, and most of it only once.
func frugally() (done func()) {
	const percent = 30
	before := debug.SetGCPercent(percent)
	return func() {
		debug.SetGCPercent(before)
		debug.FreeOSMemory()
	}
}
