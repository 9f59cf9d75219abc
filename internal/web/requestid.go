package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
)

const requestIDHeader = "X-Request-Id"

type requestIDKey struct{}

// An id goes into logs and headers: it must not be able to say anything there.
var validRequestID = regexp.MustCompile(`^[A-Za-z0-9._:-]{1,64}$`).MatchString

// RequestID returns the id of the request that ctx belongs to, which its client
// was told; "" outside a request.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// withRequestID takes the id a client or proxy gave, or makes one: the process's
// own, by which those of replicas are told apart, and a number.
func withRequestID(next http.Handler) http.Handler {
	const enough = 10 // letters: fifty bits
	process, made := rand.Text()[:enough]+"-", new(atomic.Uint64)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(requestIDHeader)
		if id == "" || !validRequestID(id) { // most have none
			id = process + strconv.FormatUint(made.Add(1), 36)
		}
		w.Header()[requestIDHeader] = []string{id}
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// LogRequestIDs returns a handler that adds to each record the id of the request
// it was logged under, so that rooms that know nothing of HTTP need not.
func LogRequestIDs(next slog.Handler) slog.Handler { return requestIDLogHandler{next} }

type requestIDLogHandler struct{ slog.Handler }

func (h requestIDLogHandler) Handle(ctx context.Context, record slog.Record) error {
	if id := RequestID(ctx); id != "" {
		record = record.Clone()
		record.AddAttrs(slog.String("request_id", id))
	}
	return h.Handler.Handle(ctx, record)
}

func (h requestIDLogHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return requestIDLogHandler{h.Handler.WithAttrs(attrs)}
}

func (h requestIDLogHandler) WithGroup(name string) slog.Handler {
	return requestIDLogHandler{h.Handler.WithGroup(name)}
}
