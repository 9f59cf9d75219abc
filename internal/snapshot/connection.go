package snapshot

import (
	"maillage/internal/cog"
	"maillage/internal/relay"
)

// One page-cutter for each kind of node: they differ in the filter, the order
// and the code.

func (n *Network) siteConnection(items []int32, f *SiteFilter, by []*SiteOrder, page relay.Page) (*SiteConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.archive.siteKey)
	if err != nil {
		return nil, err
	}
	return connect(n, "site", items, n.archive.sites.rows, n.sites, holds, order, page, n.archive.sites.find,
		func(s *Site) string { return s.Code })
}

func (n *Network) communeConnection(items []int32, f *CommuneFilter, by []*CommuneOrder, page relay.Page) (*CommuneConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.archive.communeKey)
	if err != nil {
		return nil, err
	}
	find := func(code string) int32 { return n.archive.communes.find(cog.CommuneCode(code)) }
	return connect(n, "commune", items, n.archive.communes.rows, n.communes, holds, order, page, find,
		func(c *Commune) string { return string(c.Code) })
}

func (n *Network) cantonConnection(items []int32, f *CantonFilter, by []*CantonOrder, page relay.Page) (*CantonConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.archive.cantonKey)
	if err != nil {
		return nil, err
	}
	find := func(code string) int32 { return n.archive.cantons.find(cog.CantonCode(code)) }
	return connect(n, "canton", items, n.archive.cantons.rows, n.cantons, holds, order, page, find,
		func(c *Canton) string { return string(c.Code) })
}

func (n *Network) epciConnection(items []int32, f *EpciFilter, by []*EpciOrder, page relay.Page) (*EpciConnection, error) {
	holds, err := compile(f, n)
	if err != nil {
		return nil, err
	}
	order, err := newOrdering(by, n.archive.epciKey)
	if err != nil {
		return nil, err
	}
	find := func(code string) int32 { return n.archive.epcis.find(cog.EpciCode(code)) }
	return connect(n, "epci", items, n.archive.epcis.rows, n.epcis, holds, order, page, find,
		func(e *Epci) string { return string(e.Code) })
}
