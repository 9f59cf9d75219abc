package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// A Writer publishes editions while no other process does. It reads what there is,
// what it has published itself included.
type Writer struct {
	Reader
	store *Store
	tx    bun.Tx
	wrote bool
}

// Write runs work while no other process writes to the database. All that work
// has published is there when Write returns or, with an error, none of it: what
// work reads of the Store meanwhile is what was there before. Whoever listens to
// News hears of it.
//
// While another process writes, Write waits, and says for whom: see OnWait. Work
// must not itself wait for another Write to the same database.
func (s *Store) Write(ctx context.Context, work func(ctx context.Context, w *Writer) error) error {
	wrote := false
	err := s.alone(ctx, func(ctx context.Context, tx bun.Tx) error {
		w := &Writer{Reader: Reader{tx, s.engine}, store: s, tx: tx}
		err := work(ctx, w)
		if wrote = w.wrote; err != nil || !wrote {
			return err
		}
		return s.revise(ctx, tx)
	})
	if err == nil || ctx.Err() != nil {
		return err
	}
	return explained(err, wrote)
}

// Publish adds an edition: see Store.Publish.
func (w *Writer) Publish(ctx context.Context, edition network.Edition, records *network.Records) (network.Edition, error) {
	err := w.add(ctx, &edition, records)
	if err != nil {
		return network.Edition{}, fmt.Errorf("publish an edition: %w", err)
	}
	return edition, nil
}

// PublishFirst does what Publish does if there is no edition, and else nothing.
// It reports whether it did.
func (w *Writer) PublishFirst(ctx context.Context, edition network.Edition, records *network.Records) (published bool, err error) {
	published, err = w.addFirst(ctx, &edition, records)
	if err != nil {
		return false, fmt.Errorf("publish the first edition: %w", err)
	}
	return published, nil
}

func (w *Writer) addFirst(ctx context.Context, edition *network.Edition, records *network.Records) (bool, error) {
	if _, err := stamped(*edition, records); err != nil {
		return false, err
	}
	found, err := w.tx.NewSelect().Model((*network.Edition)(nil)).Exists(ctx)
	if err != nil || found {
		return false, err
	}
	return true, w.add(ctx, edition, records)
}

// writersWait is how often those who wait look whether it is their turn.
const writersWait = 100 * time.Millisecond

// errBusy says that another process writes.
var errBusy = errors.New("another process writes to the database")

// alone runs work in the transaction of the one process that may write.
func (s *Store) alone(ctx context.Context, work func(ctx context.Context, tx bun.Tx) error) error {
	told := ""
	for {
		err := s.engine.alone(ctx, s.db, s.writer, work)
		if !errors.Is(err, errBusy) {
			return err
		}
		if holder := s.engine.holder(ctx, s.db); holder != told || told == "" {
			s.onWait(holder)
			told = holder
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(writersWait):
		}
	}
}

// writerName names this process to those that wait for it. PostgreSQL keeps 63
// bytes of such a name.
func writerName(program string) string {
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown machine"
	}
	const most = 63
	name := fmt.Sprintf("%s (process %d on %s", program, os.Getpid(), host)
	return name[:min(len(name), most-1)] + ")"
}
