package main

import (
	"context"
	"fmt"
	"os/exec"
)

// warmUp is how many nested questions a server answers before its memory is
// read again.
const warmUp = 50

// starts measures maillage serve, from its start until it is ready, on each
// kind of database, and what it then holds.
func (b *bench) starts(ctx context.Context) (table, error) {
	t := table{
		title: "Start of the server",
		head:  []string{"Database", "Until ready", "Target", "CPU until ready", "Memory when ready", fmt.Sprintf("After %d nested answers", warmUp), "Target", "Most ever"},
	}
	measured := make([]start, len(b.databases)+1)
	for range b.runs {
		for i, db := range b.databases {
			if db.filled == "" {
				return t, fmt.Errorf("no start on %s: nothing could be imported into it", db.name)
			}
			if err := b.start(ctx, db.filled, &measured[i]); err != nil {
				return t, fmt.Errorf("start on %s: %w", db.name, err)
			}
		}
		url, err := b.databases[0].empty(ctx)
		if err != nil {
			return t, err
		}
		if err := b.start(ctx, url, &measured[len(b.databases)]); err != nil {
			return t, fmt.Errorf("first start: %w", err)
		}
	}
	for i, db := range b.databases {
		t.add(measured[i].row(db.name+", official edition", true)...)
	}
	t.add(measured[len(b.databases)].row(b.databases[0].name+", empty: the embedded edition is stored first", false)...)
	return t, nil
}

// A start is what the starts on one database took and hold.
type start struct {
	wall, cpu           samples // seconds
	atReady, warm, most samples // bytes
}

func (s start) row(name string, withTargets bool) []string {
	wall, resident := "–", "–"
	if withTargets {
		wall, resident = s.wall.atMost(2, "s", 1), s.warm.atMost(150*mebi, "MiB", mebi)
	}
	return []string{
		name, s.wall.in("s", 1), wall, s.cpu.in("s", 1),
		s.atReady.in("MiB", mebi), s.warm.in("MiB", mebi), resident, s.most.in("MiB", mebi),
	}
}

// start measures one start and adds it to the others.
func (b *bench) start(ctx context.Context, url string, to *start) error {
	s, wall, err := b.serve(ctx, exec.CommandContext(ctx, b.program, serveArguments(url)...))
	if err != nil {
		return err
	}
	defer s.kill()
	cpu, err := cpuTime(s.pid())
	if err != nil {
		return err
	}
	atReady, _, err := memory(s.pid())
	if err != nil {
		return err
	}
	for range warmUp {
		if _, _, err := nested.post().ask(ctx, s.base); err != nil {
			return err
		}
	}
	warm, most, err := memory(s.pid())
	if err != nil {
		return err
	}
	to.wall, to.cpu = append(to.wall, wall.Seconds()), append(to.cpu, cpu.Seconds())
	to.atReady, to.warm, to.most = append(to.atReady, atReady), append(to.warm, warm), append(to.most, most)
	return s.stop()
}
