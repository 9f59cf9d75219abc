package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

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
	database := "sqlite://" + t.TempDir() + "/maillage.db"
	server := serveOn(t, database)
	note := strings.TrimPrefix(database, "sqlite://") + "-writer"
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		before, hash, _ := server.served()
		p := importing(t, database, communique(t, 1), "2023-01-31")
		for begin := time.Now(); ; time.Sleep(time.Millisecond) { // until it is at work
			if _, err := os.Stat(note); err == nil || time.Since(begin) > patience {
				break
			}
		}
		if err := p.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := p.wait(); err == nil {
			t.Error("it ends well")
		}
		if said := p.log.String(); said != "maillage: interrupted\n" {
			t.Errorf("it says %q", said)
		}
		if _, err := os.Stat(note); err == nil {
			t.Error("its note stays")
		}
		if edition, now, _ := server.served(); edition != before || now != hash {
			t.Errorf("%s is served", edition)
		}
	}
	importing(t, database, communique(t, 1), "2023-01-31").succeed()
	server.answers(servedNow, `"edition:2"`)
}
