package main

import (
	"log/slog"
	"net/http"
	"testing"

	"maillage/graph"
	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/realdata"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/web"
)

// officialNetwork returns what serves the official edition.
func officialNetwork(t testing.TB) *snapshot.Keeper {
	t.Helper()
	base, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	made, err := ingest.Build(t.Context(), realdata.FS(t), realdata.Edition(), records, base, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), "sqlite://"+t.TempDir()+"/maillage.db")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Publish(t.Context(), made.Edition, made.Records); err != nil {
		t.Fatal(err)
	}
	keeper, err := snapshot.NewKeeper(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	return keeper
}

// BenchmarkAnswer asks each question again and again, as serve has it answered
// but that no answers are kept, and as if each time were the first.
func BenchmarkAnswer(b *testing.B) {
	silent := slog.New(slog.DiscardHandler)
	answers := graph.New(officialNetwork(b), silent)
	for name, short := range map[string]web.ShortAnswer{"again": answers.Answer, "first": nil} {
		handler := web.New(web.Config{Executor: answers, Short: short, Pin: answers.Pin, Log: silent})
		for _, q := range questions() {
			b.Run(name+"/"+q.name, func(b *testing.B) { answer(b, handler, q) })
		}
	}
}

func answer(b *testing.B, handler http.Handler, q question) {
	b.ReportAllocs()
	w := &discardingWriter{header: http.Header{}}
	for b.Loop() {
		clear(w.header)
		handler.ServeHTTP(w, q.post().on("http://127.0.0.1"))
		if w.status != http.StatusOK {
			b.Fatalf("status %d", w.status)
		}
	}
}

// A discardingWriter takes an answer and allocates nothing.
type discardingWriter struct {
	header http.Header
	status int
}

func (w *discardingWriter) Header() http.Header         { return w.header }
func (w *discardingWriter) WriteHeader(status int)      { w.status = status }
func (w *discardingWriter) Write(p []byte) (int, error) { return len(p), nil }
