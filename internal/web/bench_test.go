package web

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"maillage/graph"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/snapshot/shelf"
)

// The questions of the benchmarks: a point, a page, a region down to its services.
var questions = []struct{ name, body string }{
	{"point", `{"query":"query ($code: CommuneCode!) {\n  commune(code: $code) { code name population department { code name } }\n}","variables":{"code":"80021"}}`},
	{"page", `{"query":"{ communes(first: 100) { nodes { code name population department { code name } } } }"}`},
	{"region", `{"query":"{ region(code: \"32\") { name departments { name communes(first: 100) { nodes { code name population sites { nodes { code name } } } } } } }"}`},
}

// BenchmarkHandler measures a whole request but for net/http itself.
func BenchmarkHandler(b *testing.B) {
	for _, kind := range []struct {
		name  string
		cache int64
	}{{"made", 0}, {"kept", DefaultAnswerCache}} {
		handler := embeddedHandler(b, kind.cache)
		for _, q := range questions {
			b.Run(kind.name+"/"+q.name, func(b *testing.B) { benchmark(b, handler, q.body) })
		}
	}
}

// BenchmarkPack measures how long packing takes, and what it leaves.
func BenchmarkPack(b *testing.B) {
	handler, p := embeddedHandler(b, 0), newPacker()
	for _, q := range questions {
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(q.body))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		for _, as := range []coding{gzipped, zstandard} {
			b.Run(q.name+"/"+string(as), func(b *testing.B) {
				b.SetBytes(int64(w.Body.Len()))
				for b.Loop() {
					p.pack(as, w.Body.Bytes())
				}
				b.ReportMetric(float64(len(p.pack(as, w.Body.Bytes()))), "packed-bytes")
			})
		}
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

func embeddedHandler(t testing.TB, cacheBytes int64) http.Handler {
	t.Helper()
	log := slog.New(LogRequestIDs(slog.NewTextHandler(io.Discard, nil)))
	answers := graph.New(embeddedKeeper(t), log)
	return New(Config{Executor: answers, Short: answers.Answer, Pin: answers.Pin, AnswerCache: cacheBytes, Log: log})
}

func embeddedKeeper(t testing.TB) *snapshot.Keeper {
	t.Helper()
	edition, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	edition.Number = 1
	keeper, _ := keeperOf(t, records, edition)
	return keeper
}

func keeperOf(t testing.TB, records *network.Records, editions ...network.Edition) (*snapshot.Keeper, *shelf.Shelf) {
	t.Helper()
	library := &shelf.Shelf{List: editions, Records: map[int]*network.Records{1: records, 2: records, 3: records}}
	keeper, err := snapshot.NewKeeper(t.Context(), shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	return keeper, library
}
