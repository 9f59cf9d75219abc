package main

import (
	"context"

	"maillage/internal/network"
	"maillage/internal/store"
	"maillage/internal/syncer"
)

// publish builds on what the database serves and publishes what work makes of
// it, if anything, with what was decided. Nobody else writes from the one to the
// other, or an edition would lack what another import has just brought.
func publish(ctx context.Context, db *store.Store, decisions []network.Decision, work syncer.Work) (published *network.Edition, err error) {
	err = db.Write(ctx, func(ctx context.Context, w *store.Writer) error {
		base, err := baseOf(ctx, w)
		if err != nil {
			return err
		}
		made, err := work(ctx, w, base.Edition, base.records)
		if made == nil || err != nil {
			return err
		}
		if err := w.Decide(ctx, decisions); err != nil {
			return err
		}
		// Only now, and together: a refused import leaves an empty database empty.
		if base.Number == 0 {
			if _, err := w.Publish(ctx, base.Edition, base.records); err != nil {
				return err
			}
		}
		e, err := w.Publish(ctx, made.Edition, made.Records)
		published = &e
		return err
	})
	return published, err
}

// A library is a database that a syncer keeps up.
type library struct{ *store.Store }

func (l library) Publish(ctx context.Context, work syncer.Work) (*network.Edition, error) {
	return publish(ctx, l.Store, nil, work)
}
