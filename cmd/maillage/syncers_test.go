package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/internal/source"
	"maillage/internal/source/sourcetest"
	"maillage/internal/store/pgtest"
)

// Of two syncers that have fetched the same file one publishes it; the other says for
// whom it waits, and then that nothing is new. One that is killed at its work leaves
// nothing half done, and nobody waiting; the next one removes what it had fetched, and
// nothing of one that lives.
func TestSyncersTogether(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "maillage.db")
		checkSyncers(t, "sqlite://"+file, func() string {
			name, _ := os.ReadFile(file + "-writer") // there is none while nobody writes
			return string(name)
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		server := pgtest.NewServer(t)
		checkSyncers(t, server.Address(), writerTo(t, server))
	})
}

// checkSyncers takes what tells who writes to the database.
func checkSyncers(t *testing.T, database string, writer func() string) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary) // for what is left there by one that is killed
	lie := func(want int) {
		t.Helper()
		if folders, err := os.ReadDir(temporary); err != nil || len(folders) != want {
			t.Errorf("%d folders of files fetched, want %d: %v, %v", len(folders), want, folders, err)
		}
	}
	sources := sourcetest.New(t)
	file := filepath.Join(t.TempDir(), "sources.txt")
	if err := os.WriteFile(file, []byte(only("sites", sources.Feeds())), 0o666); err != nil {
		t.Fatal(err)
	}
	begin := func() *process {
		return launch(t, new(lockedBuffer), "sync", "--once", "--sources", file, "--database", database)
	}
	named := func(p *process) string { return fmt.Sprintf("maillage sync (process %d on ", p.cmd.Process.Pid) }
	works := func(p *process) {
		wait(t, "it does not work", func() bool { return strings.HasPrefix(writer(), named(p)) })
	}
	server := watch(t, serveOn(t, database))

	gate := closeGate(t, sources, "sites", "well")
	first, second := begin(), begin()
	gate.await(2)
	lie(2) // the second has swept while the first lives
	release := occupyTurn(t, database, "import")
	gate.open()
	first.logged("maillage: waiting for maillage import (process ", 1)
	second.logged("maillage: waiting for maillage import (process ", 1)
	second.signal(syscall.SIGSTOP) // so that it is the first's turn
	release()
	works(first)
	first.signal(syscall.SIGSTOP) // so that the second finds it at work
	second.signal(syscall.SIGCONT)
	second.logged("maillage: waiting for "+named(first), 1)
	first.signal(syscall.SIGCONT)
	first.prints("published edition 2: ")
	second.prints("nothing new is published")
	server.checkStored(database, 2, 2)

	gate = closeGate(t, sources, "sites", "hardly shrunk")
	killed := begin()
	gate.await(1)
	gate.open()
	works(killed)
	killed.kill()
	lie(1)
	begin().succeed()
	lie(0)
	server.checkStored(database, 3, 3)
}

// only has one feed fetched, in the words of an operator.
func only(code string, feeds []source.Feed) string {
	var b strings.Builder
	for _, f := range feeds {
		if f.Code != code {
			f.URL = source.Off
		}
		fmt.Fprintln(&b, f.Code, f.URL)
	}
	return b.String()
}

// A gate holds back all who ask for a file.
type gate struct {
	t      *testing.T
	asked  chan struct{}
	opened chan struct{}
}

// closeGate has a feed played in a manner, once the gate is opened.
func closeGate(t *testing.T, sources *sourcetest.Server, code, manner string) gate {
	g := gate{t, make(chan struct{}, 100), make(chan struct{})}
	play := sourcetest.Manners()[manner]
	sources.Play(code, func(w http.ResponseWriter, r *http.Request, content []byte) {
		g.asked <- struct{}{}
		select {
		case <-g.opened:
			play(w, r, content)
		case <-r.Context().Done():
		}
	})
	return g
}

// await waits until so many are held back.
func (g gate) await(n int) {
	g.t.Helper()
	for range n {
		select {
		case <-g.asked:
		case <-time.After(patience):
			g.t.Fatal("nobody asks for the file")
		}
	}
}

func (g gate) open() { close(g.opened) }

// writerTo returns what tells who writes to a server's database, "" if nobody does.
func writerTo(t *testing.T, server *pgtest.Server) func() string {
	t.Helper()
	return asking[string](t, server,
		"SELECT coalesce(max(application_name), '') FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory'")
}

func (p *process) signal(s syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
}

// prints waits for a process that ends well, having printed a text.
func (p *process) prints(text string) {
	p.t.Helper()
	p.succeed()
	if printed := fmt.Sprint(p.cmd.Stdout); !strings.Contains(printed, text) {
		p.t.Errorf("it prints %s, want %q", printed, text)
	}
}
