package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

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

// decode reads a request from its body.
func (r *request) decode() *refusal {
	body := r.body.Bytes()
	if bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("[")) {
		return badRequest("batches are not served: send one request for each operation")
	}
	var m members
	r.decoder.Reset(&r.body, jsontext.AllowDuplicateNames(true)) // which reads in place
	if !m.read(r.decoder, body) {
		return badRequest("the body is not one JSON object")
	}
	if refused := r.decodeText("query", m.query, &r.params.Query); refused != nil {
		return refused
	}
	if refused := r.decodeText("operationName", m.operationName, &r.params.OperationName); refused != nil {
		return refused
	}
	if refused := r.setVariables(m.variables); refused != nil {
		return refused
	}
	return decodeObject("extensions", m.extensions, &r.params.Extensions)
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

// decodeText reads a member that is a string; null leaves it out.
func (r *request) decodeText(name string, value []byte, to *string) *refusal {
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

// decodeObject reads a member that is an object; null leaves it out. Numbers
// keep their digits, for the scalars to judge.
func decodeObject(name string, value []byte, to *map[string]any) *refusal {
	if isNull(value) {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	err := d.Decode(to)
	if err == nil {
		_, err = d.Token() // there must be none
	}
	if !errors.Is(err, io.EOF) || *to == nil {
		return badRequest("%s is not a JSON object", name)
	}
	return nil
}

// appendCanonical appends an object as JSON that is the same in whatever order
// its members come and however they are written; nothing if it is empty. Numbers
// keep their digits: 1 and 1.0 are not the same to every scalar.
func appendCanonical(b, object []byte) []byte {
	if isNull(object) || string(object) == "{}" {
		return b
	}
	text, err := jsontext.AppendFormat(b, object, jsontext.ReorderRawObjects(true),
		jsontext.CanonicalizeRawInts(false), jsontext.CanonicalizeRawFloats(false))
	if err != nil {
		// Of members of the same name the last one counts, which sorting would lose.
		return append(b, object...)
	}
	return text
}
