package web

import (
	"math"
	"mime"
	"strconv"
	"strings"
)

// A mediaType is a form an answer can take.
type mediaType string

const (
	// mediaJSON is what is sent when a client says nothing: a well-formed request is
	// answered 200, whatever becomes of the operation.
	mediaJSON mediaType = "application/json"
	// mediaGraphQL lets the status speak: an operation that was not executed is 400.
	mediaGraphQL mediaType = "application/graphql-response+json"
	// mediaEvents is a stream of answers, for those who name it.
	mediaEvents mediaType = "text/event-stream"
)

// The values of Content-Type, shared by all answers: nobody changes them.
var (
	contentTypeJSON    = []string{string(mediaJSON) + "; charset=utf-8"}
	contentTypeGraphQL = []string{string(mediaGraphQL) + "; charset=utf-8"}
)

func (m mediaType) contentType() []string {
	if m == mediaGraphQL {
		return contentTypeGraphQL
	}
	return contentTypeJSON
}

// An acceptance is how much a client wants a media type.
type acceptance struct {
	q           float64
	specificity int // of the range that named it: 1 for */*, 2 for type/*, 3 for itself
	position    int // of that range in the header, from 0
}

// negotiate returns the media type that Accept's values prefer (RFC 9110,
// 12.5.1), false if they take none, and whether they take a stream, too. The most
// specific range speaks for a type; equals are told apart by specificity, then by
// the order they are listed in.
func negotiate(accept []string) (_ mediaType, streams, ok bool) {
	header := strings.TrimSpace(strings.Join(accept, ","))
	switch header {
	case "", "*/*", string(mediaJSON): // nearly all requests: nothing to weigh
		return mediaJSON, false, true
	}
	var json, graphQL, events acceptance
	for position, part := range strings.Split(header, ",") {
		name, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue // one range that makes no sense does not spoil the others
		}
		q := quality(params["q"])
		json.hear(name, mediaJSON, q, position)
		graphQL.hear(name, mediaGraphQL, q, position)
		if name == string(mediaEvents) { // "anything" is one answer
			events.hear(name, mediaEvents, q, position)
		}
	}
	best, wanted := mediaJSON, json
	if graphQL.above(wanted) {
		best, wanted = mediaGraphQL, graphQL
	}
	if events.above(wanted) {
		best, wanted = mediaEvents, events
	}
	return best, events.q > 0, wanted.q > 0
}

// hear takes what a media range says of a media type, if that is more to the
// point than what others said.
func (a *acceptance) hear(rng string, media mediaType, q float64, position int) {
	if s := specificity(rng, media); s > a.specificity {
		*a = acceptance{q: q, specificity: s, position: position}
	}
}

func (a acceptance) above(b acceptance) bool {
	switch {
	case a.q != b.q:
		return a.q > b.q
	case a.specificity != b.specificity:
		return a.specificity > b.specificity
	}
	return a.position < b.position
}

// specificity returns how closely a media range names a type, 0 if it does not.
func specificity(rng string, media mediaType) int {
	switch rng {
	case string(media):
		return 3
	case "application/*":
		return 2
	case "*/*", "*": // some clients send the latter
		return 1
	}
	return 0
}

// quality returns a weight, 1 if it makes no sense.
func quality(weight string) float64 {
	q, err := strconv.ParseFloat(weight, 64)
	if err != nil || math.IsNaN(q) || q < 0 || q > 1 {
		return 1
	}
	return q
}
