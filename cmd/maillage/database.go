package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

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

// connect opens the database as it is. Who waits for this command is told what it
// is; while it waits itself, the terminal is told for whom.
func (d database) connect(ctx context.Context, command string, term terminal) (*store.Store, error) {
	return store.Open(ctx, d.URL, store.As("maillage "+command), store.OnWait(func(writer string) {
		fmt.Fprintf(term.err, "maillage: waiting for %s\n", cmp.Or(writer, "another process, which writes to the database"))
	}))
}

// open opens the database, to write to it, with the tables this version needs.
func (d database) open(ctx context.Context, command string, term terminal) (*store.Store, error) {
	db, err := d.connect(ctx, command, term)
	if err != nil {
		return nil, err
	}
	return migrated(ctx, db)
}

// openToRead opens a database that need not be writable, such as a replica,
// provided that it has the tables this version needs.
func (d database) openToRead(ctx context.Context) (*store.Store, error) {
	db, err := store.Open(ctx, d.URL)
	if err != nil {
		return nil, err
	}
	return migrated(ctx, db)
}

// openEditions opens a database to read, and lists its editions.
func (d database) openEditions(ctx context.Context) (*store.Store, []network.Edition, error) {
	db, err := d.openToRead(ctx)
	if err != nil {
		return nil, nil, err
	}
	list, err := db.Editions(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return db, list, nil
}

// openToServe opens the database, with an edition in it, if it answers within
// patience.
func (d database) openToServe(ctx context.Context, patience time.Duration, term terminal) (*store.Store, error) {
	answering, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	db, err := d.connect(answering, "serve", term)
	if err != nil {
		return nil, err
	}
	if db, err = migrated(ctx, db); err != nil {
		return nil, err
	}
	if err := publishFirst(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// migrated returns the store, with the tables this version needs, or closes it.
func migrated(ctx context.Context, db *store.Store) (*store.Store, error) {
	if _, err := db.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// base returns what an import would build on, and what tells sites apart. It makes
// no database.
func (d database) base(ctx context.Context, command string, term terminal) (edition, account, error) {
	if file, ok := strings.CutPrefix(d.URL, "sqlite://"); ok && file != "" {
		if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
			first, err := embeddedEdition()
			return first, startingWith(first), err
		}
	}
	db, err := d.open(ctx, command, term)
	if err != nil {
		return edition{}, account{}, err
	}
	defer db.Close()
	var (
		base edition
		all  account
	)
	err = db.Read(ctx, func(ctx context.Context, r network.Reader) error {
		if base, err = baseOf(ctx, r); err == nil {
			all, err = accountOf(ctx, r, base)
		}
		return err
	})
	return base, all, err
}

// baseOf returns the edition that a database serves or, if it has none, the
// embedded one.
func baseOf(ctx context.Context, r network.Reader) (edition, error) {
	found, err := r.Editions(ctx)
	if err != nil {
		return edition{}, err
	}
	if len(found) == 0 {
		return embeddedEdition()
	}
	records, err := r.Load(ctx, found[0].Number)
	return edition{found[0], records}, err
}

func embeddedEdition() (edition, error) {
	e, records, err := embedded.Edition()
	return edition{e, records}, err
}

// publishFirst gives a database without any edition the embedded one. Of several
// processes that find it empty one does.
func publishFirst(ctx context.Context, db *store.Store) error {
	looking, cancel := context.WithTimeout(ctx, loadLimit) // not for whoever publishes the first, who are waited for
	defer cancel()
	found, err := db.Editions(looking)
	if err != nil || len(found) > 0 {
		return err
	}
	first, err := embeddedEdition()
	if err != nil {
		return err
	}
	_, err = db.PublishFirst(ctx, first.Edition, first.records)
	return err
}
