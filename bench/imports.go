package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"
)

// An importing is what a kind of import took, in each run.
type importing struct {
	wall, cpu, peak samples
}

// Targets of an import.
const (
	importMemory  = 300 * mebi
	tenfoldFactor = 12 // times the time for ten times the sites
)

// imports measures maillage import of all official files into empty databases,
// then of the same with ten times the sites, and leaves each kind of database
// with one that is filled.
func (b *bench) imports(ctx context.Context) (table, error) {
	many, err := tenfoldFiles(b.folder, b.files)
	if err != nil {
		return table{}, err
	}
	once, tenfold := make([]importing, len(b.databases)), make([]importing, len(b.databases))
	for range b.runs {
		for i, db := range b.databases {
			if db.filled, err = b.measureImport(ctx, db, b.files, &once[i]); err != nil {
				return table{}, err
			}
			if _, err := b.measureImport(ctx, db, many, &tenfold[i]); err != nil {
				return table{}, err
			}
		}
	}
	t := table{
		title: "Import of the official files into an empty database",
		head:  []string{"Database", "Time", "Target", "CPU of the import", "Peak memory", "Target"},
		note: "The PostgreSQL is one made for the bench, which does not wait for the disk; its own CPU is not counted. " +
			"Ten times the sites are each row of the official list ten times, with numbers of their own.",
	}
	for i, db := range b.databases {
		m := once[i]
		t.add(db.name, m.wall.in("s", 1), m.wall.atMost(10, "s", 1), m.cpu.in("s", 1), m.peak.in("MiB", mebi), m.peak.atMost(importMemory, "MiB", mebi))
	}
	for i, db := range b.databases {
		m, times := tenfold[i], tenfold[i].wall.over(once[i].wall)
		t.add(db.name+", ten times the sites", m.wall.in("s", 1)+": × "+times.in("", 1), times.atMost(tenfoldFactor, "times", 1),
			m.cpu.in("s", 1), m.peak.in("MiB", mebi), m.peak.atMost(importMemory, "MiB", mebi))
	}
	return t, nil
}

// measureImport imports files into an empty database, adds what that took, and
// returns the address of the database.
func (b *bench) measureImport(ctx context.Context, db *database, files []string, m *importing) (url string, err error) {
	if url, err = db.empty(ctx); err != nil {
		return "", fmt.Errorf("an empty %s: %w", db.name, err)
	}
	wall, cpu, peak, err := b.importInto(ctx, url, files)
	if err != nil {
		return "", fmt.Errorf("import into %s: %w", db.name, err)
	}
	m.wall, m.cpu, m.peak = append(m.wall, wall.Seconds()), append(m.cpu, cpu.Seconds()), append(m.peak, peak)
	return url, nil
}

// fill imports the official files into a database without measuring it.
func (b *bench) fill(ctx context.Context) ([]table, error) {
	db := b.databases[0]
	url, err := db.empty(ctx)
	if err != nil {
		return nil, err
	}
	if _, _, _, err := b.importInto(ctx, url, b.files); err != nil {
		return nil, fmt.Errorf("import into %s: %w", db.name, err)
	}
	db.filled = url
	return nil, nil
}

// importInto imports files and returns the time that took, the CPU time and the
// most memory held, in bytes.
func (b *bench) importInto(ctx context.Context, url string, files []string) (wall, cpu time.Duration, peak float64, err error) {
	command := exec.CommandContext(ctx, b.program, append([]string{"import", "--quiet", "--database", url}, files...)...)
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
