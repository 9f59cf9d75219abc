package web

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPanicNamesTheRequestAndNothingElse(t *testing.T) {
	b := newBench()
	r := b.do(t, "POST", "/graphql", sendJSON+"X-Request-Id: my-id.1\n", `{"query":"{ broken }"}`)
	body := bodyOf(t, r)
	if r.StatusCode != http.StatusInternalServerError || !strings.Contains(body, `"requestId":"my-id.1"`) {
		t.Errorf("got %d %s", r.StatusCode, body)
	}
	if strings.Contains(body, "secret") {
		t.Errorf("the client is told %s", body)
	}
	if r.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Error("a page of another origin cannot read the error")
	}
	log := b.log.String()
	if strings.Count(log, "a secret") != 1 || strings.Count(log, "request_id=my-id.1") != 2 || !strings.Contains(log, "status=500") {
		t.Errorf("want the panic and the request logged once each, with the id:\n%s", log)
	}
}

func TestPanicCutsAnAnswerUnderWay(t *testing.T) {
	server := httptest.NewServer(withRecovery(newDiscardLog(), http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, strings.Repeat(".", 1<<16))
		panic("too late")
	})))
	defer server.Close()
	r, err := http.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if _, err := io.ReadAll(r.Body); err == nil {
		t.Error("the client takes half an answer for the whole")
	}
}

func TestRequestID(t *testing.T) {
	b := newBench()
	for given, kept := range map[string]bool{
		"abc-123_x.y:z":         true,
		"":                      false,
		"a b":                   false,
		`a"b`:                   false,
		"é":                     false,
		strings.Repeat("a", 65): false,
	} {
		r := b.do(t, "GET", "/healthz", "X-Request-Id: "+given, "")
		got := r.Header.Get("X-Request-Id")
		if (got == given) != kept || !validRequestID(got) {
			t.Errorf("given %q, got %q", given, got)
		}
		if !strings.Contains(b.log.String(), "request_id="+got) {
			t.Errorf("%s is not in the log", got)
		}
	}
}

func TestAccessLog(t *testing.T) {
	b := newBench()
	b.do(t, "GET", get("{ echo }"), "", "")
	b.do(t, "GET", "/healthz", "", "")
	lines := strings.Split(strings.TrimSpace(b.log.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines:\n%s", len(lines), b.log)
	}
	for i, wants := range [][]string{
		{"level=DEBUG", "method=GET", "path=/graphql", "status=200", "bytes=22", "duration=", "request_id="},
		{"path=/healthz", "status=200"},
	} {
		for _, want := range wants {
			if !strings.Contains(lines[i], want) {
				t.Errorf("no %s in %s", want, lines[i])
			}
		}
	}
	if strings.Contains(b.log.String(), "echo") {
		t.Error("queries are logged")
	}
}

func TestRoutes(t *testing.T) {
	b := newBench()
	for target, want := range map[string]struct {
		status int
		body   string
		header [2]string
	}{
		"/":                          {302, "", [2]string{"Location", "/graphiql"}},
		"/graphiql":                  {200, "GraphiQL", [2]string{"Content-Security-Policy", "default-src 'self'"}},
		"/graphiql/":                 {301, "", [2]string{"Location", "/graphiql"}},
		"/graphiql/assets/main-1.js": {200, "console.log", [2]string{"Cache-Control", "public, max-age=31536000, immutable"}},
		"/graphiql/icon.svg":         {200, "svg", [2]string{"Cache-Control", "no-cache"}},
		"/graphiql/assets/":          {404, "404 page not found\n", [2]string{"Cache-Control", ""}},
		"/graphiql/assets/no.js":     {404, "404 page not found\n", [2]string{"Cache-Control", ""}},
		"/graphiql/index.html":       {404, "404 page not found\n", [2]string{}},
		"/graphiql/assets/%2e%2e/x":  {404, "404 page not found\n", [2]string{}},
		"/schema.graphql":            {200, "type Query", [2]string{"Content-Type", "text/plain; charset=utf-8"}},
		"/healthz":                   {200, "ok\n", [2]string{"Cache-Control", "no-store"}},
		"/readyz":                    {200, "ready\n", [2]string{"Cache-Control", "no-store"}},
		"/graphql/":                  {404, "404 page not found\n", [2]string{}},
		"/nothing":                   {404, "404 page not found\n", [2]string{"Content-Type", "text/plain; charset=utf-8"}},
		"/schema.graphqls":           {404, "404 page not found\n", [2]string{}},
	} {
		r := b.do(t, "GET", target, "", "")
		body := bodyOf(t, r)
		if r.StatusCode != want.status || !strings.Contains(body, want.body) {
			t.Errorf("%s answers %d %q, want %d %q", target, r.StatusCode, body, want.status, want.body)
		}
		if got := r.Header.Get(want.header[0]); got != want.header[1] {
			t.Errorf("%s: %s: %q, want %q", target, want.header[0], got, want.header[1])
		}
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	b := newBench()
	for _, target := range []string{"/schema.graphql", "/graphiql"} {
		tag := b.do(t, "GET", target, "", "").Header.Get("ETag")
		if r := b.do(t, "GET", target, "If-None-Match: "+tag, ""); tag == "" || r.StatusCode != http.StatusNotModified {
			t.Errorf("%s answers %d to ETag %s", target, r.StatusCode, tag)
		}
	}
}

func TestPagesNotBuilt(t *testing.T) {
	b := newBench(func(cfg *Config) { cfg.Pages = nil })
	r := b.do(t, "GET", "/graphiql", "", "")
	if body := bodyOf(t, r); r.StatusCode != http.StatusNotFound || !strings.Contains(body, "make") {
		t.Errorf("got %d %s", r.StatusCode, body)
	}
	if r := b.do(t, "GET", get("{ echo }"), "", ""); r.StatusCode != http.StatusOK {
		t.Errorf("the service answers %d without its pages", r.StatusCode)
	}
}

func TestNotReady(t *testing.T) {
	b := newBench(func(cfg *Config) { cfg.Ready = func() (string, error) { return "", errors.New("pq: a secret") } })
	r := b.do(t, "GET", "/readyz", "", "")
	if body := bodyOf(t, r); r.StatusCode != http.StatusServiceUnavailable || body != "not ready\n" {
		t.Errorf("got %d %q", r.StatusCode, body)
	}
	if strings.Count(b.log.String(), "a secret") != 1 {
		t.Errorf("the reason is not logged once:\n%s", b.log)
	}
}

func TestReadyWithRemark(t *testing.T) {
	for remark, want := range map[string]string{"": "ready\n", "the database is away": "ready\nthe database is away\n"} {
		b := newBench(func(cfg *Config) { cfg.Ready = func() (string, error) { return remark, nil } })
		r := b.do(t, "GET", "/readyz", "", "")
		if body := bodyOf(t, r); r.StatusCode != http.StatusOK || body != want {
			t.Errorf("with remark %q got %d %q", remark, r.StatusCode, body)
		}
	}
}

// raw sends bytes to a live server and returns its answer and whether it then
// closes the connection.
func raw(t *testing.T, h http.Handler, request string) (r *http.Response, closed bool) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	r, err = http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.ReadAll(r.Body)
	return r, r.Close
}

func TestSmuggledRequestLosesItsConnection(t *testing.T) {
	const body = `{"query":"{ echo }"}`
	r, closed := raw(t, newBench(), "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
		"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n"+body+"\r\n0\r\n\r\n")
	if r.StatusCode != http.StatusOK || !closed {
		t.Errorf("status %d, closed %t; want 200 on a connection that closes", r.StatusCode, closed)
	}
	r, closed = raw(t, newBench(), "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n"+body)
	if r.StatusCode != http.StatusOK || closed {
		t.Errorf("status %d, closed %t; want 200 on a connection that stays", r.StatusCode, closed)
	}
}

func TestEndlessBodyIsCut(t *testing.T) {
	chunk := "10000\r\n" + strings.Repeat(" ", 1<<16) + "\r\n"
	r, _ := raw(t, newBench(), "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"+
		"Transfer-Encoding: chunked\r\n\r\n"+strings.Repeat(chunk, 17))
	if r.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", r.StatusCode)
	}
}
