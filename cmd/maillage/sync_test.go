package main

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"maillage/internal/source"
	"maillage/internal/source/sourcetest"
	"maillage/internal/store"
)

// An endingWriter calls end once a text has been written to it.
type endingWriter struct {
	mu   sync.Mutex
	b    bytes.Buffer
	text string
	end  func()
}

func (w *endingWriter) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.b.Write(p)
	if strings.Contains(w.b.String(), w.text) {
		w.end()
	}
	return len(p), nil
}

// A server that can fetch nothing says so in one line, and has what it had.
func TestKeepUpWithNothing(t *testing.T) {
	sources := sourcetest.New(t)
	for _, f := range source.Feeds() {
		sources.Play(f.Code, sourcetest.Manners()["missing"])
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	log := &endingWriter{text: "\n", end: cancel}
	d := database{URL: "sqlite://" + filepath.Join(t.TempDir(), "maillage.db")}
	open := func(ctx context.Context) (*store.Store, error) { return d.open(ctx, "test", terminal{}) }
	keepUp(ctx, open, sources.Feeds(), slog.New(slog.NewTextHandler(log, nil)))
	if got := log.b.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "level=WARN") || !strings.Contains(got, "sites failed: 127.0.0.1") {
		t.Errorf("the log says %q", got)
	}
	db, err := open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if editions, err := db.Editions(t.Context()); err != nil || len(editions) > 0 {
		t.Errorf("editions %v, %v", editions, err)
	}
}

// With --every it goes on after a pass, failures and all, until it is told to
// end, which is no failure. A source that could not be fetched is soon asked again,
// and it alone.
func TestSyncEvery(t *testing.T) {
	sources := sourcetest.New(t)
	sources.Play("cog", sourcetest.Manners()["missing"])
	dir := t.TempDir()
	file := filepath.Join(dir, "sources.txt")
	if err := os.WriteFile(file, []byte(sources.Overrides()), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	errs := &endingWriter{text: "1 could not be fetched\n", end: func() {
		sources.Asked()
		sources.Play("cog", nil)
	}}
	out := &endingWriter{text: "published edition 3: ", end: cancel}
	args := []string{"sync", "--every", "24h", "--sources", file, "--database", "sqlite://" + filepath.Join(dir, "maillage.db")}
	noTwins := func(string) (string, bool) { return "", false }
	if status := run(ctx, args, noTwins, out, errs); status != statusOK {
		t.Errorf("status %d, %s", status, errs.b.String())
	}
	if printed := out.b.String(); !strings.Contains(printed, "published edition 2: ") || !strings.Contains(printed, "published edition 3: ") {
		t.Errorf("it prints %s", printed)
	}
	if asked := sources.Asked(); !slices.Equal(asked, []string{"cog 200"}) {
		t.Errorf("asked again: %v", asked)
	}
}

// A database that is away when a server would keep it up is tried again at once
// more or less, not an hour later.
func TestKeepUpRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var tries []time.Duration
		begin := time.Now()
		open := func(context.Context) (*store.Store, error) {
			if tries = append(tries, time.Since(begin)); len(tries) == 12 {
				cancel()
			}
			return nil, errors.New("the database is away")
		}
		log := new(bytes.Buffer)
		keepUp(ctx, open, nil, slog.New(slog.NewTextHandler(log, nil)))
		want := []time.Duration{0, 5 * time.Second, 15 * time.Second, 35 * time.Second}
		if !slices.Equal(tries[:4], want) || tries[11]-tries[10] != syncPause {
			t.Errorf("tried after %v", tries)
		}
		if strings.Count(log.String(), "\n") != 1 {
			t.Errorf("the log says %q", log)
		}
	})
}
