package graph

import (
	"context"
	"fmt"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// maxNodes is how many nodes one field nodes returns at most.
const maxNodes = 100

// query answers the root fields, all of them from what was served when the
// operation began.
type query struct{}

// At opens the network at another date or in another edition.
func (query) At(ctx context.Context, date *network.Date, edition *string) (*snapshot.Network, error) {
	return served(ctx).At(ctx, value(date), value(edition))
}

// Node finds a node by its global id.
func (query) Node(ctx context.Context, id string) (snapshot.Node, error) {
	return served(ctx).Node(ctx, id)
}

// Nodes finds nodes by their global ids.
func (query) Nodes(ctx context.Context, ids []string) ([]snapshot.Node, error) {
	if len(ids) > maxNodes {
		return nil, &requestError{code: codeTooMany, message: fmt.Sprintf("nodes: %d ids, at most %d are taken", len(ids), maxNodes)}
	}
	nodes := make([]snapshot.Node, len(ids))
	for i, id := range ids {
		node, err := served(ctx).Node(ctx, id)
		if err != nil {
			return nil, err
		}
		nodes[i] = node
	}
	return nodes, nil
}

// Editions lists the editions.
func (query) Editions(ctx context.Context, first *int32, after *string, last *int32, before *string) (*snapshot.EditionConnection, error) {
	return served(ctx).Editions(relay.Page{First: first, After: after, Last: last, Before: before})
}

// Changes lists what happened between two editions.
func (query) Changes(ctx context.Context, from string, to *string, kinds []snapshot.ChangeKind, department []cog.DepartmentCode, first *int32, after *string, last *int32, before *string) (*snapshot.ChangeConnection, error) {
	return served(ctx).Changes(ctx, from, value(to), kinds, department, relay.Page{First: first, After: after, Last: last, Before: before})
}

// Dataset tells what the answers stand on.
func (query) Dataset(ctx context.Context) (*snapshot.Dataset, error) {
	d := latest(ctx).Dataset()
	return &d, nil
}

// The rest of the root are the fields of the served network on its last day.

func (query) Date(ctx context.Context) (network.Date, error) { return latest(ctx).Date(), nil }

func (query) Edition(ctx context.Context) (*snapshot.Edition, error) {
	return latest(ctx).Edition(), nil
}

func (query) France(ctx context.Context) (*snapshot.France, error) { return latest(ctx).France(), nil }

func (query) Region(ctx context.Context, code cog.RegionCode) (*snapshot.Region, error) {
	return latest(ctx).Region(code), nil
}

func (query) Regions(ctx context.Context) ([]*snapshot.Region, error) {
	return latest(ctx).Regions(), nil
}

func (query) Department(ctx context.Context, code cog.DepartmentCode) (*snapshot.Department, error) {
	return latest(ctx).Department(code), nil
}

func (query) Departments(ctx context.Context, region []cog.RegionCode) ([]*snapshot.Department, error) {
	return latest(ctx).Departments(region)
}

func (query) Collectivity(ctx context.Context, code string) (*snapshot.Collectivity, error) {
	return latest(ctx).Collectivity(code), nil
}

func (query) Collectivities(ctx context.Context) ([]*snapshot.Collectivity, error) {
	return latest(ctx).Collectivities(), nil
}

func (query) Canton(ctx context.Context, code cog.CantonCode) (*snapshot.Canton, error) {
	return latest(ctx).Canton(code), nil
}

func (query) Cantons(ctx context.Context, filter *snapshot.CantonFilter, search *string, orderBy []*snapshot.CantonOrder, first *int32, after *string, last *int32, before *string) (*snapshot.CantonConnection, error) {
	return latest(ctx).Cantons(filter, search, orderBy, first, after, last, before)
}

func (query) Epci(ctx context.Context, code cog.EpciCode) (*snapshot.Epci, error) {
	return latest(ctx).Epci(code), nil
}

func (query) Epcis(ctx context.Context, filter *snapshot.EpciFilter, search *string, orderBy []*snapshot.EpciOrder, first *int32, after *string, last *int32, before *string) (*snapshot.EpciConnection, error) {
	return latest(ctx).Epcis(filter, search, orderBy, first, after, last, before)
}

func (query) Commune(ctx context.Context, code cog.CommuneCode) (*snapshot.Commune, error) {
	return latest(ctx).Commune(code), nil
}

func (query) Communes(ctx context.Context, filter *snapshot.CommuneFilter, search *string, orderBy []*snapshot.CommuneOrder, first *int32, after *string, last *int32, before *string) (*snapshot.CommuneConnection, error) {
	return latest(ctx).Communes(filter, search, orderBy, first, after, last, before)
}

func (query) Site(ctx context.Context, code string) (*snapshot.Site, error) {
	return latest(ctx).Site(code), nil
}

func (query) Sites(ctx context.Context, filter *snapshot.SiteFilter, search *string, orderBy []*snapshot.SiteOrder, first *int32, after *string, last *int32, before *string) (*snapshot.SiteConnection, error) {
	return latest(ctx).Sites(filter, search, orderBy, first, after, last, before)
}

func (query) Partners(ctx context.Context) ([]*snapshot.Partner, error) {
	return latest(ctx).Partners(), nil
}

func (query) Partner(ctx context.Context, code string) (*snapshot.Partner, error) {
	return latest(ctx).Partner(code), nil
}

func (query) Services(ctx context.Context) ([]*snapshot.Service, error) {
	return latest(ctx).Services(), nil
}

func (query) Service(ctx context.Context, code string) (*snapshot.Service, error) {
	return latest(ctx).Service(code), nil
}

func (query) Statistics(ctx context.Context, groupBy []snapshot.SiteDimension, filter *snapshot.SiteFilter, having *snapshot.StatisticsHaving, orderBy []*snapshot.StatisticsOrder, first *int32) (*snapshot.Statistics, error) {
	return latest(ctx).Statistics(groupBy, filter, having, orderBy, first)
}

func (query) Commitments(ctx context.Context) ([]*snapshot.Commitment, error) {
	return latest(ctx).Commitments(), nil
}

func (query) Search(ctx context.Context, text string, kinds []snapshot.SearchKind, first *int32, after *string, last *int32, before *string) (*snapshot.SearchResultConnection, error) {
	return latest(ctx).Search(text, kinds, first, after, last, before)
}

func (query) NearestSites(ctx context.Context, to snapshot.PlaceInput, filter *snapshot.SiteFilter, model *snapshot.TravelModelInput, withinMinutes *int32, first int32) ([]*snapshot.SiteDistance, error) {
	return latest(ctx).NearestSites(to, filter, model, withinMinutes, first)
}

// value returns what p points to, the zero value for nil.
func value[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return v
}
