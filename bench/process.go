package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// mebi is the unit in which memory is shown, in bytes.
const mebi = 1 << 20

// environment is the bench's own without what would set the program's flags.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		return strings.HasPrefix(variable, "MAILLAGE_")
	})
}

// peakMemory returns the most that a process that has ended held, in bytes.
// Linux counts in what its parent held when it was started: the bench stays far
// smaller than what it measures.
func peakMemory(ended *os.ProcessState) (float64, error) {
	usage, ok := ended.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0, errors.New("the system does not tell how much memory a process held")
	}
	return float64(usage.Maxrss) * 1024, nil
}

// memory returns what a running process holds and the most it ever held, in
// bytes.
func memory(pid int) (resident, peak float64, err error) {
	status := fmt.Sprintf("/proc/%d/status", pid)
	if resident, err = kilobytes(procValue(status, "VmRSS")); err != nil {
		return 0, 0, fmt.Errorf("memory of process %d: %w", pid, err)
	}
	peak, err = kilobytes(procValue(status, "VmHWM"))
	return resident, peak, err
}

func kilobytes(s string) (float64, error) {
	n, err := strconv.ParseFloat(strings.TrimSuffix(s, " kB"), 64)
	return n * 1024, err
}

// ticksPerSecond is the clock of /proc/PID/stat, the same on every Linux for
// programs (USER_HZ).
const ticksPerSecond = 100

// treeTime returns the time a running process has spent on all cores, its own
// and the system's for it, with that of what it started.
func treeTime(pid int) (time.Duration, error) {
	spent, err := cpuTime(pid)
	if err != nil {
		return 0, err
	}
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return 0, err
	}
	for _, list := range lists {
		children, err := os.ReadFile(list)
		if err != nil {
			continue // of a thread that has ended
		}
		for _, child := range strings.Fields(string(children)) {
			n, err := strconv.Atoi(child)
			if err != nil {
				return 0, err
			}
			more, err := treeTime(n)
			if err != nil && !errors.Is(err, fs.ErrNotExist) { // one that has just ended
				return 0, err
			}
			spent += more
		}
	}
	return spent, nil
}

// cpuTime returns the time a running process and those of its children that have
// ended have spent.
func cpuTime(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The second field is the program's name in brackets, which may hold anything.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	const utime, cstime = 14 - 3, 17 - 3 // proc(5) counts from 1
	if len(fields) <= cstime {
		return 0, fmt.Errorf("/proc/%d/stat has %d fields", pid, len(fields))
	}
	ticks := 0
	for _, field := range fields[utime : cstime+1] {
		n, err := strconv.Atoi(field)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond, nil
}
