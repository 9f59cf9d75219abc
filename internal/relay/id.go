package relay

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// An ID is a global id, readable and stable: a kind, a key unless there is only
// one of the kind, and the pin of a node reached through another date or
// edition: "france", "site:1234", "commune:80021@2022-01-31",
// "commune:80021@2022-01-31@edition:3".
type ID struct {
	Kind    string
	Key     string
	Date    string // "" if not pinned
	Edition string // "edition:3", "" if not pinned
}

// ParseID takes an id apart. It does not say whether there is such a node.
func ParseID(s string) ID {
	var id ID
	name, pin, _ := strings.Cut(s, "@")
	id.Kind, id.Key, _ = strings.Cut(name, ":")
	id.Date, id.Edition, _ = strings.Cut(pin, "@")
	return id
}

// Pin returns what an id carries of a node at a date, in an edition if that is
// not "".
func Pin(date, edition string) string {
	if edition != "" {
		return "@" + date + "@" + edition
	}
	return "@" + date
}

// A GlobalID is an id as it is sent: the name of a node and the pin it is seen
// through, kept apart so that a million nodes are named without a copy.
type GlobalID struct {
	Name string // "site:1234"
	Pin  string // "@2022-01-31", "" if not pinned
}

func (id GlobalID) String() string { return id.Name + id.Pin }

// UnmarshalGQL reads an id; a number is the text of it, as the specification of
// GraphQL has it.
func (id *GlobalID) UnmarshalGQL(v any) error {
	switch v := v.(type) {
	case string:
		id.Name = v
	case json.Number, int, int64:
		id.Name = fmt.Sprint(v)
	default:
		return fmt.Errorf("an id is a string, not %T", v)
	}
	return nil
}

// MarshalGQL writes the id.
func (id GlobalID) MarshalGQL(w io.Writer) { _, _ = w.Write(id.AppendJSON(nil)) }

// AppendJSON appends the id. Names are made of kinds and codes, pins of dates
// and numbers: none of their characters needs escaping.
func (id GlobalID) AppendJSON(b []byte) []byte {
	b = append(append(b, '"'), id.Name...)
	b = append(b, id.Pin...)
	return append(b, '"')
}
