package snapshot

import (
	"maillage/internal/cog"
	"maillage/internal/relay"
)

// One page-cutter for each kind of node: they differ in the filter, the order
// and the code. A text that is not nil keeps what it may mean, best first unless
// another order is asked for.

func (n *Network) siteConnection(items []int32, f *SiteFilter, text *string, by []*SiteOrder, page relay.Page) (*SiteConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	m, err := n.match(SearchSite, text)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.archive.siteKey)
	if err != nil {
		return nil, err
	}
	return connect(n, "site", items, n.archive.sites.rows, n.sites, holds, m, order, page, n.archive.sites.find,
		func(s *Site) string { return s.Code })
}

func (n *Network) communeConnection(items []int32, f *CommuneFilter, text *string, by []*CommuneOrder, page relay.Page) (*CommuneConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	m, err := n.match(SearchCommune, text)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.communeKey)
	if err != nil {
		return nil, err
	}
	find := func(code string) int32 { return n.archive.communes.find(cog.CommuneCode(code)) }
	return connect(n, "commune", items, n.archive.communes.rows, n.communes, holds, m, order, page, find,
		func(c *Commune) string { return string(c.Code()) })
}

func (n *Network) cantonConnection(items []int32, f *CantonFilter, text *string, by []*CantonOrder, page relay.Page) (*CantonConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	m, err := n.match(SearchCanton, text)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.archive.cantonKey)
	if err != nil {
		return nil, err
	}
	find := func(code string) int32 { return n.archive.cantons.find(cog.CantonCode(code)) }
	return connect(n, "canton", items, n.archive.cantons.rows, n.cantons, holds, m, order, page, find,
		func(c *Canton) string { return string(c.Code) })
}

func (n *Network) epciConnection(items []int32, f *EpciFilter, text *string, by []*EpciOrder, page relay.Page) (*EpciConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	m, err := n.match(SearchEpci, text)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.archive.epciKey)
	if err != nil {
		return nil, err
	}
	find := func(code string) int32 { return n.archive.epcis.find(cog.EpciCode(code)) }
	return connect(n, "epci", items, n.archive.epcis.rows, n.epcis, holds, m, order, page, find,
		func(e *Epci) string { return string(e.Code) })
}
