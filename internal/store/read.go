package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// A Reader reads a database; see Store, Store.Read and Writer for the moment of
// which it tells.
type Reader struct {
	db     bun.IDB
	engine engine
}

var _ network.Reader = Reader{}

// AnswerLimit is how long a database may take to begin a transaction, or to answer
// what takes it no time; one that takes longer is away.
const AnswerLimit = 1500 * time.Millisecond

var errNoAnswer = fmt.Errorf("no answer within %s", AnswerLimit)

// Read runs work on the database as it is at one moment, whatever is written
// meanwhile. Of a database that cannot be reached, or falls silent, the error is
// network.ErrAway.
func (s *Store) Read(ctx context.Context, work func(ctx context.Context, r network.Reader) error) error {
	reading, cancel := context.WithCancel(ctx)
	defer cancel()
	begun, beginning := false, time.AfterFunc(AnswerLimit, cancel)
	err := s.db.RunInTx(reading, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, func(ctx context.Context, tx bun.Tx) error {
		if begun = beginning.Stop(); !begun {
			return ctx.Err()
		}
		return work(ctx, Reader{tx, s.engine})
	})
	switch {
	case err == nil || ctx.Err() != nil || begun && !isLost(err):
		return err
	case !begun && !beginning.Stop():
		err = errNoAnswer
	}
	s.engine.suspect(s.db)
	return fmt.Errorf("%w: %w", network.ErrAway, err)
}
