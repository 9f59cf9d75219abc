package web

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"
)

// withHeaders sets what every answer carries and answers preflights: the data is
// open, any origin may read it, and no answer depends on a cookie.
func withHeaders(next http.Handler) http.Handler {
	maxAge := strconv.Itoa(int(preflightMaxAge.Seconds()))
	// Shared by all answers: what is appended to one of these goes elsewhere.
	nosniff, anyOrigin, exposed := []string{"nosniff"}, []string{"*"}, []string{"ETag, " + requestIDHeader}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["X-Content-Type-Options"] = nosniff
		h["Access-Control-Allow-Origin"] = anyOrigin
		h["Access-Control-Expose-Headers"] = exposed
		// A request with both Content-Length and Transfer-Encoding may be an attempt
		// at smuggling, and its connection must be closed (RFC 9112, 6.3). net/http
		// hides the former, so whatever came in chunks is treated so.
		if len(r.TransferEncoding) > 0 {
			h.Set("Connection", "close")
		}
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST")
			h.Set("Access-Control-Allow-Headers", "*")
			h.Set("Access-Control-Max-Age", maxAge)
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// withBodyLimit refuses a body that says it is too long and cuts one that is.
func withBodyLimit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxBodyBytes {
			bodyTooLarge(r.ContentLength).write(w, mediaJSON)
			return
		}
		if r.ContentLength < 0 { // it says nothing; net/http holds others to what they say
			r.Body = http.MaxBytesReader(w, r.Body, maxBodyBytes)
		}
		next.ServeHTTP(w, r)
	})
}

// withRecovery turns a panic into a 500 that names the request and nothing else,
// and logs it once. An answer under way is cut, so that nobody takes it for whole.
func withRecovery(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := recorderOf(w)
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			log.ErrorContext(r.Context(), "panic", "value", fmt.Sprint(p), "stack", string(debug.Stack()))
			if rec.status != 0 {
				panic(http.ErrAbortHandler)
			}
			internalError(RequestID(r.Context())).write(w, mediaJSON)
		}()
		next.ServeHTTP(rec, r)
	})
}

// withAccessLog counts each request and, when debugging, logs a line of it.
func withAccessLog(log *slog.Logger, m *metrics, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec := recorderOf(w)
		start := time.Now()
		m.inFlight.Inc()
		defer func() { // also when the answer is cut
			m.inFlight.Dec()
			took := time.Since(start)
			m.served(r, rec.sent(), took)
			if log.Enabled(r.Context(), slog.LevelDebug) {
				log.DebugContext(r.Context(), "request",
					"method", r.Method, "path", clip(r.URL.Path, maxErrorRunes),
					"status", rec.sent(), "duration", took.Round(time.Microsecond), "bytes", rec.bytes)
			}
		}()
		next.ServeHTTP(rec, r)
	})
}

// A recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int // 0 until the header is written
	bytes  int64
}

// recorderOf returns what remembers the answer that w writes.
func recorderOf(w http.ResponseWriter) *recorder {
	if rec, ok := w.(*recorder); ok {
		return rec
	}
	return &recorder{ResponseWriter: w}
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// ReadFrom writes what a reader has, as the connection does best.
func (r *recorder) ReadFrom(from io.Reader) (int64, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	var n int64
	var err error
	if to, ok := r.ResponseWriter.(io.ReaderFrom); ok {
		n, err = to.ReadFrom(from)
	} else {
		n, err = io.Copy(struct{ io.Writer }{r.ResponseWriter}, from) // or it would come back here
	}
	r.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// sent returns the status the client sees: a handler that writes nothing
// answers 200.
func (r *recorder) sent() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}
