package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// Publish adds an edition of these records and returns it with what the store
// gives it: its number, the next one; the hash of the records; the time of the
// import, unless it is set, to the microsecond, which is what PostgreSQL keeps.
// All is published or, with an error, nothing. Those who publish at the same
// time take turns.
//
// An edition needs its AsOf. Records of a kind need codes that differ.
func (s *Store) Publish(ctx context.Context, edition network.Edition, records *network.Records) (network.Edition, error) {
	err := s.add(ctx, &edition, records, always)
	if err != nil {
		return network.Edition{}, fmt.Errorf("publish an edition: %w", err)
	}
	return edition, nil
}

// PublishFirst does what Publish does if there is no edition, and else nothing.
// It reports whether it did: of several processes that try at the same time, one
// does.
func (s *Store) PublishFirst(ctx context.Context, edition network.Edition, records *network.Records) (published bool, err error) {
	err = s.add(ctx, &edition, records, isEmpty)
	if errors.Is(err, errNotWanted) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("publish the first edition: %w", err)
	}
	return true, nil
}

// errNotWanted says that there is no reason to publish.
var errNotWanted = errors.New("not wanted")

// A condition says whether to publish, once nobody else can. The error is
// errNotWanted if not.
type condition func(ctx context.Context, tx bun.Tx) error

func always(context.Context, bun.Tx) error { return nil }

func isEmpty(ctx context.Context, tx bun.Tx) error {
	found, err := tx.NewSelect().Model((*network.Edition)(nil)).Exists(ctx)
	if err == nil && found {
		return errNotWanted
	}
	return err
}

// add publishes an edition under a condition, and completes it.
func (s *Store) add(ctx context.Context, edition *network.Edition, records *network.Records, wanted condition) error {
	var err error
	if *edition, err = stamped(*edition, records); err != nil {
		return err
	}
	return s.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if err := s.engine.serialise(ctx, tx); err != nil {
			return err
		}
		if err := wanted(ctx, tx); err != nil {
			return err
		}
		if edition.Number, err = next(ctx, tx); err != nil {
			return err
		}
		return s.write(ctx, tx, edition, records)
	})
}

// stamped returns the edition with all the store gives it but its number.
func stamped(edition network.Edition, records *network.Records) (network.Edition, error) {
	if _, err := network.ParseDate(string(edition.AsOf)); err != nil {
		return edition, fmt.Errorf("the last day it speaks for: %w", err)
	}
	hash, err := records.Sha256()
	if err != nil {
		return edition, err
	}
	edition.Sha256 = hash
	if edition.ImportedAt.IsZero() {
		edition.ImportedAt = time.Now()
	}
	edition.ImportedAt = edition.ImportedAt.UTC().Truncate(time.Microsecond)
	return edition, nil
}

func (s *Store) write(ctx context.Context, tx bun.Tx, edition *network.Edition, records *network.Records) error {
	editions := s.db.Table(reflect.TypeFor[network.Edition]())
	values, err := row(editions.Fields, reflect.ValueOf(edition).Elem())
	if err != nil {
		return err
	}
	if err := s.engine.insert(ctx, tx, editions.Name, names(editions.Fields), [][]any{values}); err != nil {
		return err
	}
	for _, table := range s.tables(records) {
		if err := s.publish(ctx, tx, table, edition.Number); err != nil {
			return fmt.Errorf("%s: %w", table.Name, err)
		}
	}
	return nil
}

// publish brings a table from the rows that hold to those of a new edition.
func (s *Store) publish(ctx context.Context, tx bun.Tx, t table, number int) error {
	held, err := t.held(ctx, tx)
	if err != nil {
		return err
	}
	rows, gone, err := t.compare(held, number)
	if err != nil {
		return err
	}
	if err := t.end(ctx, tx, gone, number); err != nil || len(rows) == 0 {
		return err
	}
	return s.engine.insert(ctx, tx, t.Name, append(names(t.Fields), digestColumn, sinceColumn), rows)
}
