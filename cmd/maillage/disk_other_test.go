//go:build !linux

package main

import "testing"

// smallDisk would mount a disk of so many megabytes.
func smallDisk(t *testing.T, _ int) string {
	t.Helper()
	t.Skip("a small disk can only be mounted on Linux")
	return ""
}
