package main

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// Whoever has subscribed to a server is told of an edition that is imported, and of
// the one that is served again after a rollback; and a server that is told to stop
// does so at once.
func TestSubscription(t *testing.T) {
	database := "sqlite://" + t.TempDir() + "/maillage.db"
	server := serveOn(t, database, "--poll", "100ms")
	client := http.Client{Timeout: patience}
	r, err := http.NewRequest(http.MethodPost, server.address+"/graphql", strings.NewReader(`{"query":"subscription { editionPublished { id } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{"Accept": {"text/event-stream"}, "Content-Type": {"application/json"}}
	stream, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	lines := bufio.NewReader(stream.Body)
	told := func(want string) {
		t.Helper()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatalf("%v, before %s", err, want)
			}
			if strings.HasPrefix(line, "data:") {
				if !strings.Contains(line, want) {
					t.Errorf("told %s, want %s", line, want)
				}
				return
			}
		}
	}
	importing(t, database, communique(t, 2), "2023-01-31").succeed()
	told(`{"data":{"editionPublished":{"id":"edition:2"}},"extensions":{"dataset":{"asOf":"2023-01-31",`)
	launch(t, io.Discard, "rollback", "--database", database).succeed()
	told(`{"data":{"editionPublished":{"id":"edition:1"}},`)
	server.signal(syscall.SIGTERM)
	told("data:\n")
	server.succeed()
}
