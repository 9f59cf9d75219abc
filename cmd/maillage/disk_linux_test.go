package main

import (
	"fmt"
	"os"
	"syscall"
	"testing"
)

// smallDisk mounts a disk of so many megabytes until the test ends.
func smallDisk(t *testing.T, megabytes int) string {
	t.Helper()
	// Not below t.TempDir, where PostgreSQL's user may not go.
	disk, err := os.MkdirTemp("", "maillage-disk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(disk) })
	err = syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dm,mode=1777", megabytes))
	if err != nil && (os.Getenv("CI") == "" || os.Geteuid() != 0) {
		t.Skipf("a small disk can only be mounted by root: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return disk
}
