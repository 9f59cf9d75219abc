package snapshot

import (
	"slices"

	"maillage/internal/relay"
)

type (
	// A SiteConnection is a page of sites.
	SiteConnection = relay.Connection[Site]
	// A SiteEdge is a site of a page.
	SiteEdge = relay.Edge[Site]
	// A CommuneConnection is a page of communes.
	CommuneConnection = relay.Connection[Commune]
	// A CommuneEdge is a commune of a page.
	CommuneEdge = relay.Edge[Commune]
	// A CantonConnection is a page of cantons.
	CantonConnection = relay.Connection[Canton]
	// A CantonEdge is a canton of a page.
	CantonEdge = relay.Edge[Canton]
	// An EpciConnection is a page of EPCI.
	EpciConnection = relay.Connection[Epci]
	// An EpciEdge is an EPCI of a page.
	EpciEdge = relay.Edge[Epci]
	// An EditionConnection is a page of editions.
	EditionConnection = relay.Connection[Edition]
	// An EditionEdge is an edition of a page.
	EditionEdge = relay.Edge[Edition]
)

func page(first *int32, after *string, last *int32, before *string) relay.Page {
	return relay.Page{First: first, After: after, Last: last, Before: before}
}

// connect cuts a page out of the records that fulfil the conditions, in the
// order asked or else, if they are looked for, in that of the match. items come in
// the order of codes. nodes are those of the records, find their index by code.
func connect[R, N any](in *Network, kind string, items []int32, rows []R, nodes []N, holds *conditions[R], m *match, order ordering,
	page relay.Page, find func(code string) int32, code func(*N) string,
) (*relay.Connection[N], error) {
	switch {
	case m == nil:
		items = order.sort(choose(items, rows, holds))
	case len(order.keys) == 0:
		items, order = filtered(m.narrow(items, len(rows)), rows, holds), m.order()
	default:
		items = filtered(m.narrow(items, len(rows)), rows, holds)
		slices.Sort(items)
		items = order.sort(items)
	}
	position := func(code string) (at, next int, ok bool) {
		if i := find(code); i != none {
			return order.position(items, i)
		}
		return 0, 0, false
	}
	return relay.Cut(page, nodes, items, code, position, relay.Scope{Kind: kind, Order: order.name, Edition: in.archive.id})
}

// choose returns the items that fulfil the conditions; they come in the order of
// codes.
func choose[R any](items []int32, rows []R, holds *conditions[R]) []int32 {
	if !holds.none() && holds.among != nil {
		items = common(items, holds.among)
	}
	return filtered(items, rows, holds)
}

// filtered returns the items that fulfil the conditions, in whatever order they
// come.
func filtered[R any](items []int32, rows []R, holds *conditions[R]) []int32 {
	if holds.none() {
		return items
	}
	chosen := make([]int32, 0, len(items))
	for _, i := range items {
		if holds.hold(&rows[i]) {
			chosen = append(chosen, i)
		}
	}
	return chosen
}

// common returns what two lists in order have in common, of which the second is
// the shorter one as a rule.
func common(items, among []int32) []int32 {
	if len(items) == 0 {
		return nil
	}
	from, _ := slices.BinarySearch(among, items[0])
	to, _ := slices.BinarySearch(among, items[len(items)-1]+1)
	shared := make([]int32, 0, max(0, to-from))
	for _, i := range among[from:max(from, to)] {
		if _, found := slices.BinarySearch(items, i); found {
			shared = append(shared, i)
		}
	}
	return shared
}
