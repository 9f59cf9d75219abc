package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/uptrace/bun"
)

// ErrNoEdition says that the database holds no edition of that number.
var ErrNoEdition = errors.New("no such edition")

// A Store is a database of editions. It may be used by several goroutines at
// once, and several processes may use the same database.
type Store struct {
	db     *bun.DB
	engine engine
}

// An engine is what SQLite and PostgreSQL do each in its own way.
type engine interface {
	// collation names the order of bytes, so that lists come in the order of
	// their codes whatever the language of the database.
	collation() bun.Ident
	// serialise waits until no other transaction writes editions or migrates,
	// and keeps others waiting until tx ends.
	serialise(ctx context.Context, tx bun.Tx) error
	// insert adds rows, each with a value per column, as fast as can be.
	insert(ctx context.Context, tx bun.Tx, table string, columns []string, rows [][]any) error
}

// Open returns the store at an address:
//
//	sqlite:///absolute/path.db, sqlite://relative.db    made if it is not there
//	postgres://user:password@host:port/database         or postgresql://…
//
// A PostgreSQL address takes the options of lib/pq, such as ?sslmode=disable,
// and PGHOST and the like stand in for what it leaves out. The error is a
// sentence for the person who wrote the address, without the password. A server
// that does not answer is given up within a few seconds. The tables are made by
// Migrate.
func Open(ctx context.Context, url string) (*Store, error) {
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		scheme = ""
	}
	switch scheme {
	case "sqlite":
		return openSQLite(ctx, rest)
	case "postgres", "postgresql":
		return openPostgres(ctx, url)
	}
	return nil, fmt.Errorf("%q is no kind of database: write sqlite://maillage.db, sqlite:///var/lib/maillage.db "+
		"or postgres://user:password@host/database", scheme)
}

// Close lets go of the database.
func (s *Store) Close() error { return s.db.Close() }
