package peers

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
)

//go:embed network.sql
var functions string

// Functions adds to the tables that Load made the functions that answer questions
// of the network, with their indexes.
func Functions(ctx context.Context, address string) (err error) {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for _, statement := range []string{functions, "VACUUM ANALYZE"} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("functions of PostgreSQL: %w", err)
		}
	}
	return nil
}
