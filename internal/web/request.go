package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// readParams returns the operation that a GET, HEAD or POST asks for. Its query
// is empty if the request names a persisted one.
func readParams(r *http.Request) (*graphql.RawParams, *refusal) {
	read := paramsOfURL
	if r.Method == http.MethodPost {
		read = paramsOfBody
	}
	params, refused := read(r)
	if refused != nil {
		return nil, refused
	}
	if len(params.Query) > maxQueryBytes {
		return nil, queryTooLarge(len(params.Query))
	}
	params.Headers = r.Header
	return params, nil
}

// paramsOfURL reads ?query=…&operationName=…&variables=…&extensions=…, the last
// two JSON objects.
func paramsOfURL(r *http.Request) (*graphql.RawParams, *refusal) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("the query string of the URL is not well encoded")
	}
	params := &graphql.RawParams{Query: values.Get("query"), OperationName: values.Get("operationName")}
	if !utf8.ValidString(params.Query) || !utf8.ValidString(params.OperationName) {
		return nil, badRequest("the query is not UTF-8")
	}
	for name, to := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := values.Get(name); text != "" {
			if refused := decodeObject(name, []byte(text), to); refused != nil {
				return nil, refused
			}
		}
	}
	return params, nil
}

// paramsOfBody reads a JSON object. Errors never quote it.
func paramsOfBody(r *http.Request) (*graphql.RawParams, *refusal) {
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
	return decodeParams(body)
}

// readBody reads a body in one piece where its length is told, which
// withBodyLimit has checked.
func readBody(r *http.Request) ([]byte, error) {
	if r.ContentLength < 0 {
		return io.ReadAll(r.Body)
	}
	body := make([]byte, r.ContentLength)
	_, err := io.ReadFull(r.Body, body)
	return body, err
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
