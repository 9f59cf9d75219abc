package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A process is a maillage that a test has started.
type process struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string // of a server
	log     *lockedBuffer
	ended   chan error
}

// A lockedBuffer is written to by a process while the test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// launch starts the command, which is killed when the test ends.
func launch(t *testing.T, stdout io.Writer, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: exec.Command("maillage", args...), log: new(lockedBuffer), ended: make(chan error, 1)}
	p.cmd.Stdout, p.cmd.Stderr = stdout, p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waited := make(chan struct{})
	go func() {
		defer close(waited)
		p.ended <- p.cmd.Wait()
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-waited
		if t.Failed() {
			t.Logf("maillage %s:\n%s", strings.Join(args, " "), p.log)
		}
	})
	return p
}

// serveOn starts a server on a database and waits until it answers.
func serveOn(t *testing.T, database string, args ...string) *process {
	t.Helper()
	out, in := io.Pipe()
	p := launch(t, in, append([]string{"serve", "--listen", "127.0.0.1:0", "--database", database}, args...)...)
	lines := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n')
		lines <- line
		_, _ = io.Copy(io.Discard, out)
	}()
	select {
	case line := <-lines:
		p.address = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "GraphiQL: "), "/graphiql")
	case err := <-p.ended:
		t.Fatalf("serve ends with %v: %s", err, p.log)
	case <-time.After(patience):
		t.Fatalf("serve does not start: %s", p.log)
	}
	return p
}

// importing starts an import of a file into a database.
func importing(t *testing.T, database, file, asOf string) *process {
	t.Helper()
	return launch(t, io.Discard, "import", "--database", database, "--as-of", asOf, file)
}

// wait returns how a process ended.
func (p *process) wait() error {
	p.t.Helper()
	select {
	case err := <-p.ended:
		return err
	case <-time.After(patience):
		p.t.Fatalf("it does not end: %s", p.log)
		return nil
	}
}

// kill ends a process that can do nothing about it.
func (p *process) kill() {
	p.t.Helper()
	_ = p.cmd.Process.Kill()
	_ = p.wait()
}

// succeed waits for a process that ends well.
func (p *process) succeed() {
	p.t.Helper()
	if err := p.wait(); err != nil {
		p.t.Fatalf("it ends with %v: %s", err, p.log)
	}
}

// ask returns the data of an answer, as it is sent.
func (p *process) ask(query string) (string, error) {
	client := http.Client{Timeout: patience}
	r, err := client.Get(p.address + "/graphql?query=" + url.QueryEscape(query))
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	return string(body), err
}

// answers fails the test unless the answer to a query comes to hold a text, and
// returns how long that took.
func (p *process) answers(query, text string) time.Duration {
	p.t.Helper()
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		answer, err := p.ask(query)
		if err != nil {
			p.t.Fatal(err)
		}
		if strings.Contains(answer, text) {
			return time.Since(begin)
		}
		if time.Since(begin) > patience {
			p.t.Fatalf("%s is still answered by %s", query, answer)
		}
	}
}

// logged waits until the log holds a text so many times.
func (p *process) logged(text string, times int) {
	p.t.Helper()
	for begin := time.Now(); strings.Count(p.log.String(), text) < times; time.Sleep(10 * time.Millisecond) {
		if time.Since(begin) > patience {
			p.t.Fatalf("%q is not %d times in the log:\n%s", text, times, p.log)
		}
	}
}

// communique writes a file that makes an edition of so many sites, in Somme.
func communique(t *testing.T, sites int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("Structures labellisées au 1er janvier 2023 :\n\nCommune | Département |\n")
	for _, commune := range []string{"Amiens", "Abbeville", "Ham", "Albert", "Roye", "Doullens", "Poix-de-Picardie", "Corbie"}[:sites] {
		fmt.Fprintf(&b, "%s | Somme |\n", commune)
	}
	path := filepath.Join(t.TempDir(), "communique.txt")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// servedNow is the query that names what is served: number, hash and how many sites.
const servedNow = `{dataset{servedFrom edition{id sha256} counts{sites}}}`

// served asks a server what it serves.
func (p *process) served() (edition, hash string, sites int) {
	p.t.Helper()
	body, err := p.ask(servedNow)
	if err != nil {
		p.t.Fatal(err)
	}
	var answer struct {
		Data struct {
			Dataset struct {
				Edition struct{ ID, Sha256 string }
				Counts  struct{ Sites int }
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		p.t.Fatalf("%s: %v", body, err)
	}
	d := answer.Data.Dataset
	return d.Edition.ID, d.Edition.Sha256, d.Counts.Sites
}
