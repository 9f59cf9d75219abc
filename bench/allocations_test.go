package main

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
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

func BenchmarkAnswer(b *testing.B) {
	keeper := officialNetwork(b)
	silent := slog.New(slog.DiscardHandler)
	handler := web.New(web.Config{Executor: graph.New(keeper, silent), Log: silent})
	for _, q := range questions() {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, q.post().on("http://127.0.0.1"))
		if q.planned && strings.Contains(answer.Body.String(), "GRAPHQL_VALIDATION_FAILED") {
			continue
		}
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				answer := httptest.NewRecorder()
				handler.ServeHTTP(answer, q.post().on("http://127.0.0.1"))
				if answer.Code != http.StatusOK {
					b.Fatalf("status %d: %s", answer.Code, answer.Body)
				}
			}
		})
	}
}
