package web

import (
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
)

// A Config is what the HTTP face stands on.
type Config struct {
	Executor graphql.GraphExecutor // answers the operations; its own limits are its maker's
	Schema   string                // SDL, served as it is
	Pages    fs.FS                 // index.html and what it names, below /graphiql/; nil if there are none
	PagesCSP string                // Content-Security-Policy of the pages
	Ready    func() error          // nil once there is an edition to serve
	Log      *slog.Logger
}

// New returns the handler of every public path.
func New(cfg Config) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", &transport{exec: cfg.Executor})
	mux.Handle("GET /schema.graphql", schemaHandler(cfg.Schema))
	mux.Handle("GET /{$}", http.RedirectHandler("/graphiql", http.StatusFound))
	mountPages(mux, cfg)
	mountHealth(mux, cfg.Ready, cfg.Log)
	return withRequestID(withAccessLog(cfg.Log, withRecovery(cfg.Log, withHeaders(withBodyLimit(mux)))))
}

// NewAdmin returns the handler of the admin listener, which is not for the
// public: health alone.
func NewAdmin(ready func() error, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mountHealth(mux, ready, log)
	return withRequestID(withAccessLog(log, withRecovery(log, withBodyLimit(mux))))
}

// schemaHandler serves the SDL as plain text, so that a browser shows it rather
// than saving it.
func schemaHandler(sdl string) http.Handler {
	tag := etag([]byte(sdl))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/plain; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		h.Set("ETag", tag)
		http.ServeContent(w, r, "", noTime, strings.NewReader(sdl))
	})
}
