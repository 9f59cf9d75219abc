package snapshot

import "maillage/internal/relay"

type (
	// A SiteConnection is a page of sites.
	SiteConnection = relay.Connection[*Site]
	// A SiteEdge is a site of a page.
	SiteEdge = relay.Edge[*Site]
	// A CommuneConnection is a page of communes.
	CommuneConnection = relay.Connection[*Commune]
	// A CommuneEdge is a commune of a page.
	CommuneEdge = relay.Edge[*Commune]
	// A CantonConnection is a page of cantons.
	CantonConnection = relay.Connection[*Canton]
	// A CantonEdge is a canton of a page.
	CantonEdge = relay.Edge[*Canton]
	// An EpciConnection is a page of EPCI.
	EpciConnection = relay.Connection[*Epci]
	// An EpciEdge is an EPCI of a page.
	EpciEdge = relay.Edge[*Epci]
	// An EditionConnection is a page of editions.
	EditionConnection = relay.Connection[*Edition]
	// An EditionEdge is an edition of a page.
	EditionEdge = relay.Edge[*Edition]
)

func page(first *int32, after *string, last *int32, before *string) relay.Page {
	return relay.Page{First: first, After: after, Last: last, Before: before}
}

// A list is a list of records in some order; its cursors carry their codes.
type list struct {
	items []int32
	order ordering
	find  func(code string) int32
}

func (l list) Len() int { return len(l.items) }

func (l list) Find(code string) (at, next int, ok bool) {
	i := l.find(code)
	if i == none {
		return 0, 0, false
	}
	at, next = relay.FindFunc(len(l.items), func(k int) int { return l.order.compare(l.items[k], i) })
	return at, next, true
}

// connect cuts a page out of the records that hold, in the order asked.
func connect[R, N any](n *Network, kind string, items []int32, rows []R, holds *conditions[R], order ordering,
	page relay.Page, find func(code string) int32, node func(i int32) *N, code func(*N) string,
) (*relay.Connection[*N], error) {
	l := list{items: order.sort(choose(items, rows, holds)), order: order, find: find}
	scope := relay.Scope{Order: kind + " " + order.name, Edition: n.edition.ID()}
	return relay.Connect(page, l, scope, func(k int) *N { return node(l.items[k]) }, code)
}

// choose returns the items that fulfil the conditions.
func choose[R any](items []int32, rows []R, holds *conditions[R]) []int32 {
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
