package main

import (
	"context"
	"errors"

	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/store"
)

// openEdition returns what serves the editions of a database, and the records of
// the one served.
func openEdition(ctx context.Context, database string) (keeper *snapshot.Keeper, records *network.Records, err error) {
	db, err := store.Open(ctx, database)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if keeper, err = snapshot.NewKeeper(ctx, db); err != nil {
		return nil, nil, err
	}
	records, err = db.Load(ctx, keeper.Served().Network().Edition().Number)
	return keeper, records, err
}
