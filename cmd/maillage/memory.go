package main

import "runtime/debug"

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
