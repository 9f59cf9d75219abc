package web

import (
	"fmt"
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// A refusal is a request that is turned away before it is an operation. Its
// status holds under every media type.
type refusal struct {
	status     int
	code       string // extensions.code
	message    string
	extensions map[string]any    // beside the code
	header     map[string]string // what the client may do instead
	streams    bool              // those who take a stream are not refused
}

func (r *refusal) write(w http.ResponseWriter, media mediaType) {
	extensions := map[string]any{"code": r.code}
	for k, v := range r.extensions {
		extensions[k] = v
	}
	for k, v := range r.header {
		w.Header().Set(k, v)
	}
	writeAnswer(w, r.status, media, answer{errors: gqlerror.List{{Message: r.message, Extensions: extensions}}})
}

func badRequest(format string, args ...any) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "BAD_REQUEST", message: fmt.Sprintf(format, args...)}
}

func bodyTooLarge(measured int64) *refusal {
	r := &refusal{
		status:     http.StatusRequestEntityTooLarge,
		code:       "BODY_TOO_LARGE",
		message:    fmt.Sprintf("the body is larger than %d bytes", maxBodyBytes),
		extensions: map[string]any{"limit": maxBodyBytes},
		header:     map[string]string{"Connection": "close"}, // the rest is not read
	}
	if measured > 0 {
		r.extensions["measured"] = measured
	}
	return r
}

func queryTooLarge(measured int) *refusal {
	return &refusal{
		status:     http.StatusRequestEntityTooLarge,
		code:       "QUERY_TOO_LARGE",
		message:    fmt.Sprintf("the query is %d bytes long, the limit is %d: send several smaller ones", measured, maxQueryBytes),
		extensions: map[string]any{"measured": measured, "limit": maxQueryBytes},
	}
}

func methodNotAllowed(allow, message string) *refusal {
	return &refusal{
		status:  http.StatusMethodNotAllowed,
		code:    "METHOD_NOT_ALLOWED",
		message: message,
		header:  map[string]string{"Allow": allow},
	}
}

func notAcceptable() *refusal {
	return &refusal{
		status:  http.StatusNotAcceptable,
		code:    "NOT_ACCEPTABLE",
		message: fmt.Sprintf("answers are %s, %s or %s", mediaGraphQL, mediaJSON, mediaEvents),
	}
}

func subscriptionAlone() *refusal {
	r := badRequest("subscriptions are served to those who accept %s", mediaEvents)
	r.streams = true
	return r
}

func tooManyStreams() *refusal {
	return &refusal{
		status:     http.StatusServiceUnavailable,
		code:       "TOO_MANY_STREAMS",
		message:    fmt.Sprintf("%d subscriptions are being served, and no more are at a time", maxStreams),
		extensions: map[string]any{"limit": maxStreams},
		header:     map[string]string{"Retry-After": "60"},
	}
}

func unsupportedMediaType() *refusal {
	return &refusal{
		status:  http.StatusUnsupportedMediaType,
		code:    "UNSUPPORTED_MEDIA_TYPE",
		message: "send the request as application/json, in UTF-8",
		header:  map[string]string{"Accept-Post": "application/json"},
	}
}

func unsupportedEncoding() *refusal {
	return &refusal{
		status:  http.StatusUnsupportedMediaType,
		code:    "UNSUPPORTED_ENCODING",
		message: "send the body as it is, without Content-Encoding",
		header:  map[string]string{"Accept-Encoding": "identity"},
	}
}

// cancelled is for the log: the client left, and nobody reads it.
func cancelled() *refusal {
	return &refusal{status: http.StatusServiceUnavailable, code: "CANCELLED", message: "the request was cancelled"}
}

func internalError(requestID string) *refusal {
	return &refusal{
		status:     http.StatusInternalServerError,
		code:       "INTERNAL",
		message:    "internal error: name the request id when you report it",
		extensions: map[string]any{"requestId": requestID},
	}
}
