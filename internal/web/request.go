package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
)

// readParams returns the operation that a GET, HEAD or POST asks for.
func readParams(r *http.Request) (*graphql.RawParams, *refusal) {
	start := graphql.Now()
	read := paramsOfURL
	if r.Method == http.MethodPost {
		read = paramsOfBody
	}
	params, refused := read(r)
	if refused != nil {
		return nil, refused
	}
	switch {
	case params.Query == "":
		return nil, badRequest("the query is missing")
	case len(params.Query) > maxQueryBytes:
		return nil, queryTooLarge(len(params.Query))
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
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
	if !utf8.ValidString(params.Query + params.OperationName) {
		return nil, badRequest("the query is not UTF-8")
	}
	for _, p := range jsonParams(params) {
		if text := values.Get(p.name); text != "" {
			if refused := decodeParam(p.name, []byte(text), p.to); refused != nil {
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
	body, err := io.ReadAll(r.Body)
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

// checkContentHeaders accepts application/json in UTF-8, uncompressed.
func checkContentHeaders(h http.Header) *refusal {
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	charset, given := params["charset"]
	if err != nil || media != "application/json" || (given && !strings.EqualFold(charset, "utf-8")) {
		return unsupportedMediaType()
	}
	if e := h.Get("Content-Encoding"); e != "" && !strings.EqualFold(e, "identity") {
		return unsupportedEncoding()
	}
	return nil
}

// decodeParams reads the four members of a request. Names are matched exactly,
// which decoding into a struct would not do.
func decodeParams(body []byte) (*graphql.RawParams, *refusal) {
	if isArray(body) {
		return nil, badRequest("batches are not served: send one request for each operation")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil || members == nil {
		return nil, badRequest("the body is not one JSON object")
	}
	params := new(graphql.RawParams)
	for _, p := range append(textParams(params), jsonParams(params)...) {
		if raw, given := members[p.name]; given {
			if refused := decodeParam(p.name, raw, p.to); refused != nil {
				return nil, refused
			}
		}
	}
	return params, nil
}

// A param is a member of a request and where it goes.
type param struct {
	name string
	to   any
}

func textParams(p *graphql.RawParams) []param {
	return []param{{"query", &p.Query}, {"operationName", &p.OperationName}}
}

func jsonParams(p *graphql.RawParams) []param {
	return []param{{"variables", &p.Variables}, {"extensions", &p.Extensions}}
}

func isArray(body []byte) bool { return bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("[")) }

// decodeParam reads one member; null leaves it out. Numbers keep their digits,
// for the scalars to judge.
func decodeParam(name string, raw []byte, to any) *refusal {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	err := d.Decode(to)
	if err == nil && d.More() {
		err = errors.New("trailing data")
	}
	if err == nil {
		return nil
	}
	if _, isText := to.(*string); isText {
		return badRequest("%s is not a string", name)
	}
	return badRequest("%s is not a JSON object", name)
}
