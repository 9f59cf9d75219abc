package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/uptrace/bun"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the tables to what this program needs and returns the names of
// the migrations it applied, in order, none if there was nothing to do. All of
// them are applied or none is. Several processes may call it at once: one
// works, the others wait and find it done.
func (s *Store) Migrate(ctx context.Context) (applied []string, err error) {
	return s.migrate(ctx, migrations)
}

func (s *Store) migrate(ctx context.Context, from fs.FS) (applied []string, err error) {
	files, err := fs.Glob(from, "migrations/*.sql") // in the order of their names
	if err != nil {
		return nil, err
	}
	err = s.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		done, err := s.migrated(ctx, tx)
		if err != nil {
			return err
		}
		for _, file := range files {
			name := strings.TrimSuffix(path.Base(file), ".sql")
			if slices.Contains(done, name) {
				continue
			}
			if err := apply(ctx, tx, from, name); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			applied = append(applied, name)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("migrate the database: %w", err)
	}
	return applied, nil
}

// migrated returns the names of the migrations the database has had, once no
// other process is at work on it.
func (s *Store) migrated(ctx context.Context, tx bun.Tx) (names []string, err error) {
	if err := s.engine.serialise(ctx, tx); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS migrations (name text NOT NULL PRIMARY KEY)"); err != nil {
		return nil, err
	}
	err = tx.NewRaw("SELECT name FROM migrations").Scan(ctx, &names)
	return names, err
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
