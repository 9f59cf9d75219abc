package store

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/uptrace/bun"
)

// Revision returns a text that is another one after each Write, at the price of
// one row, within AnswerLimit. A database that is restored, or another one in its
// place, has another text as well.
func (s *Store) Revision(ctx context.Context) (token string, err error) {
	ctx, cancel := context.WithTimeout(ctx, AnswerLimit)
	defer cancel()
	err = s.db.NewRaw("SELECT token FROM revision").Scan(ctx, &token)
	if err != nil {
		s.engine.suspect(s.db)
		return "", fmt.Errorf("look for new editions: %w", err)
	}
	return token, nil
}

// revise gives the database another revision, and tells those who listen once tx
// is committed.
func (s *Store) revise(ctx context.Context, tx bun.Tx) error {
	token := rand.Text()
	if _, err := tx.ExecContext(ctx, "UPDATE revision SET token = ?", token); err != nil {
		return err
	}
	return s.engine.announce(ctx, tx, token)
}

// News sends whenever there may be something new, until ctx ends. It need not:
// on SQLite, on a standby of PostgreSQL and behind a pooler that shares
// connections it never does, and nothing is heard while the network is away. So
// look at Revision from time to time as well.
func (s *Store) News(ctx context.Context) <-chan struct{} { return s.engine.news(ctx) }
