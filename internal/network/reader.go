package network

import (
	"context"
	"errors"
)

// A Reader reads the editions that somebody keeps.
type Reader interface {
	// Editions lists all editions, the one to serve first.
	Editions(ctx context.Context) ([]Edition, error)
	// Load returns what an edition publishes.
	Load(ctx context.Context, number int) (*Records, error)
	// Appearances returns every row that any edition published of a site, as far as
	// it tells sites apart.
	Appearances(ctx context.Context) ([]SiteVersion, error)
	// Versions returns the whole rows that any edition published under some codes.
	Versions(ctx context.Context, codes []string) ([]SiteVersion, error)
	// Decisions returns what people decided of rows that may be one site.
	Decisions(ctx context.Context) ([]Decision, error)
}

// ErrAway says that whoever keeps the editions cannot be reached.
var ErrAway = errors.New("the database is away")
