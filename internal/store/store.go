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

// An AddressError is a sentence that says why an address is none of a database,
// whatever the day.
type AddressError string

func (e AddressError) Error() string { return string(e) }

func notAddress(format string, args ...any) error { return AddressError(fmt.Sprintf(format, args...)) }

// A Store is a database of editions. It may be used by several goroutines at
// once, and several processes may use the same database. What it reads is what is
// there at the moment of each call: see Read.
type Store struct {
	Reader
	db     *bun.DB
	writer string              // this process, as those who wait for it are told
	onWait func(writer string) // tells that this one waits for another
}

// An Option is how a program presents itself to others that use the database.
type Option func(*Store)

// As names the program to those who wait while it writes: "maillage import".
func As(program string) Option {
	return func(s *Store) { s.writer = writerName(program) }
}

// OnWait has somebody told for whom those wait who would write, in the words of As,
// with process, machine and time if they are known. They tell as soon as they
// wait, and again if it is for somebody else.
func OnWait(tell func(writer string)) Option {
	return func(s *Store) { s.onWait = tell }
}

// An engine is what SQLite and PostgreSQL do each in its own way.
type engine interface {
	// collation names the order of bytes, so that lists come in the order of
	// their codes whatever the language of the database.
	collation() bun.Ident
	// insert adds rows, each with a value per column, as fast as can be.
	insert(ctx context.Context, tx bun.Tx, table string, columns []string, rows [][]any) error

	// alone runs work in a transaction during which nobody else writes, under the
	// name of a writer. The error is errBusy, and work is not begun, while another
	// does; holder then says who, "" if that cannot be told.
	alone(ctx context.Context, db *bun.DB, writer string, work func(context.Context, bun.Tx) error) error
	holder(ctx context.Context, db *bun.DB) string

	// announce tells those who listen to news, once tx is committed, that there is
	// a new revision.
	announce(ctx context.Context, tx bun.Tx, revision string) error
	news(ctx context.Context) <-chan struct{}
	// suspect is told that a statement failed, perhaps by the network.
	suspect(db *bun.DB)
}

// Open returns the store at an address:
//
//	sqlite:///absolute/path.db, sqlite://relative.db    made if it is not there
//	postgres://user:password@host:port/database         or postgresql://…
//
// A PostgreSQL address takes the options of lib/pq, such as ?sslmode=disable,
// and PGHOST and the like stand in for what it leaves out. The error is a
// sentence for the person who wrote the address, without the password; it is
// an AddressError if no other day would make it right. A server
// that does not answer is given up within a few seconds. The tables are made by
// Migrate.
func Open(ctx context.Context, url string, options ...Option) (*Store, error) {
	s := &Store{onWait: func(string) {}}
	As("maillage")(s)
	for _, option := range options {
		option(s)
	}
	scheme, rest, ok := strings.Cut(url, "://")
	if !ok {
		scheme = ""
	}
	var err error
	switch scheme {
	case "sqlite":
		s.db, s.Reader.engine, err = openSQLite(ctx, rest)
	case "postgres", "postgresql":
		s.db, s.Reader.engine, err = openPostgres(ctx, url, s.writer)
	default:
		err = notAddress("%q is no kind of database: write sqlite://maillage.db, sqlite:///var/lib/maillage.db "+
			"or postgres://user:password@host/database", scheme)
	}
	if err != nil {
		return nil, err
	}
	s.Reader.db = s.db
	return s, nil
}

// Close lets go of the database.
func (s *Store) Close() error { return s.db.Close() }
