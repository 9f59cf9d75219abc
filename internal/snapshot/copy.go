package snapshot

import (
	"context"
	"errors"

	"maillage/internal/network"
)

// A Copy is all that a keeper has read of a library to serve an edition: itself a
// library, of that edition alone.
type Copy struct {
	editions    []network.Edition // all there were, the served one first
	records     *network.Records
	appearances []network.SiteVersion
	versions    []network.SiteVersion // of the codes that were asked for
	decisions   []network.Decision
}

var errNotCopied = errors.New("the edition is not in the snapshot file")

// Read runs work on the copy.
func (c *Copy) Read(ctx context.Context, work func(ctx context.Context, r network.Reader) error) error {
	return work(ctx, c)
}

// Editions lists the editions there were, of which the first can be loaded.
func (c *Copy) Editions(context.Context) ([]network.Edition, error) { return c.editions, nil }

// Load returns what the edition served publishes.
func (c *Copy) Load(_ context.Context, number int) (*network.Records, error) {
	if number != c.editions[0].Number {
		return nil, errNotCopied
	}
	return c.records, nil
}

// Appearances returns every row of a site there was.
func (c *Copy) Appearances(context.Context) ([]network.SiteVersion, error) { return c.appearances, nil }

// Versions returns the whole rows of the codes that were asked for, which are
// asked for again.
func (c *Copy) Versions(context.Context, []string) ([]network.SiteVersion, error) {
	return c.versions, nil
}

// Decisions returns what had been decided.
func (c *Copy) Decisions(context.Context) ([]network.Decision, error) { return c.decisions, nil }

// copying is a reader that copies what is read.
type copying struct {
	from network.Reader
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

func (c *copying) Appearances(ctx context.Context) (_ []network.SiteVersion, err error) {
	c.appearances, err = c.from.Appearances(ctx)
	return c.appearances, err
}

func (c *copying) Versions(ctx context.Context, codes []string) (_ []network.SiteVersion, err error) {
	c.versions, err = c.from.Versions(ctx, codes)
	return c.versions, err
}

func (c *copying) Decisions(ctx context.Context) (_ []network.Decision, err error) {
	c.decisions, err = c.from.Decisions(ctx)
	return c.decisions, err
}
