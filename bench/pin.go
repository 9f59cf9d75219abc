package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
)

// Where questions are compared, a server has a core to itself, and the load has
// another, which it shares with PostgreSQL.
const (
	serverCore = 0
	loadCore   = 1
)

// canPin says whether there are cores to share out.
var canPin = runtime.NumCPU() > loadCore

// onServerCore returns a command that runs there.
func onServerCore(ctx context.Context, program string, args ...string) *exec.Cmd {
	if !canPin {
		return exec.CommandContext(ctx, program, args...)
	}
	return exec.CommandContext(ctx, "taskset", append([]string{"--cpu-list", strconv.Itoa(serverCore), program}, args...)...)
}

// toLoadCore moves running processes there, with what they will start.
func toLoadCore(ctx context.Context, pids ...int) error {
	if !canPin {
		return nil
	}
	for _, pid := range pids {
		command := exec.CommandContext(ctx, "taskset", "--all-tasks", "--cpu-list", "--pid", strconv.Itoa(loadCore), strconv.Itoa(pid))
		if said, err := command.CombinedOutput(); err != nil {
			return fmt.Errorf("taskset: %w: %s", err, bytes.TrimSpace(said))
		}
	}
	return nil
}

// loadOnItsCore moves this process there and returns what brings it back.
func loadOnItsCore(ctx context.Context) (restore func(), err error) {
	if err := toLoadCore(ctx, os.Getpid()); err != nil || !canPin {
		return func() {}, err
	}
	before := runtime.GOMAXPROCS(1)
	return func() { runtime.GOMAXPROCS(before) }, nil
}
