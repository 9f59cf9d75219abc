package relay

import (
	"fmt"
	"sort"
)

const (
	// DefaultPage is the size of a page whose size is not asked for.
	DefaultPage = 20
	// LargestPage is the largest size that may be asked for.
	LargestPage = 1000
)

// A Page is what a client asks of a connection: so many items from the start,
// after a cursor, or from the end, before one.
type Page struct {
	First  *int32
	After  *string
	Last   *int32
	Before *string
}

// A PageError says which argument of a connection cannot be honoured, and why.
type PageError struct {
	Argument string // "first", "after", "last" or "before"
	Reason   string
}

func (e *PageError) Error() string { return e.Argument + ": " + e.Reason }

// size returns how many items the page may hold, and whether they are counted
// from the end.
func (p Page) size() (n int, fromEnd bool, err error) {
	switch {
	case p.First != nil && p.Last != nil:
		return 0, false, &PageError{"last", "first and last exclude each other: ask for one of them"}
	case p.First != nil:
		n, err = checkSize("first", *p.First)
		return n, false, err
	case p.Last != nil:
		n, err = checkSize("last", *p.Last)
		return n, true, err
	}
	return DefaultPage, false, nil
}

func checkSize(argument string, n int32) (int, error) {
	if n < 0 || n > LargestPage {
		return 0, &PageError{argument, fmt.Sprintf("%d is not between 0 and %d", n, LargestPage)}
	}
	return int(n), nil
}

// A Finder returns, in an ordered list, the position of the first item that does
// not come before the item of a key, and the position after that item; the same
// position twice if the item is not in the list. It reports false if there is no
// such item anywhere.
type Finder func(key string) (at, next int, ok bool)

// Range returns the positions [from, to) that the page holds of a list of total
// items, whose cursors are those of scope.
func (p Page) Range(total int, find Finder, scope Scope) (from, to int, err error) {
	n, fromEnd, err := p.size()
	if err != nil {
		return 0, 0, err
	}
	from, to = 0, total
	if p.After != nil {
		if _, from, err = locate(find, scope, "after", *p.After); err != nil {
			return 0, 0, err
		}
	}
	if p.Before != nil {
		if to, _, err = locate(find, scope, "before", *p.Before); err != nil {
			return 0, 0, err
		}
	}
	if to < from {
		to = from
	}
	if to-from > n {
		if fromEnd {
			from = to - n
		} else {
			to = from + n
		}
	}
	return from, to, nil
}

func locate(find Finder, scope Scope, argument, cursor string) (at, next int, err error) {
	key, reason := scope.key(cursor)
	if reason != "" {
		return 0, 0, &PageError{argument, reason}
	}
	at, next, ok := find(key)
	if !ok {
		return 0, 0, &PageError{argument, "the cursor names an item this list never held"}
	}
	return at, next, nil
}

// FindFunc finds a key's position in a list of n items by binary search.
// compare gives the sign of item i's place relative to the key's.
func FindFunc(n int, compare func(i int) int) (at, next int) {
	at = sort.Search(n, func(i int) bool { return compare(i) >= 0 })
	next = at
	if at < n && compare(at) == 0 {
		next++
	}
	return at, next
}
