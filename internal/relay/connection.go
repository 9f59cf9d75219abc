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
	TotalCount int // of the whole list

	nodes []N
	items []int32
	from  int // position of the first item in the list
	key   func(*N) string
	scope Scope
}

// An Edge is a node of a page with its cursor.
type Edge[N any] struct {
	Node   *N
	Cursor string
}

// Connect cuts the page out of the list. The error is a *PageError.
func Connect[N any](page Page, list List[N], scope Scope) (*Connection[N], error) {
	return Cut(page, list.Nodes, list.Items, list.Key, list.Find, scope)
}

// Cut does what Connect does. A page of a node in a page is cut thousands of
// times in an answer: find is not kept, so that it need not outlive the call.
func Cut[N any](page Page, nodes []N, items []int32, key func(*N) string, find Finder, scope Scope) (*Connection[N], error) {
	from, to, err := page.Range(len(items), find, scope)
	if err != nil {
		return nil, err
	}
	return &Connection[N]{TotalCount: len(items), nodes: nodes, items: items[from:to], from: from, key: key, scope: scope}, nil
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
		edges[i] = &Edge[N]{Node: c.Node(i), Cursor: *c.cursor(i)}
	}
	return edges
}

// cursor returns the cursor of the i-th node of the page.
func (c *Connection[N]) cursor(i int) *string {
	cursor := c.scope.Cursor(c.key(c.Node(i)))
	return &cursor
}

// PageInfo tells where a page lies in its list.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool

	cursor func(i int) *string // of the page's nodes
	count  int
}

// PageInfo tells where the page lies in its list.
func (c *Connection[N]) PageInfo() *PageInfo {
	return &PageInfo{
		HasNextPage: c.from+len(c.items) < c.TotalCount, HasPreviousPage: c.from > 0,
		cursor: c.cursor, count: len(c.items),
	}
}

// StartCursor returns the cursor of the first item, nil on an empty page.
func (p *PageInfo) StartCursor() *string { return p.at(0) }

// EndCursor returns the cursor of the last item, nil on an empty page.
func (p *PageInfo) EndCursor() *string { return p.at(p.count - 1) }

func (p *PageInfo) at(i int) *string {
	if p.count == 0 {
		return nil
	}
	return p.cursor(i)
}
