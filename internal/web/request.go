package web

import (
	"bytes"
	"cmp"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json/jsontext"
)

// A request is an operation that is asked for. It stays as it was written until
// it is executed: an answer that is kept is found without reading it.
type request struct {
	method  string
	written bytes.Buffer // the body of a POST, and else the query string of the URL

	params graphql.RawParams // what it says, once it is read

	// What that took, kept for the next request.
	decoder *jsontext.Decoder
	scratch []byte
}

// requests are those that were answered: the next one is received into them.
var requests = sync.Pool{New: func() any { return &request{decoder: new(jsontext.Decoder)} }}

// largestScratch is the room beyond which a request is not kept for the next.
const largestScratch = 64 << 10

// release gives a request back, of which nothing may be read any more.
func (r *request) release() {
	if r.written.Cap() > largestScratch || cap(r.scratch) > largestScratch {
		return
	}
	r.params = graphql.RawParams{}
	r.written.Reset()
	r.decoder.Reset(&r.written) // or it would hold on to what it read
	requests.Put(r)
}

// receive takes what a GET, HEAD or POST asks for, as it is written, to be
// released.
func receive(r *http.Request) (*request, *refusal) {
	asked := requests.Get().(*request) //nolint:forcetypeassert // what New makes
	asked.method, asked.params.Headers = r.Method, r.Header
	if r.Method != http.MethodPost {
		asked.written.WriteString(r.URL.RawQuery)
		return asked, nil
	}
	return asked, asked.receiveBody(r)
}

// read finds out what is asked for. The query is empty if it names a persisted
// one.
func (r *request) read() *refusal {
	read := r.readURL
	if r.method == http.MethodPost {
		read = r.readBody
	}
	if refused := read(); refused != nil {
		return refused
	}
	if n := len(r.params.Query); n > maxQueryBytes {
		return queryTooLarge(n)
	}
	return nil
}

// readURL reads ?query=…&operationName=…&variables=…&extensions=…, the last two
// JSON objects.
func (r *request) readURL() *refusal {
	values, err := url.ParseQuery(r.written.String())
	if err != nil {
		return badRequest("the query string of the URL is not well encoded")
	}
	r.params.Query, r.params.OperationName = values.Get("query"), values.Get("operationName")
	if !utf8.ValidString(r.params.Query) || !utf8.ValidString(r.params.OperationName) {
		return badRequest("the query is not UTF-8")
	}
	return cmp.Or(
		r.readObject("variables", values.Get("variables"), &r.params.Variables),
		r.readObject("extensions", values.Get("extensions"), &r.params.Extensions),
	)
}

// receiveBody takes a body, as long as it is. How long it says it is counts for
// nothing, for who says so may never send it.
func (r *request) receiveBody(from *http.Request) *refusal {
	if refused := checkContentHeaders(from.Header); refused != nil {
		return refused
	}
	_, err := r.written.ReadFrom(from.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return bodyTooLarge(0)
	case err != nil:
		return badRequest("the body could not be read to its end")
	}
	return nil
}

// checkContentHeaders accepts application/json in UTF-8, uncompressed.
func checkContentHeaders(h http.Header) *refusal {
	if !isJSON(h.Get("Content-Type")) {
		return unsupportedMediaType()
	}
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return unsupportedEncoding()
	}
	return nil
}

func isJSON(contentType string) bool {
	if contentType == "application/json" { // what nearly all clients send
		return true
	}
	media, params, err := mime.ParseMediaType(contentType)
	charset, given := params["charset"]
	return err == nil && media == "application/json" && (!given || strings.EqualFold(charset, "utf-8"))
}
