package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// The members of a request. Their values are JSON, nil if they are not given.
type members struct {
	query, operationName, variables, extensions []byte
}

// named returns where the value of a member goes, nil if nobody asks for it.
// Names are matched exactly.
func (m *members) named(name string) *[]byte {
	switch name {
	case "query":
		return &m.query
	case "operationName":
		return &m.operationName
	case "variables":
		return &m.variables
	case "extensions":
		return &m.extensions
	}
	return nil
}

// readBody reads a JSON object. Errors never quote it.
func (r *request) readBody() *refusal {
	body := r.written.Bytes()
	if !utf8.Valid(body) {
		return badRequest("the body is not UTF-8")
	}
	if bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("[")) {
		return badRequest("batches are not served: send one request for each operation")
	}
	var m members
	r.decoder.Reset(&r.written, jsontext.AllowDuplicateNames(true)) // which reads in place
	if !m.read(r.decoder, body) {
		return badRequest("the body is not one JSON object")
	}
	if refused := r.readText("query", m.query, &r.params.Query); refused != nil {
		return refused
	}
	if refused := r.readText("operationName", m.operationName, &r.params.OperationName); refused != nil {
		return refused
	}
	if refused := r.setVariables(m.variables); refused != nil {
		return refused
	}
	return r.readObject("extensions", m.extensions, &r.params.Extensions)
}

// read finds the members of the one object that a body is, in one pass and
// without copying them. Of members of the same name the last one counts. It
// reports false for anything else than one object.
func (m *members) read(d *jsontext.Decoder, body []byte) bool {
	if token, err := d.ReadToken(); err != nil || token.Kind() != '{' {
		return false
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return false
		}
		to := m.named(name.String())
		value, err := d.ReadValue()
		if err != nil {
			return false
		}
		if to != nil {
			end := d.InputOffset()
			*to = body[end-int64(len(value)) : end]
		}
	}
	if token, err := d.ReadToken(); err != nil || token.Kind() != '}' {
		return false
	}
	return len(bytes.TrimLeft(body[d.InputOffset():], " \t\r\n")) == 0
}

func isNull(value []byte) bool { return len(value) == 0 || string(value) == "null" }

// readText reads a member that is a string; null leaves it out.
func (r *request) readText(name string, value []byte, to *string) *refusal {
	if isNull(value) {
		return nil
	}
	text, err := jsontext.AppendUnquote(r.scratch[:0], value)
	r.scratch = text
	if err != nil {
		return badRequest("%s is not a string", name)
	}
	*to = string(text)
	return nil
}

// readObject reads a member that is an object; null leaves it out. Of members of
// the same name the last one counts.
func (r *request) readObject(name string, value []byte, to *map[string]any) *refusal {
	if isNull(value) {
		return nil
	}
	r.decoder.Reset(bytes.NewBuffer(slices.Clip(value)), jsontext.AllowDuplicateNames(true))
	read, err := readValue(r.decoder)
	if err == nil {
		_, err = r.decoder.ReadToken() // there must be none
	}
	object, ok := read.(map[string]any)
	if !ok || !errors.Is(err, io.EOF) {
		return badRequest("%s is not a JSON object", name)
	}
	*to = object
	return nil
}

// readValue reads JSON as gqlgen takes it. Numbers keep their digits, for the
// scalars to judge.
func readValue(d *jsontext.Decoder) (any, error) {
	token, err := d.ReadToken()
	if err != nil {
		return nil, err
	}
	switch token.Kind() {
	case '{':
		return readMembers(d)
	case '[':
		return readElements(d)
	case '"':
		return token.String(), nil
	case '0':
		return json.Number(token.String()), nil
	case 'n':
		return nil, nil
	}
	return token.Bool(), nil
}

// readMembers reads an object after its opening brace.
func readMembers(d *jsontext.Decoder) (map[string]any, error) {
	object := map[string]any{}
	for {
		name, err := d.ReadToken()
		if err != nil || name.Kind() == '}' {
			return object, err
		}
		key := name.String() // which does not outlive the next token
		if object[key], err = readValue(d); err != nil {
			return nil, err
		}
	}
}

// readElements reads an array after its opening bracket.
func readElements(d *jsontext.Decoder) ([]any, error) {
	array := []any{}
	for d.PeekKind() != ']' {
		element, err := readValue(d)
		if err != nil {
			return nil, err
		}
		array = append(array, element)
	}
	_, err := d.ReadToken()
	return array, err
}
