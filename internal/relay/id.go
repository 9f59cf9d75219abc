package relay

import "strings"

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

// Pin returns the id of the same node at a date, in an edition if that is not
// "".
func Pin(id, date, edition string) string {
	if edition != "" {
		return id + "@" + date + "@" + edition
	}
	return id + "@" + date
}
