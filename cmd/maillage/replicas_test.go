package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/internal/ingest"
	"maillage/internal/network"
	"maillage/internal/source/sourcetest"
	"maillage/internal/store/pgtest"
)

// Three servers, one of them on a standby, serve each new edition: those that the
// primary tells of it at once, that on the standby at its next poll. When the
// primary fails they serve on; the standby, promoted, takes its place, and what is
// imported there is served as well.
func TestReplicas(t *testing.T) {
	primary := pgtest.NewServer(t)
	first := serveOn(t, primary.Address(), "--poll", "30s") // so that only the news can be in time
	standby := primary.Standby()
	replicas := map[string]*process{
		"first, on the primary":  first,
		"second, on the primary": serveOn(t, primary.Address(), "--poll", "30s"),
		"third, on the standby":  serveOn(t, standby.Address()),
	}
	for _, p := range replicas {
		p.answers(servedNow, `"edition:1"`)
	}
	for number := 2; number <= 3; number++ {
		importing(t, primary.Address(), communique(t, number), "2023-01-31").succeed()
		committed := time.Now()
		want := fmt.Sprintf(`"edition:%d"`, number)
		for name, p := range replicas {
			p.answers(servedNow, want)
			t.Logf("edition %d is served by the %s %s after the import ended", number, name, time.Since(committed).Round(time.Millisecond))
		}
		checkAlike(t, replicas)
	}

	primary.Stop()
	first.logged("the database cannot be read", 1)
	checkAlike(t, replicas)
	standby.Promote()
	importing(t, standby.Address(), communique(t, 4), "2023-01-31").succeed()
	replicas["third, on the standby"].answers(servedNow, `"edition:4"`)
	if edition, _, sites := first.served(); edition != "edition:3" || sites != 3 {
		t.Errorf("a server that is cut off serves %s with %d sites", edition, sites)
	}
}

// checkAlike checks that all servers give the same bytes to the same question.
func checkAlike(t *testing.T, replicas map[string]*process) {
	t.Helper()
	const query = `{dataset{edition{id label asOf sha256}}sites(first:100){totalCount nodes{id name labelledOn commune{name population}}}}`
	answers := map[string][]string{}
	for name, p := range replicas {
		answer, err := p.ask(query)
		if err != nil {
			t.Fatal(err)
		}
		answers[answer] = append(answers[answer], name)
	}
	if len(answers) != 1 {
		t.Errorf("they answer otherwise: %v", answers)
	}
}

// Of imports that are started together one works at a time, each on what the one
// before has published, and those that wait say for whom.
func TestImportsTogether(t *testing.T) {
	for name, database := range map[string]string{
		"SQLite":     "sqlite://" + t.TempDir() + "/maillage.db",
		"PostgreSQL": pgtest.NewServer(t).Address(),
		"PgBouncer":  pgtest.NewPooler(t, pgtest.NewServer(t), poolerConnections),
	} {
		t.Run(name, func(t *testing.T) {
			const imports = 3
			running := make([]*process, imports)
			for i := range running {
				running[i] = importing(t, database, communique(t, i+1), "2023-01-31")
			}
			waited := 0
			for _, p := range running {
				p.succeed()
				if strings.Contains(p.log.String(), "maillage: waiting for maillage import (process ") {
					waited++
				}
			}
			if waited == 0 {
				t.Error("none says that it waits for another")
			}
			server := serveOn(t, database)
			if edition, _, _ := server.served(); edition != fmt.Sprintf("edition:%d", imports+1) {
				t.Errorf("%s is served", edition)
			}
		})
	}
}

// An import that is told to stop, at whichever moment, stops soon, says so, and
// has written nothing; nor does it keep others waiting.
func TestImportInterrupted(t *testing.T) {
	check := func(t *testing.T, database string, atWork func() bool) {
		server := serveOn(t, database)
		for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
			before, hash, _ := server.served()
			p := importing(t, database, communique(t, 1), "2023-01-31")
			wait(t, "it does not begin", atWork)
			if err := p.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := p.wait(); err == nil {
				t.Error("it ends well")
			}
			if said := p.log.String(); said != "maillage: interrupted\n" {
				t.Errorf("it says %q", said)
			}
			begin := time.Now()
			wait(t, "it keeps others waiting", func() bool { return !atWork() })
			t.Logf("others could write %s after it ended", time.Since(begin).Round(time.Millisecond))
			if edition, now, _ := server.served(); edition != before || now != hash {
				t.Errorf("%s is served", edition)
			}
		}
		importing(t, database, communique(t, 1), "2023-01-31").succeed()
		server.answers(servedNow, `"edition:2"`)
	}
	t.Run("SQLite", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "maillage.db")
		check(t, "sqlite://"+file, func() bool {
			_, err := os.Stat(file + "-writer")
			return err == nil
		})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		server := pgtest.NewServer(t)
		check(t, server.Address(), writing(t, server))
	})
	t.Run("PgBouncer", func(t *testing.T) {
		server := pgtest.NewServer(t)
		check(t, pgtest.NewPooler(t, server, poolerConnections), writing(t, server))
	})
}

// writing returns what tells whether somebody writes to a server's database.
func writing(t *testing.T, server *pgtest.Server) func() bool {
	t.Helper()
	return asking[bool](t, server, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory')")
}

// asking returns what asks a server for a value each time.
func asking[V any](t *testing.T, server *pgtest.Server, query string) func() V {
	t.Helper()
	db, err := sql.Open("postgres", server.Address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return func() (value V) {
		if err := db.QueryRow(query).Scan(&value); err != nil {
			t.Error(err)
		}
		return value
	}
}

// wait waits until something is so.
func wait(t *testing.T, otherwise string, so func() bool) {
	t.Helper()
	for begin := time.Now(); !so(); time.Sleep(time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatal(otherwise)
		}
	}
}

// Who imports and who syncs write in turn, and say for whom they wait.
func TestImportAndSync(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		sources := sourcetest.New(t)
		file := filepath.Join(t.TempDir(), "sources.txt")
		if err := os.WriteFile(file, []byte(sources.Overrides()), 0o666); err != nil {
			t.Fatal(err)
		}
		serveOn(t, database)
		release := occupyTurn(t, database, "import")
		syncing := launch(t, io.Discard, "sync", "--sources", file, "--database", database)
		syncing.logged("maillage: waiting for maillage import (process ", 1)
		release()
		syncing.succeed()

		release = occupyTurn(t, database, "sync")
		p := importing(t, database, communique(t, 1), "2024-12-31")
		p.logged("maillage: waiting for maillage sync (process ", 1)
		release()
		p.succeed()
		server := serveOn(t, database)
		if edition, _, _ := server.served(); edition != "edition:3" {
			t.Errorf("%s is served", edition)
		}
	})
}

// occupyTurn publishes, as a command would, until it is released, and then
// nothing.
func occupyTurn(t *testing.T, address, command string) (release func()) {
	t.Helper()
	db, err := database{URL: address}.open(t.Context(), command, terminal{err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	begun, end, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		_, err := library{db}.Publish(t.Context(), func(ctx context.Context, _ network.Reader, _ network.Edition, _ *network.Records) (*ingest.Import, error) {
			close(begun)
			select {
			case <-end:
			case <-ctx.Done():
			}
			return nil, nil
		})
		ended <- err
	}()
	select {
	case <-begun:
	case err := <-ended:
		t.Fatalf("it does not begin: %v", err)
	}
	return func() {
		close(end)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// poolerConnections are what a pooler needs for one who writes and one who reads.
const poolerConnections = 2

// Behind a pooler that shares connections by transaction, servers and imports do
// what they do without: nobody is told, so that servers see a new edition at their
// next poll. An import that is killed leaves no lock.
func TestPooler(t *testing.T) {
	server := pgtest.NewServer(t)
	pooler := pgtest.NewPooler(t, server, poolerConnections)
	replicas := map[string]*process{
		"first":  serveOn(t, pooler, "--poll", "500ms"),
		"second": serveOn(t, pooler, "--poll", "500ms"),
	}
	for i, database := range []string{pooler, server.Address()} {
		importing(t, database, communique(t, 2+i), "2023-01-31").succeed()
		committed := time.Now()
		for name, p := range replicas {
			p.answers(servedNow, fmt.Sprintf(`"edition:%d"`, 2+i))
			t.Logf("the %s serves it %s after the import ended", name, time.Since(committed).Round(time.Millisecond))
		}
		checkAlike(t, replicas)
	}
	replicas["first"].answers(`{at(edition:"edition:1"){edition{id}}}`, `"edition:1"`)

	atWork := writing(t, server)
	p := importing(t, pooler, communique(t, 4), "2023-01-31")
	wait(t, "it does not begin", atWork)
	p.kill()
	wait(t, "one that is dead keeps others waiting", func() bool { return !atWork() })
	importing(t, pooler, communique(t, 5), "2023-01-31").succeed()
	replicas["second"].answers(servedNow, `"edition:4"`)
	for name, p := range replicas {
		if log := p.log.String(); strings.Contains(log, "level=WARN") {
			t.Errorf("the %s complains: %s", name, log)
		}
	}
}
