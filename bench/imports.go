package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"
)

// imports measures maillage import of all official files into empty databases,
// and leaves each kind of database with one that is filled.
func (b *bench) imports(ctx context.Context) (table, error) {
	type measure struct{ wall, cpu, peak samples }
	measured := make([]measure, len(b.databases))
	for range b.runs {
		for i, db := range b.databases {
			url, err := db.empty(ctx)
			if err != nil {
				return table{}, fmt.Errorf("an empty %s: %w", db.name, err)
			}
			wall, cpu, peak, err := b.importInto(ctx, url)
			if err != nil {
				return table{}, fmt.Errorf("import into %s: %w", db.name, err)
			}
			m := &measured[i]
			m.wall, m.cpu, m.peak = append(m.wall, wall.Seconds()), append(m.cpu, cpu.Seconds()), append(m.peak, peak)
			db.filled = url
		}
	}
	t := table{
		title: "Import of the official files into an empty database",
		head:  []string{"Database", "Time", "Target", "CPU of the import", "Peak memory"},
		note:  "The PostgreSQL is one made for the bench, which does not wait for the disk; its own CPU is not counted.",
	}
	for i, db := range b.databases {
		m := measured[i]
		t.add(db.name, m.wall.in("s", 1), m.wall.atMost(10, "s", 1), m.cpu.in("s", 1), m.peak.in("MiB", mebi))
	}
	return t, nil
}

// fill imports the official files into a database without measuring it.
func (b *bench) fill(ctx context.Context) ([]table, error) {
	db := b.databases[0]
	url, err := db.empty(ctx)
	if err != nil {
		return nil, err
	}
	if _, _, _, err := b.importInto(ctx, url); err != nil {
		return nil, fmt.Errorf("import into %s: %w", db.name, err)
	}
	db.filled = url
	return nil, nil
}

// importInto imports the official files and returns the time that took, the
// CPU time and the most memory held, in bytes.
func (b *bench) importInto(ctx context.Context, url string) (wall, cpu time.Duration, peak float64, err error) {
	command := exec.CommandContext(ctx, b.program, append([]string{"import", "--quiet", "--database", url}, b.files...)...)
	command.Env = environment()
	var complaint bytes.Buffer
	command.Stderr = &complaint
	begin := time.Now()
	if err := command.Run(); err != nil {
		return 0, 0, 0, fmt.Errorf("%w: %s", err, bytes.TrimSpace(complaint.Bytes()))
	}
	wall = time.Since(begin)
	peak, err = peakMemory(command.ProcessState)
	return wall, command.ProcessState.UserTime() + command.ProcessState.SystemTime(), peak, err
}
