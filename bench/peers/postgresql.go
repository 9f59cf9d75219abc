package peers

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/lib/pq"
)

//go:embed schema.sql
var schema string

// Load makes the tables in the schema that is first in the search path of a
// postgres:// address, which must be empty, and fills them. It returns that
// schema's name and the process of the server, which must run on this machine.
func Load(ctx context.Context, address string, tables []Table) (name string, pid int, err error) {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return "", 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return "", 0, fmt.Errorf("tables for PostGraphile: %w", err)
	}
	for _, t := range tables {
		if err := t.copyTo(ctx, db); err != nil {
			return "", 0, fmt.Errorf("rows of %s: %w", t.Name, err)
		}
	}
	// What autovacuum does in time: the planner knows the rows, and an index alone
	// answers where it can.
	if _, err := db.ExecContext(ctx, "VACUUM ANALYZE"); err != nil {
		return "", 0, err
	}
	if err := db.QueryRowContext(ctx, "SELECT current_schema()").Scan(&name); err != nil {
		return "", 0, err
	}
	pid, err = postmaster(ctx, db)
	return name, pid, err
}

// copyTo fills a table.
func (t Table) copyTo(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // of what was committed, it does nothing
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = pq.QuoteIdentifier(c)
	}
	into := fmt.Sprintf("COPY %s (%s) FROM STDIN", pq.QuoteIdentifier(t.Name), strings.Join(columns, ", "))
	statement, err := tx.PrepareContext(ctx, into)
	if err != nil {
		return err
	}
	for _, row := range t.Rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	if _, err := statement.ExecContext(ctx); err != nil {
		return err
	}
	if err := statement.Close(); err != nil {
		return err
	}
	return tx.Commit()
}

// postmaster returns the process of the server that answers.
func postmaster(ctx context.Context, db *sql.DB) (int, error) {
	var folder string
	if err := db.QueryRowContext(ctx, "SHOW data_directory").Scan(&folder); err != nil {
		return 0, err
	}
	text, err := os.ReadFile(filepath.Join(folder, "postmaster.pid"))
	if err != nil {
		return 0, fmt.Errorf("the CPU of a PostgreSQL that is not of this machine cannot be told: %w", err)
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return strconv.Atoi(first)
}
