package snapshot

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"maillage/internal/relay"
	"maillage/internal/search"
)

// maxSearchBytes bounds a text to look for; the longest name has 90 bytes.
const maxSearchBytes = 200

// A SearchResult is a node that a text may mean.
type SearchResult interface {
	Node
	IsSearchResult()
}

// IsSearchResult marks a SearchResult.
func (*Site) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Commune) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Canton) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Epci) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Department) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Region) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Collectivity) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Partner) IsSearchResult() {}

// IsSearchResult marks a SearchResult.
func (*Service) IsSearchResult() {}

type (
	// A SearchResultConnection is a page of what a search found.
	SearchResultConnection struct {
		*relay.Connection[bearer]
		in *Network
	}
	// A SearchResultEdge is one thing found.
	SearchResultEdge struct {
		Node   SearchResult
		Cursor string
	}
)

// Nodes returns the nodes of the page, the best first.
func (c *SearchResultConnection) Nodes() []SearchResult {
	nodes := make([]SearchResult, 0, relay.DefaultPage)
	for _, b := range c.Connection.Nodes() {
		nodes = append(nodes, c.in.bearer(*b))
	}
	return nodes
}

// Edges returns the nodes of the page with their cursors.
func (c *SearchResultConnection) Edges() []*SearchResultEdge {
	edges := make([]*SearchResultEdge, 0, relay.DefaultPage)
	for _, e := range c.Connection.Edges() {
		edges = append(edges, &SearchResultEdge{Node: c.in.bearer(*e.Node), Cursor: e.Cursor})
	}
	return edges
}

// Search returns a page of what a text may mean at the date, of some kinds, of
// all if kinds is nil, best first. A cursor holds for the same text and kinds.
func (n *Network) Search(text string, kinds []SearchKind, first *int32, after *string, last *int32, before *string) (*SearchResultConnection, error) {
	query, err := searchQuery("text", text)
	if err != nil {
		return nil, err
	}
	wanted, err := wantedKinds(kinds)
	if err != nil {
		return nil, err
	}
	bearers := n.archive.names().bearers
	found := n.archive.find(query, searchKinds[:])
	list := relay.List[bearer]{
		Nodes: bearers, Items: n.existing(found, wanted),
		Key: func(b *bearer) string { return n.bearer(*b).ID().Name },
		// What was found may not exist at this date: its place is then after
		// those before it that do.
		Find: func(id string) (at, next int, ok bool) {
			number, ok := n.archive.numberOf(id)
			k := slices.Index(found, number)
			if !ok || k < 0 {
				return 0, 0, false
			}
			at = len(n.existing(found[:k], wanted))
			return at, at + len(n.existing(found[k:k+1], wanted)), true
		},
	}
	scope := relay.Scope{Kind: "search", Order: digest(query, kinds), Edition: n.archive.id}
	connection, err := relay.Connect(page(first, after, last, before), list, scope)
	if err != nil {
		return nil, err
	}
	return &SearchResultConnection{connection, n}, nil
}

// wantedKinds says which kinds are among those asked for, all if kinds is nil.
func wantedKinds(kinds []SearchKind) (wanted [len(searchKinds)]bool, err error) {
	var c conditions[SearchKind]
	oneOf(&c, "kinds", kinds, func(kind *SearchKind) SearchKind { return *kind })
	for i := range searchKinds {
		wanted[i] = c.hold(&searchKinds[i])
	}
	return wanted, c.err
}

// existing returns those that exist at the date and are of a wanted kind.
func (n *Network) existing(found []int32, wanted [len(searchKinds)]bool) []int32 {
	bearers := n.archive.names().bearers
	site, partner := numberOfKind(SearchSite), numberOfKind(SearchPartner) // territories lie between: they always exist
	kept := make([]int32, 0, len(found))
	for _, number := range found {
		b := bearers[number]
		if wanted[b.kind] && (b.kind != site || n.day.exists[b.row]) && (b.kind < partner || n.bearer(b) != nil) {
			kept = append(kept, number)
		}
	}
	return kept
}

// searchQuery takes a text to look for apart, or says why it cannot be looked for.
func searchQuery(argument, text string) (search.Query, error) {
	if len(text) > maxSearchBytes {
		return search.Query{}, errorf(CodeBadSearch, "%s: %d bytes, at most %d are looked for", argument, len(text), maxSearchBytes)
	}
	query := search.NewQuery(text)
	if query.Key() == "" {
		return search.Query{}, errorf(CodeBadSearch, "%s: there is nothing to look for in %q: give a letter or a digit", argument, text)
	}
	return query, nil
}

// digest keeps cursors short and their scopes apart.
func digest(query search.Query, kinds []SearchKind) string {
	text := []byte(query.Key())
	if len(kinds) > 0 {
		for _, kind := range slices.Compact(slices.Sorted(slices.Values(kinds))) {
			text = append(append(text, '\n'), kind...)
		}
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// A match is what a text finds in a list of one kind of records.
type match struct {
	archive *archive
	kind    kindNumber
	query   search.Query
	sure    []int32 // rows of the records that are meant without a slip, best first
}

// match finds the records of a kind that a text means; a nil text is no match,
// and no error.
func (n *Network) match(kind SearchKind, text *string) (*match, error) {
	if text == nil {
		return nil, nil
	}
	query, err := searchQuery("search", *text)
	if err != nil {
		return nil, err
	}
	m := &match{archive: n.archive, kind: numberOfKind(kind), query: query}
	n.archive.findSure(query, m.kinds(), func(found []int32) { m.sure = m.rows(found) })
	return m, nil
}

// kinds returns the one kind that is meant.
func (m *match) kinds() []SearchKind { return searchKinds[m.kind : m.kind+1] }

// rows returns those of the match's kind among what was found.
func (m *match) rows(found []int32) []int32 {
	bearers := m.archive.names().bearers
	rows := make([]int32, 0, len(found))
	for _, number := range found {
		if b := bearers[number]; b.kind == m.kind {
			rows = append(rows, b.row)
		}
	}
	return rows
}

// all returns the rows of all records that are meant, best first: those without a
// slip, then those with one.
func (m *match) all() []int32 {
	return m.rows(m.archive.find(m.query, m.kinds()))
}

// narrow returns the items that are meant, best first; those meant only with a
// slip if none is without. The items are some or all of so many.
func (m *match) narrow(items []int32, all int) []int32 {
	within := func(rows []int32) []int32 {
		if len(items) == all {
			return rows
		}
		meant := make([]int32, 0, len(rows))
		for _, row := range rows {
			if _, in := slices.BinarySearch(items, row); in {
				meant = append(meant, row)
			}
		}
		return meant
	}
	if sure := within(m.sure); len(sure) > 0 {
		return sure
	}
	return within(m.all()[len(m.sure):])
}

// order returns the order in which the text means the records.
func (m *match) order() ordering {
	return ordering{name: "MATCH " + digest(m.query, nil), listed: m.all}
}
