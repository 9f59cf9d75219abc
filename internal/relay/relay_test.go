package relay

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// numbers is a list of distinct numbers in order; keys are their texts.
type numbers []int

func (l numbers) find(key string) (at, next int, ok bool) {
	var want int
	if _, err := fmt.Sscanf(key, "%d", &want); err != nil {
		return 0, 0, false
	}
	at, next = FindFunc(len(l), func(i int) int { return l[i] - want })
	return at, next, true
}

var scope = Scope{Kind: "number", Order: "ASC", Edition: "7"}

func connect(l numbers, p Page) (*Connection[int], error) {
	items := make([]int32, len(l))
	for i := range items {
		items[i] = int32(i)
	}
	return Connect(p, List[int]{Nodes: l, Items: items, Key: func(n *int) string { return fmt.Sprint(*n) }, Find: l.find}, scope)
}

// values returns the numbers of a page.
func values(c *Connection[int]) (values []int) {
	for _, n := range c.Nodes() {
		values = append(values, *n)
	}
	return values
}

func ptr[T any](v T) *T { return &v }

// Walking a list page by page, either way, visits every item once, even when
// other items are removed or added between two pages.
func TestWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := numbers(rapid.SliceOfNDistinct(rapid.IntRange(0, 1000), 0, 60, rapid.ID).Draw(t, "list"))
		slices.Sort(list)
		size := rapid.Int32Range(1, 20).Draw(t, "size")
		backward := rapid.Bool().Draw(t, "backward")

		var seen numbers
		page := Page{First: &size}
		if backward {
			page = Page{Last: &size}
		}
		for range len(list) + 1 {
			c, err := connect(list, page)
			if err != nil {
				t.Fatal(err)
			}
			if c.TotalCount != len(list) {
				t.Fatalf("totalCount %d of %d", c.TotalCount, len(list))
			}
			if backward {
				seen = append(values(c), seen...)
				page.Before = c.PageInfo().StartCursor()
				if !c.PageInfo().HasPreviousPage {
					break
				}
			} else {
				seen = append(seen, values(c)...)
				page.After = c.PageInfo().EndCursor()
				if !c.PageInfo().HasNextPage {
					break
				}
			}
		}
		if !slices.Equal(seen, list) {
			t.Fatalf("walked %v of %v", seen, list)
		}
	})
}

func TestCursorSurvivesRemoval(t *testing.T) {
	c, err := connect(numbers{1, 2, 3, 4}, Page{First: ptr[int32](2)})
	if err != nil {
		t.Fatal(err)
	}
	// 2, which the cursor names, and 1 are gone: the next page still starts at 3.
	c, err = connect(numbers{3, 4, 5}, Page{First: ptr[int32](1), After: c.PageInfo().EndCursor()})
	if err != nil || !slices.Equal(values(c), []int{3}) || c.PageInfo().HasPreviousPage {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestEdges(t *testing.T) {
	c, _ := connect(numbers{1, 2}, Page{})
	edges := c.Edges()
	if len(edges) != 2 || edges[0].Cursor != *c.PageInfo().StartCursor() || edges[1].Cursor != *c.PageInfo().EndCursor() {
		t.Fatalf("%+v", edges)
	}
}

func TestRefused(t *testing.T) {
	list := numbers{1, 2, 3}
	for name, test := range map[string]struct {
		page     Page
		argument string
	}{
		"negative":         {Page{First: ptr[int32](-1)}, "first"},
		"negative last":    {Page{Last: ptr[int32](-1)}, "last"},
		"too large":        {Page{First: ptr[int32](1001)}, "first"},
		"both ends":        {Page{First: ptr[int32](1), Last: ptr[int32](1)}, "last"},
		"no cursor":        {Page{After: ptr("é")}, "after"},
		"no base64":        {Page{Before: ptr("a")}, "before"},
		"endless":          {Page{After: ptr(string(make([]byte, 1e6)))}, "after"},
		"another order":    {Page{After: ptr(Scope{"number", "DESC", "7"}.Cursor("1"))}, "after"},
		"another edition":  {Page{After: ptr(Scope{"number", "ASC", "8"}.Cursor("1"))}, "after"},
		"an unknown thing": {Page{After: ptr(scope.Cursor("x"))}, "after"},
	} {
		_, err := connect(list, test.page)
		var pageErr *PageError
		if !errors.As(err, &pageErr) || pageErr.Argument != test.argument {
			t.Errorf("%s: error %v, want one about %s", name, err, test.argument)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(scope.Cursor("2"))
	f.Fuzz(func(t *testing.T, cursor string) {
		key, reason := scope.key(cursor)
		if (reason == "") && scope.Cursor(key) != cursor {
			t.Errorf("%q gives key %q, whose cursor is %q", cursor, key, scope.Cursor(key))
		}
	})
}

func TestID(t *testing.T) {
	for s, want := range map[string]ID{
		"france":                            {Kind: "france"},
		"site:1234":                         {Kind: "site", Key: "1234"},
		"commune:80021@2022-01-31":          {Kind: "commune", Key: "80021", Date: "2022-01-31"},
		"edition:1" + Pin("d", "edition:3"): {Kind: "edition", Key: "1", Date: "d", Edition: "edition:3"},
		"":                                  {},
	} {
		if got := ParseID(s); got != want {
			t.Errorf("ParseID(%q) = %+v", s, got)
		}
	}
}
