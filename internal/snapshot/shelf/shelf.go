// Package shelf is a library of editions in memory, for tests: what a database
// would answer of the same editions. Tests of the rooms above may enter it.
package shelf

import (
	"context"

	"maillage/internal/network"
)

// A Shelf holds editions, the one to serve first, and their records by number.
type Shelf struct {
	List    []network.Edition
	Records map[int]*network.Records
	Settled []network.Decision
}

// Editions lists the editions.
func (s Shelf) Editions(context.Context) ([]network.Edition, error) { return s.List, nil }

// Load returns the records of an edition.
func (s Shelf) Load(_ context.Context, number int) (*network.Records, error) {
	return s.Records[number], nil
}

// Appearances returns the rows of all sites, whole.
func (s Shelf) Appearances(ctx context.Context) ([]network.SiteVersion, error) {
	return s.Versions(ctx, nil)
}

// Versions returns the rows of all sites, each held by one edition.
func (s Shelf) Versions(context.Context, []string) ([]network.SiteVersion, error) {
	var versions []network.SiteVersion
	for _, e := range s.List {
		for _, site := range s.Records[e.Number].Sites {
			versions = append(versions, network.SiteVersion{Site: site, Since: e.Number, Until: e.Number + 1})
		}
	}
	return versions, nil
}

// Decisions returns what was decided of rows.
func (s Shelf) Decisions(context.Context) ([]network.Decision, error) { return s.Settled, nil }

// A Library lends what a reader reads, as a database would.
type Library struct{ network.Reader }

// Lend returns the library of a shelf, or of what a test has put around it.
func Lend(from network.Reader) Library { return Library{from} }

// Read runs work on what there is.
func (l Library) Read(ctx context.Context, work func(ctx context.Context, r network.Reader) error) error {
	return work(ctx, l.Reader)
}
