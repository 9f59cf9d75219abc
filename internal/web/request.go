package web

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/go-json-experiment/json/jsontext"
)

// A request is an operation that is asked for. Its variables stay as they were
// written until it is executed: an answer that is kept is found without.
type request struct {
	params    graphql.RawParams
	variables []byte // a JSON object, or null
}

// readRequest returns what a GET, HEAD or POST asks for. Its query is empty if it
// names a persisted one.
func readRequest(r *http.Request) (*request, *refusal) {
	read := requestOfURL
	if r.Method == http.MethodPost {
		read = requestOfBody
	}
	asked, refused := read(r)
	if refused != nil {
		return nil, refused
	}
	if n := len(asked.params.Query); n > maxQueryBytes {
		return nil, queryTooLarge(n)
	}
	asked.params.Headers = r.Header
	return asked, nil
}

// setVariables takes the variables of a request, which are valid JSON.
func (r *request) setVariables(value []byte) *refusal {
	if !isNull(value) && value[0] != '{' {
		return badRequest("variables is not a JSON object")
	}
	r.variables = value
	return nil
}

// requestOfURL reads ?query=…&operationName=…&variables=…&extensions=…, the last
// two JSON objects.
func requestOfURL(r *http.Request) (*request, *refusal) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("the query string of the URL is not well encoded")
	}
	asked := &request{params: graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}}
	if !utf8.ValidString(asked.params.Query) || !utf8.ValidString(asked.params.OperationName) {
		return nil, badRequest("the query is not UTF-8")
	}
	variables := bytes.TrimSpace([]byte(values.Get("variables")))
	if len(variables) > 0 && !jsontext.Value(variables).IsValid(jsontext.AllowDuplicateNames(true)) {
		return nil, badRequest("variables is not a JSON object")
	}
	if refused := asked.setVariables(variables); refused != nil {
		return nil, refused
	}
	if refused := decodeObject("extensions", []byte(values.Get("extensions")), &asked.params.Extensions); refused != nil {
		return nil, refused
	}
	return asked, nil
}

// requestOfBody reads a JSON object. Errors never quote it.
func requestOfBody(r *http.Request) (*request, *refusal) {
	if refused := checkContentHeaders(r.Header); refused != nil {
		return nil, refused
	}
	body, err := readBody(r)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, bodyTooLarge(0)
	case err != nil:
		return nil, badRequest("the body could not be read to its end")
	case !utf8.Valid(body):
		return nil, badRequest("the body is not UTF-8")
	}
	return decodeBody(body)
}

// readBody reads a body, most often in one piece. How long it says it is counts
// for little room, for who says so may never send it.
func readBody(r *http.Request) ([]byte, error) {
	const usual = 16 << 10
	var body bytes.Buffer
	body.Grow(int(min(max(r.ContentLength, 0), usual)) + bytes.MinRead)
	_, err := body.ReadFrom(r.Body)
	return body.Bytes(), err
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
