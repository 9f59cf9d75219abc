package relay

// A Connection is a page of a list of T. See the Relay cursor connections
// specification.
type Connection[T any] struct {
	Nodes      []T
	PageInfo   PageInfo
	TotalCount int // of the whole list

	cursor func(T) string
}

// An Edge is an item of a page with its cursor.
type Edge[T any] struct {
	Node   T
	Cursor string
}

// PageInfo tells where a page lies in its list. The cursors are nil on an empty
// page.
type PageInfo struct {
	HasNextPage     bool
	HasPreviousPage bool
	StartCursor     *string
	EndCursor       *string
}

// Connect cuts the page out of the list: node returns the item at a position,
// key the text its cursor carries. The error is a *PageError.
func Connect[T any](page Page, list List, scope Scope, node func(i int) T, key func(T) string) (*Connection[T], error) {
	from, to, err := page.Range(list, scope)
	if err != nil {
		return nil, err
	}
	c := &Connection[T]{
		Nodes:      make([]T, 0, to-from),
		TotalCount: list.Len(),
		PageInfo:   PageInfo{HasNextPage: to < list.Len(), HasPreviousPage: from > 0},
		cursor:     func(item T) string { return scope.Cursor(key(item)) },
	}
	for i := from; i < to; i++ {
		c.Nodes = append(c.Nodes, node(i))
	}
	if n := len(c.Nodes); n > 0 {
		first, last := c.cursor(c.Nodes[0]), c.cursor(c.Nodes[n-1])
		c.PageInfo.StartCursor, c.PageInfo.EndCursor = &first, &last
	}
	return c, nil
}

// Edges returns the items of the page with their cursors, made only when asked
// for.
func (c *Connection[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.Nodes))
	for i, node := range c.Nodes {
		edges[i] = Edge[T]{Node: node, Cursor: c.cursor(node)}
	}
	return edges
}
