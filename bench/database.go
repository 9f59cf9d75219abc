package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"maillage/internal/store/pgtest"
)

// A database is a kind of database, of which there can be several.
type database struct {
	name   string
	empty  func(ctx context.Context) (url string, err error) // makes one more
	filled string                                            // address of one that holds the official edition
}

// sqlite makes a new folder for each file, as SQLite has files beside it.
func sqlite(folder string) *database {
	return &database{name: "SQLite", empty: func(context.Context) (string, error) {
		own, err := os.MkdirTemp(folder, "sqlite-")
		return "sqlite://" + filepath.Join(own, "maillage.db"), err
	}}
}

// postgreSQL makes schemas in one cluster, which does not wait for the disk. It
// also returns what removes them all.
func postgreSQL() (*database, func(), error) {
	server, stop, err := pgtest.Start()
	if err != nil {
		return nil, nil, fmt.Errorf("no PostgreSQL: %w", err)
	}
	var drops []func() error
	empty := func(ctx context.Context) (string, error) {
		url, drop, err := pgtest.NewSchema(ctx, server)
		if err == nil {
			drops = append(drops, drop)
		}
		return url, err
	}
	return &database{name: "PostgreSQL", empty: empty}, func() {
		defer stop()
		var failed error
		for _, drop := range drops {
			failed = errors.Join(failed, drop())
		}
		if failed != nil {
			fmt.Fprintln(os.Stderr, "bench: schemas are left behind:", failed)
		}
	}, nil
}
