package snapshot

import (
	"context"
	"errors"

	"maillage/internal/network"
)

// A Copy is all that a keeper has read of a library to serve an edition: itself a
// library, of that edition alone.
type Copy struct {
	editions  []network.Edition // all there were, the served one first
	records   *network.Records
	sightings map[string]network.Sighting
}

var errNotCopied = errors.New("the edition is not in the snapshot file")

// Editions lists the editions there were, of which the first can be loaded.
func (c *Copy) Editions(context.Context) ([]network.Edition, error) { return c.editions, nil }

// Load returns what the edition served publishes.
func (c *Copy) Load(_ context.Context, number int) (*network.Records, error) {
	if number != c.editions[0].Number {
		return nil, errNotCopied
	}
	return c.records, nil
}

// Sightings tells when the editions showed the sites of the edition served.
func (c *Copy) Sightings(_ context.Context, number int) (map[string]network.Sighting, error) {
	if number != c.editions[0].Number {
		return nil, errNotCopied
	}
	return c.sightings, nil
}

// copying is a library that copies what is read of it.
type copying struct {
	from Library
	Copy
}

func (c *copying) Editions(ctx context.Context) (_ []network.Edition, err error) {
	c.editions, err = c.from.Editions(ctx)
	return c.editions, err
}

func (c *copying) Load(ctx context.Context, number int) (_ *network.Records, err error) {
	c.records, err = c.from.Load(ctx, number)
	return c.records, err
}

func (c *copying) Sightings(ctx context.Context, number int) (_ map[string]network.Sighting, err error) {
	c.sightings, err = c.from.Sightings(ctx, number)
	return c.sightings, err
}
