package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

//go:embed migrations/*.sql
var migrations embed.FS

// lookLimit is how long the names of the migrations may take to come: more than SQLite
// waits for what is locked, and less than for ever, byte after byte.
const lookLimit = 30 * time.Second

// Migrate brings the tables to what this program needs and returns the names of
// the migrations it applied, in order, none if there was nothing to do, for which
// it need not write. All of them are applied or none is. Several processes may
// call it at once: one works, the others wait, say for whom, and find it done.
func (s *Store) Migrate(ctx context.Context) (applied []string, err error) {
	return s.migrate(ctx, migrations)
}

func (s *Store) migrate(ctx context.Context, from fs.FS) (applied []string, err error) {
	files, err := fs.Glob(from, "migrations/*.sql") // in the order of their names
	if err != nil {
		return nil, err
	}
	// An error here is that the database is away, or that there is not even a table
	// of migrations.
	looking, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	had, err := done(looking, s.db)
	switch {
	case isLost(err):
		return nil, fmt.Errorf("look for the migrations: %w", err)
	case err == nil && len(missing(files, had)) == 0:
		return nil, nil
	}
	err = s.alone(ctx, func(ctx context.Context, tx bun.Tx) error {
		applied, err = catchUp(ctx, tx, from, files)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("migrate the database: %w", explained(err, false))
	}
	return applied, nil
}

// catchUp applies the migrations that the database has not had.
func catchUp(ctx context.Context, tx bun.Tx, from fs.FS, files []string) (applied []string, err error) {
	if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS migrations (name text NOT NULL PRIMARY KEY)"); err != nil {
		return nil, err
	}
	had, err := done(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, name := range missing(files, had) {
		if err := apply(ctx, tx, from, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		applied = append(applied, name)
	}
	return applied, nil
}

// done returns the names of the migrations that a database has had.
func done(ctx context.Context, db bun.IDB) (names []string, err error) {
	err = db.NewRaw("SELECT name FROM migrations").Scan(ctx, &names)
	return names, err
}

// missing returns the names of the migrations in files that a database has not had.
func missing(files, had []string) (names []string) {
	for _, file := range files {
		if name := strings.TrimSuffix(path.Base(file), ".sql"); !slices.Contains(had, name) {
			names = append(names, name)
		}
	}
	return names
}

func apply(ctx context.Context, tx bun.Tx, from fs.FS, name string) error {
	statements, err := fs.ReadFile(from, "migrations/"+name+".sql")
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(statements)); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO migrations (name) VALUES (?)", name)
	return err
}
