package relay

// A List is an ordered list that pages are cut from: positions in an array of
// nodes, so that a page of it copies nothing.
type List[N any] struct {
	Nodes []N
	Items []int32         // positions in Nodes, in order
	Key   func(*N) string // what the cursor of a node carries
	Find  Finder
}

// A Connection is a page of a list. See the Relay cursor connections
// specification. What is not asked of it is not made.
type Connection[N any] struct {
	PageInfo   PageInfo
	TotalCount int // of the whole list

	nodes []N
	items []int32
	key   func(*N) string
}

// An Edge is a node of a page with its cursor.
type Edge[N any] struct {
	Node   *N
	Cursor string
}

// PageInfo tells where a page lies in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool

	scope       Scope
	empty       bool
	first, last string // keys
}

// Connect cuts the page out of the list. The error is a *PageError.
func Connect[N any](page Page, list List[N], scope Scope) (*Connection[N], error) {
	total := len(list.Items)
	from, to, err := page.Range(total, list.Find, scope)
	if err != nil {
		return nil, err
	}
	c := &Connection[N]{
		PageInfo:   PageInfo{HasNextPage: to < total, HasPreviousPage: from > 0, scope: scope, empty: from == to},
		TotalCount: total,
		nodes:      list.Nodes,
		items:      list.Items[from:to],
		key:        list.Key,
	}
	if from < to {
		c.PageInfo.first, c.PageInfo.last = c.key(c.Node(0)), c.key(c.Node(to-from-1))
	}
	return c, nil
}

// Len returns how many nodes the page has.
func (c *Connection[N]) Len() int { return len(c.items) }

// Node returns the i-th node of the page.
func (c *Connection[N]) Node(i int) *N { return &c.nodes[c.items[i]] }

// Nodes returns the nodes of the page.
func (c *Connection[N]) Nodes() []*N {
	nodes := make([]*N, len(c.items))
	for i := range nodes {
		nodes[i] = c.Node(i)
	}
	return nodes
}

// Edges returns the nodes of the page with their cursors.
func (c *Connection[N]) Edges() []*Edge[N] {
	edges := make([]*Edge[N], len(c.items))
	for i := range edges {
		node := c.Node(i)
		edges[i] = &Edge[N]{Node: node, Cursor: c.PageInfo.scope.Cursor(c.key(node))}
	}
	return edges
}

// StartCursor returns the cursor of the first item, nil on an empty page.
func (p *PageInfo) StartCursor() *string { return p.cursor(p.first) }

// EndCursor returns the cursor of the last item, nil on an empty page.
func (p *PageInfo) EndCursor() *string { return p.cursor(p.last) }

func (p *PageInfo) cursor(key string) *string {
	if p.empty {
		return nil
	}
	cursor := p.scope.Cursor(key)
	return &cursor
}
