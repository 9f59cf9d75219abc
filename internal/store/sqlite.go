package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Settings of every SQLite connection. What is locked for a moment is waited for;
// transactions take the write lock at once, for one that starts by reading cannot
// wait for it later.
const (
	sqliteSettings = "_pragma=busy_timeout(20000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
		"&_pragma=foreign_keys(1)&_txlock=immediate"
	sqliteBusy        = 20_000 // milliseconds, as above
	sqliteConnections = 4
)

// sqlite is the engine of one file, for one machine.
type sqlite struct {
	path string
}

func openSQLite(ctx context.Context, path string) (*bun.DB, engine, error) {
	absolute, err := checkedPath(path)
	if err != nil {
		return nil, nil, err
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(absolute), RawQuery: sqliteSettings}
	pool, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, nil, fmt.Errorf("the database file %s cannot be opened", path)
	}
	pool.SetMaxOpenConns(sqliteConnections)
	pool.SetMaxIdleConns(sqliteConnections)
	// The first query makes the file and finds out whether it is a database.
	if _, err := pool.ExecContext(ctx, "SELECT count(*) FROM sqlite_schema"); err != nil {
		_ = pool.Close()
		return nil, nil, fmt.Errorf("the file %s cannot be used as a database: %s", path, sqliteReason(absolute))
	}
	return bun.NewDB(pool, sqlitedialect.New()), sqlite{absolute}, nil
}

// checkedPath returns the absolute path of a database file, or says what is
// wrong with it before SQLite does in its own words.
func checkedPath(path string) (string, error) {
	switch {
	case path == "":
		return "", notAddress("the address sqlite:// lacks the path of a file: write sqlite://maillage.db")
	case strings.ContainsRune(path, '?'), strings.HasPrefix(path, ":memory:"):
		return "", notAddress("%q is not the path of a database file: a SQLite address takes no options", path)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("the folder that the database file %s is relative to is gone", path)
	}
	folder, err := os.Stat(filepath.Dir(absolute))
	if err != nil || !folder.IsDir() {
		return "", fmt.Errorf("the database file %s cannot be made: there is no folder %s", path, filepath.Dir(absolute))
	}
	return absolute, nil
}

func sqliteReason(path string) string {
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case err == nil && info.IsDir():
		return "it is a folder"
	case err == nil && info.Size() > 0:
		return "it is not a SQLite database, or it may not be read and written"
	}
	return "the folder may not be written to"
}

func (sqlite) collation() bun.Ident { return "BINARY" }

// insert sends few rows at a time: SQLite takes 32,766 values a statement, and
// a longer statement is no faster.
func (sqlite) insert(ctx context.Context, tx bun.Tx, table string, columns []string, rows [][]any) error {
	const batch = 16
	tuple := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	prepare := func(n int) (*sql.Stmt, error) {
		return tx.Tx.PrepareContext(ctx, fmt.Sprintf("INSERT INTO %s (%s) VALUES %s",
			quoted(table), quoted(columns...), tuple+strings.Repeat(", "+tuple, n-1)))
	}
	for _, n := range []int{batch, 1} {
		if len(rows) < n {
			continue
		}
		statement, err := prepare(n)
		if err != nil {
			return err
		}
		defer statement.Close()
		values := make([]any, 0, n*len(columns))
		for ; len(rows) >= n; rows = rows[n:] {
			values = values[:0]
			for _, row := range rows[:n] {
				values = append(values, row...)
			}
			if _, err := statement.ExecContext(ctx, values...); err != nil {
				return err
			}
		}
	}
	return nil
}
