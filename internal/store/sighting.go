package store

import (
	"context"
	"fmt"

	"maillage/internal/network"
)

// Sightings returns, by code, when each site of an edition was seen in any, or
// ErrNoEdition. It is worked out from all the editions there are at the time:
// one published later may change the answer, whichever day it speaks for. Those
// that are withdrawn have no say, but in what is asked of themselves.
func (s *Store) Sightings(ctx context.Context, number int) (map[string]network.Sighting, error) {
	if err := s.exists(ctx, number); err != nil {
		return nil, err
	}
	var seen []struct {
		Code string
		network.Sighting
	}
	err := s.db.NewRaw(`
		WITH heard AS (
			SELECT number, as_of FROM editions WHERE number = ?1 OR number NOT IN (SELECT number FROM withdrawals)
		), seen AS (
			SELECT code, min(as_of COLLATE ?0) AS first_seen_on, max(as_of COLLATE ?0) AS last_seen_on
			FROM sites JOIN heard ON since <= number AND (until IS NULL OR until > number)
			WHERE code IN (SELECT code FROM sites WHERE since <= ?1 AND (until IS NULL OR until > ?1))
			GROUP BY code
		), days AS (
			SELECT last_seen_on, (SELECT min(as_of COLLATE ?0) FROM heard WHERE as_of COLLATE ?0 > last_seen_on) AS missing_since
			FROM (SELECT DISTINCT last_seen_on FROM seen) AS last
		)
		SELECT code, first_seen_on, last_seen_on, missing_since FROM seen JOIN days USING (last_seen_on)`,
		s.engine.collation(), number).Scan(ctx, &seen)
	if err != nil {
		return nil, fmt.Errorf("sightings of edition %d: %w", number, err)
	}
	sightings := make(map[string]network.Sighting, len(seen))
	for _, site := range seen {
		sightings[site.Code] = site.Sighting
	}
	return sightings, nil
}
