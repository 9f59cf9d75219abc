package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"maillage/internal/ingest/tabletest"
	"maillage/internal/source/sourcetest"
)

// patience bounds what a loaded machine may take; nothing that would end fails
// by it.
const patience = 2 * time.Minute

// A server is a maillage serve that a script has started.
type server struct {
	cmd    *exec.Cmd
	stdout *bufio.Reader
	stderr bytes.Buffer
}

type serverKey struct{}

// The variables that serve passes on, env having no other way to reach it.
var servedVariables = []string{"MAILLAGE_LISTEN", "MAILLAGE_DATABASE", "MAILLAGE_SYNC", "MAILLAGE_SOURCES", "MAILLAGE_ADMIN_LISTEN", "MAILLAGE_SNAPSHOT_CACHE"}

func start(ts *testscript.TestScript, _ bool, args []string) {
	s := ts.Value(serverKey{}).(*server)
	*s = server{cmd: exec.Command("maillage", append([]string{"serve"}, args...)...)}
	s.cmd.Dir = ts.MkAbs(".")
	s.cmd.Env = os.Environ()
	for _, name := range servedVariables {
		s.cmd.Env = append(s.cmd.Env, name+"="+ts.Getenv(name))
	}
	s.cmd.Stderr = &s.stderr
	out, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() { _ = s.cmd.Process.Kill() }) // of a script that fails half way
	s.stdout = bufio.NewReader(out)

	first := s.line(ts)
	address, ok := strings.CutSuffix(first, "/graphiql\n")
	if _, address, _ = strings.Cut(address, "http://"); !ok || address == "" {
		ts.Fatalf("no address of GraphiQL in %q", first)
	}
	ts.Setenv("ADDR", address)
	fmt.Fprint(ts.Stdout(), first, s.line(ts), s.line(ts))
}

// line returns the next line the server prints.
func (s *server) line(ts *testscript.TestScript) string {
	line, err := s.stdout.ReadString('\n')
	if err != nil {
		_ = s.cmd.Wait()
		ts.Fatalf("serve ended after %q: %s", line, s.stderr.String())
	}
	return line
}

func terminate(ts *testscript.TestScript, _ bool, _ []string) {
	s := ts.Value(serverKey{}).(*server)
	ts.Check(s.cmd.Process.Signal(syscall.SIGTERM))
	rest, err := io.ReadAll(s.stdout)
	ts.Check(err)
	if len(rest) > 0 {
		ts.Fatalf("serve goes on to print %q", rest)
	}
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("serve ends with %v: %s", err, s.stderr.String())
	}
	fmt.Fprint(ts.Stdout(), s.stderr.String())
}

func ask(ts *testscript.TestScript, _ bool, args []string) {
	answer, err := send(args[0], args[1:]...)
	ts.Check(err)
	fmt.Fprint(ts.Stdout(), answer)
}

func eventually(ts *testscript.TestScript, _ bool, args []string) {
	url, text := args[0], args[1]
	var answer string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		var err error
		answer, err = send(url)
		ts.Check(err)
		if strings.Contains(answer, text) {
			return
		}
	}
	ts.Fatalf("%s still answers %s", url, answer)
}

// send returns status, Location and body, a line each. What follows the URL is what
// is posted, and the language that the answer is wanted in.
func send(url string, asked ...string) (string, error) {
	client := http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	method, body := http.MethodGet, ""
	if len(asked) > 0 {
		method, body = http.MethodPost, asked[0]
	}
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/json")
	if len(asked) > 1 {
		request.Header.Set("Accept-Language", asked[1])
	}
	r, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	content, err := io.ReadAll(r.Body)
	return fmt.Sprintf("%d\nLocation: %s\n%s\n", r.StatusCode, r.Header.Get("Location"), content), err
}

type sourcesKey struct{}

func play(ts *testscript.TestScript, _ bool, args []string) {
	manner, known := sourcetest.Manners()[args[1]]
	if !known {
		ts.Fatalf("nobody plays %q", args[1])
	}
	ts.Value(sourcesKey{}).(*sourcetest.Server).Play(args[0], manner)
}

func asked(ts *testscript.TestScript, _ bool, _ []string) {
	for _, answer := range ts.Value(sourcesKey{}).(*sourcetest.Server).Asked() {
		fmt.Fprintln(ts.Stdout(), answer)
	}
}

func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	content, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(content), 0o666))
}

func save(ts *testscript.TestScript, _ bool, args []string) {
	table, err := os.Open(ts.MkAbs(args[2]))
	ts.Check(err)
	defer table.Close()
	records, err := csv.NewReader(table).ReadAll()
	ts.Check(err)
	saved, err := tabletest.Save(records)
	ts.Check(err)
	content, known := saved[args[1]]
	if !known {
		ts.Fatalf("nobody saves tables as %q", args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), content, 0o666))
}

func document(ts *testscript.TestScript, _ bool, args []string) {
	decoder := json.NewDecoder(strings.NewReader(ts.ReadFile(args[0])))
	decoder.UseNumber()
	var value any
	ts.Check(decoder.Decode(&value))
	if _, err := decoder.Token(); err != io.EOF {
		ts.Fatalf("%s goes on after its document", args[0])
	}
	printValues(ts.Stdout(), "", value)
}

// printValues prints the values of a document, each with the names that lead to it.
func printValues(w io.Writer, path string, value any) {
	switch value := value.(type) {
	case map[string]any:
		for name, v := range value {
			printValues(w, strings.TrimPrefix(path+"."+name, "."), v)
		}
	case []any:
		for i, v := range value {
			printValues(w, fmt.Sprintf("%s.%d", path, i), v)
		}
	default:
		fmt.Fprintf(w, "%s=%v\n", path, value)
	}
}

func hold(ts *testscript.TestScript, _ bool, _ []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Defer(func() {
		if err := l.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			ts.Logf("%v", err)
		}
	})
	ts.Setenv("HELD", "127.0.0.1:"+strconv.Itoa(l.Addr().(*net.TCPAddr).Port))
}
