package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/store"
)

// A database is the flag that names one.
type database struct {
	URL string `name:"database" default:"sqlite://maillage.db" placeholder:"URL" help:"Where the editions are: sqlite://relative.db, sqlite:///absolute/path.db or postgres://user:password@host/database. Default: ${default}."`
}

// An edition is what was published and what it was published as.
type edition struct {
	network.Edition
	records *network.Records
}

// open opens the database, with the tables this version needs.
func (d database) open(ctx context.Context) (*store.Store, error) {
	db, err := store.Open(ctx, d.URL)
	if err != nil {
		return nil, err
	}
	if _, err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// base returns what an import would build on. It makes no database.
func (d database) base(ctx context.Context) (edition, error) {
	if file, ok := strings.CutPrefix(d.URL, "sqlite://"); ok && file != "" {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			return embeddedEdition()
		}
	}
	db, err := d.open(ctx)
	if err != nil {
		return edition{}, err
	}
	defer db.Close()
	return baseOf(ctx, db)
}

// baseOf returns the edition that a database serves or, if it has none, the
// embedded one.
func baseOf(ctx context.Context, db *store.Store) (edition, error) {
	found, err := db.Editions(ctx)
	if err != nil {
		return edition{}, err
	}
	if len(found) == 0 {
		return embeddedEdition()
	}
	records, err := db.Load(ctx, found[0].Number)
	return edition{found[0], records}, err
}

func embeddedEdition() (edition, error) {
	e, records, err := embedded.Edition()
	return edition{e, records}, err
}

// editions returns those of a database, the one to serve first. A database
// without any is given the embedded one.
func editions(ctx context.Context, db *store.Store) ([]network.Edition, error) {
	found, err := db.Editions(ctx)
	if err != nil || len(found) > 0 {
		return found, err
	}
	first, err := embeddedEdition()
	if err != nil {
		return nil, err
	}
	published, err := db.Publish(ctx, first.Edition, first.records)
	if err != nil {
		return nil, err
	}
	return []network.Edition{published}, nil
}
