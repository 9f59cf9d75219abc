package relay

import (
	"encoding/base64"
	"strings"
)

// A Scope is what a cursor holds for: one order of one kind of list in one
// edition. The same place in another scope would be another item, so a cursor
// from elsewhere is refused, never guessed at.
type Scope struct {
	Kind    string // of the items: "site"
	Order   string // "NAME ASC,CODE ASC"
	Edition string // its id
}

// Cursors carry the key of an item, not its position: whatever is inserted or
// removed before it, the next page starts after that very item.

const cursorVersion = "1"

// Cursor returns the opaque cursor of the item with the key.
func (s Scope) Cursor(key string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Join([]string{cursorVersion, s.Kind, s.Order, s.Edition, key}, "\n")))
}

// key returns the key a cursor carries, or why it is of no use here.
func (s Scope) key(cursor string) (key, reason string) {
	const most = 500 // ours are under 150 bytes
	if len(cursor) > most {
		return "", "not a cursor of this service"
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || base64.RawURLEncoding.EncodeToString(text) != cursor {
		return "", "not a cursor of this service"
	}
	parts := strings.SplitN(string(text), "\n", 5)
	switch {
	case len(parts) != 5 || parts[0] != cursorVersion:
		return "", "not a cursor of this service"
	case parts[1] != s.Kind || parts[2] != s.Order:
		return "", "the cursor belongs to another list or order: start again without it"
	case parts[3] != s.Edition:
		return "", "the cursor belongs to another edition: start again, or stay in that edition with at(edition:)"
	}
	return parts[4], ""
}
