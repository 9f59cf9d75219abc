package web

import (
	"io"
	"log/slog"
	"net/http"
)

// Readiness says whether the process may be sent requests: why not or, if it may,
// what its operators should know all the same, "" if nothing.
type Readiness func() (remark string, err error)

// mountHealth adds the two paths that orchestrators ask: is the process alive,
// and may it be sent requests.
func mountHealth(mux *http.ServeMux, ready Readiness, log *slog.Logger) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		plain(w, http.StatusOK, "ok\n")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		remark, err := ready()
		if err != nil {
			log.WarnContext(r.Context(), "not ready", "error", err)
			plain(w, http.StatusServiceUnavailable, "not ready\n")
			return
		}
		if remark != "" {
			remark += "\n"
		}
		plain(w, http.StatusOK, "ready\n"+remark)
	})
}

// plain answers with a short text that no cache keeps.
func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text) // a client that left is no error of ours
}
