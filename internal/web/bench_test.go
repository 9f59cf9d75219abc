package web

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"maillage/graph"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/snapshot"
)

// The questions of the benchmarks: a point, a page, a region down to its services.
var questions = []struct{ name, body string }{
	{"point", `{"query":"query ($code: CommuneCode!) {\n  commune(code: $code) { code name population department { code name } }\n}","variables":{"code":"80021"}}`},
	{"page", `{"query":"{ communes(first: 100) { nodes { code name population department { code name } } } }"}`},
	{"region", `{"query":"{ region(code: \"32\") { name departments { name communes(first: 100) { nodes { code name population sites { nodes { code name } } } } } } }"}`},
}

// BenchmarkHandler measures a whole request but for net/http itself.
func BenchmarkHandler(b *testing.B) {
	handler := embeddedHandler(b)
	for _, q := range questions {
		b.Run(q.name, func(b *testing.B) { benchmark(b, handler, q.body) })
	}
}

func benchmark(b *testing.B, handler http.Handler, body string) {
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	r.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"*/*"}, "Content-Length": {strconv.Itoa(len(body))}}
	r.ContentLength = int64(len(body))
	w := &discardingWriter{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		clear(w.header)
		w.bytes = 0
		r.Body = io.NopCloser(strings.NewReader(body))
		handler.ServeHTTP(w, r)
		if w.status != http.StatusOK {
			b.Fatalf("status %d", w.status)
		}
	}
	b.SetBytes(w.bytes)
}

// A discardingWriter costs nothing.
type discardingWriter struct {
	header http.Header
	status int
	bytes  int64
}

func (w *discardingWriter) Header() http.Header    { return w.header }
func (w *discardingWriter) WriteHeader(status int) { w.status = status }
func (w *discardingWriter) Write(p []byte) (int, error) {
	w.bytes += int64(len(p))
	return len(p), nil
}

func embeddedHandler(t testing.TB) http.Handler {
	t.Helper()
	keeper := embeddedKeeper(t)
	log := slog.New(LogRequestIDs(slog.NewTextHandler(io.Discard, nil)))
	return New(Config{Executor: graph.NewExecutor(keeper, log), Ready: func() error { return nil }, Log: log})
}

func embeddedKeeper(t testing.TB) *snapshot.Keeper {
	t.Helper()
	edition, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	edition.Number = 1
	keeper, err := snapshot.NewKeeper(t.Context(), &shelf{[]network.Edition{edition}, records})
	if err != nil {
		t.Fatal(err)
	}
	return keeper
}

// A shelf is a library whose editions all publish the same.
type shelf struct {
	editions []network.Edition
	records  *network.Records
}

func (s *shelf) Editions(context.Context) ([]network.Edition, error) { return s.editions, nil }

func (s *shelf) Load(context.Context, int) (*network.Records, error) { return s.records, nil }

func (s *shelf) Sightings(context.Context, int) (map[string]network.Sighting, error) {
	return nil, nil
}
