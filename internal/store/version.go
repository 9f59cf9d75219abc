package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// tellingColumns are what tells sites apart; the rest of a row is left in the
// database.
var tellingColumns = []string{
	"code", "official_number", "name", "kind", "format", "labelled_on", "address_street", "address_postal_code", "address_city",
	"position", "commune_code", "published_place", "serves_codes", "department_code", "collectivity_code", "since", "until",
}

// Appearances returns every row that any edition published of a site, as far as
// it tells sites apart: contacts, hours and the like are left out.
func (r Reader) Appearances(ctx context.Context) ([]network.SiteVersion, error) {
	var versions []network.SiteVersion
	if err := r.versions(&versions).Column(tellingColumns...).Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the rows of sites: %w", err)
	}
	return versions, nil
}

// Versions returns the whole rows that any edition published under these codes.
func (r Reader) Versions(ctx context.Context, codes []string) ([]network.SiteVersion, error) {
	const batch = 1000
	var versions []network.SiteVersion
	for chunk := range slices.Chunk(codes, batch) {
		var some []network.SiteVersion
		if err := r.versions(&some).Where("code IN (?)", bun.List(chunk)).Scan(ctx); err != nil {
			return nil, fmt.Errorf("read the rows of %d sites: %w", len(codes), err)
		}
		versions = append(versions, some...)
	}
	return versions, nil
}

// versions selects rows in the order of their codes and editions.
func (r Reader) versions(into *[]network.SiteVersion) *bun.SelectQuery {
	return r.db.NewSelect().Model(into).OrderExpr("code COLLATE ?, since", r.engine.collation())
}

// SiteCounts returns how many sites each edition has, by its number.
func (r Reader) SiteCounts(ctx context.Context) (map[int]int, error) {
	var counts []struct{ Number, Sites int }
	err := r.db.NewRaw("SELECT number, (SELECT count(*) FROM sites WHERE since <= number AND (until IS NULL OR until > number)) AS sites FROM editions").
		Scan(ctx, &counts)
	if err != nil {
		return nil, fmt.Errorf("count the sites of the editions: %w", err)
	}
	byNumber := make(map[int]int, len(counts))
	for _, c := range counts {
		byNumber[c.Number] = c.Sites
	}
	return byNumber, nil
}
