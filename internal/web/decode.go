package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// The members of a request, as readValue reads them; nil if they are not given.
type members struct {
	query, operationName, variables, extensions any
}

// named returns where the value of a member goes, nil if nobody asks for it.
// Names are matched exactly.
func (m *members) named(name string) *any {
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
	r.decoder.Reset(&r.written, jsontext.AllowDuplicateNames(true)) // which reads in place
	var m members
	if m.read(r.decoder) != nil || !isDone(r.decoder) {
		return badRequest("the body is not one JSON object")
	}
	return cmp.Or(
		take("query", "string", m.query, &r.params.Query),
		take("operationName", "string", m.operationName, &r.params.OperationName),
		take("variables", "JSON object", m.variables, &r.params.Variables),
		take("extensions", "JSON object", m.extensions, &r.params.Extensions),
	)
}

var errNoObject = errors.New("not an object")

// read reads an object. Of members of the same name the last one counts.
func (m *members) read(d *jsontext.Decoder) error {
	if token, err := d.ReadToken(); err != nil || token.Kind() != '{' {
		return errNoObject
	}
	for {
		name, err := d.ReadToken()
		if err != nil || name.Kind() == '}' {
			return err
		}
		if to := m.named(name.String()); to != nil {
			*to, err = readValue(d)
		} else {
			err = d.SkipValue()
		}
		if err != nil {
			return err
		}
	}
}

// isDone says whether nothing comes after the value that was read.
func isDone(d *jsontext.Decoder) bool {
	_, err := d.ReadToken()
	return errors.Is(err, io.EOF)
}

// take takes a member of a kind; null leaves it out.
func take[V string | map[string]any](name, kind string, value any, to *V) *refusal {
	if value == nil {
		return nil
	}
	v, ok := value.(V)
	if !ok {
		return badRequest("%s is not a %s", name, kind)
	}
	*to = v
	return nil
}

// readObject reads a text that is an object, null or nothing.
func (r *request) readObject(name, text string, to *map[string]any) *refusal {
	if text = strings.TrimSpace(text); text == "" {
		return nil
	}
	r.decoder.Reset(strings.NewReader(text), jsontext.AllowDuplicateNames(true))
	value, err := readValue(r.decoder)
	if err != nil || !isDone(r.decoder) {
		return badRequest("%s is not a JSON object", name)
	}
	return take(name, "JSON object", value, to)
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
