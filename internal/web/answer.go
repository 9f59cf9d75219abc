package web

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/internal/plan"
)

// An answer is what a GraphQL response says. Data is JSON already and is written
// as it is; nil means that the operation was not executed, and the answer then
// has no data entry at all.
type answer struct {
	errors     gqlerror.List
	data       []byte
	extensions map[string]any
}

func answerOf(r *graphql.Response) answer {
	return answer{errors: r.Errors, data: r.Data, extensions: r.Extensions}
}

// status returns the status of an answer to a well-formed request.
func (a answer) status(media mediaType) int {
	if a.data == nil && media == mediaGraphQL {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// payload returns the answer as it is sent with a status, its body in buf if there
// is room.
func (a answer) payload(status int, buf []byte) *payload {
	return &payload{status: status, body: plan.Text{Own: a.appendTo(buf)}, coding: identity, failed: len(a.errors) > 0}
}

// dataHead is what an answer begins with that has data and no errors.
const dataHead = `{"data":`

// appendTo appends the JSON of an answer. Errors come first, so that a reader of
// a long answer sees them. There are always errors or data.
func (a answer) appendTo(b []byte) []byte {
	from := len(b)
	b = append(b, '{')
	if len(a.errors) > 0 {
		b = appendEntry(b, from, "errors", bounded(a.errors))
	}
	if a.data != nil {
		b = append(appendKey(b, from, "data"), a.data...)
	}
	if len(a.extensions) > 0 {
		b = appendEntry(b, from, "extensions", a.extensions)
	}
	return append(b, '}')
}

// appendEntry appends a member. A value that cannot be encoded is a defect, left
// to withRecovery.
func appendEntry(b []byte, from int, key string, value any) []byte {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Errorf("encode %s: %w", key, err))
	}
	return append(appendKey(b, from, key), encoded...)
}

// appendKey begins an entry of the object that begins at from.
func appendKey(b []byte, from int, key string) []byte {
	if len(b) > from+1 {
		b = append(b, ',')
	}
	return append(append(append(b, '"'), key...), `":`...)
}

// bounded keeps an answer short however many errors a request provokes and
// however much of itself they quote. It leaves the given errors alone: they may
// be shared.
func bounded(errs gqlerror.List) gqlerror.List {
	kept := make(gqlerror.List, 0, min(len(errs), maxErrors+1))
	for _, e := range errs[:min(len(errs), maxErrors)] {
		short := *e
		short.Message = clip(e.Message, maxErrorRunes)
		kept = append(kept, &short)
	}
	if more := len(errs) - maxErrors; more > 0 {
		kept = append(kept, &gqlerror.Error{
			Message:    fmt.Sprintf("%d more errors are not shown", more),
			Extensions: map[string]any{"code": "TOO_MANY_ERRORS", "measured": len(errs), "limit": maxErrors},
		})
	}
	return kept
}

// clip keeps the first runes of s.
func clip(s string, runes int) string {
	n := 0
	for i := range s {
		if n == runes {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// writeAnswer sends the answer to a request that was not executed.
func writeAnswer(w http.ResponseWriter, status int, media mediaType, a answer) {
	a.payload(status, nil).write(w, media)
}
