package web

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func newDiscardLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

// A request under way when the server is told to stop is answered, and the
// server then ends without an error.
func TestServeLetsRequestsFinish(t *testing.T) {
	b := newBench()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	server := Server(l.Addr().String(), b, newDiscardLog())
	stopping := make(chan struct{})
	server.RegisterOnShutdown(func() { close(stopping) })
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, server, l) }()

	answered := make(chan string, 1)
	go func() {
		r, err := http.Get("http://" + l.Addr().String() + get("{ wait }"))
		if err != nil {
			answered <- err.Error()
			return
		}
		defer r.Body.Close()
		body, _ := io.ReadAll(r.Body)
		answered <- string(body)
	}()
	<-b.schema.waiting
	stop()
	<-stopping
	close(b.schema.waiting)
	if got := <-answered; got != `{"data":{"wait":null}}` {
		t.Errorf("the request under way got %s", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestServeSaysWhyItFails(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Serve(context.Background(), Server("", newBench(), newDiscardLog()), l); err == nil {
		t.Error("serving a closed listener succeeds")
	}
}

// What net/http bounds is bounded, and a long query still fits into a URL.
func TestServerIsBounded(t *testing.T) {
	b := newBench()
	server := httptest.NewUnstartedServer(b)
	server.Config = Server("", b, newDiscardLog())
	server.Start()
	defer server.Close()
	for size, want := range map[int]int{
		60 << 10:  http.StatusOK,
		100 << 10: http.StatusRequestHeaderFieldsTooLarge,
	} {
		r, err := http.Get(server.URL + get("{ echo }") + strings.Repeat("+", size))
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("a query of %d bytes is answered %d, want %d", size, r.StatusCode, want)
		}
	}
	if c := server.Config; c.ReadHeaderTimeout <= 0 || c.ReadTimeout <= 0 || c.WriteTimeout <= 0 || c.IdleTimeout <= 0 {
		t.Error("a client may keep a connection for ever")
	}
}
