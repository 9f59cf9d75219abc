package web

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"

	"maillage/internal/plan"
)

// A Config is what the HTTP face stands on.
type Config struct {
	Executor graphql.GraphExecutor // answers the operations; its own limits are its maker's
	Short    ShortAnswer           // answers what the executor answered before; may be nil
	Schema   string                // SDL, served as it is
	Pages    fs.FS                 // index.html and what it names, below /graphiql/; nil if there are none
	PagesCSP string                // Content-Security-Policy of the pages
	Ready    Readiness             // no error once there is an edition to serve
	Log      *slog.Logger

	// Pin binds the operation of a context to what is served now and names that:
	// with the same version the same question has the same answer. Without Pin
	// answers have no entity tag and none is kept.
	Pin func(context.Context) (_ context.Context, version string)
	// InFrench binds the operation of a context to French, for what it tells of the
	// schema. Without it everything is told in English.
	InFrench func(context.Context) context.Context
	// Build names the program: another one may answer in other bytes.
	Build string
	// AnswerCache is how many bytes of answers are kept; none if it is not positive.
	AnswerCache int64

	Metrics prometheus.Registerer // where what is counted is registered; may be nil
}

// A ShortAnswer appends to buf the data of a query that was answered before, with
// these variables or others, and returns it with the extensions of the response,
// both as JSON. It reports false if the executor must answer.
type ShortAnswer func(ctx context.Context, query, operation string, variables map[string]any, buf []byte) (data plan.Text, extensions []byte, ok bool)

// New returns the handler of every public path.
func New(cfg Config) http.Handler {
	if cfg.Metrics == nil {
		cfg.Metrics = prometheus.NewRegistry()
	}
	m, p := newMetrics(cfg.Metrics), newPacker()
	mux := http.NewServeMux()
	mux.Handle("/graphql", newTransport(cfg, m, p))
	mux.Handle("GET /schema.graphql", schemaHandler(cfg.Schema, p))
	mux.Handle("GET /{$}", http.RedirectHandler("/graphiql", http.StatusFound))
	mountPages(mux, cfg, p)
	mountHealth(mux, cfg.Ready, cfg.Log)
	return withRequestID(withAccessLog(cfg.Log, m, withRecovery(cfg.Log, withHeaders(withBodyLimit(mux)))))
}

// NewAdmin returns the handler of the admin listener, which is not for the
// public: health, and metrics for a scraper.
func NewAdmin(ready Readiness, from prometheus.Gatherer, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mountHealth(mux, ready, log)
	mux.Handle("GET /metrics", metricsHandler(from))
	return withRequestID(withRecovery(log, withBodyLimit(mux)))
}

// schemaHandler serves the SDL as plain text, so that a browser shows it rather
// than saving it.
func schemaHandler(sdl string, p *packer) http.Handler {
	return newDocument([]byte(sdl), "text/plain; charset=utf-8", p)
}
