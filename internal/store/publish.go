package store

import (
	"context"
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
// time take turns: see Write.
//
// An edition needs its AsOf. Records of a kind need codes that differ.
func (s *Store) Publish(ctx context.Context, edition network.Edition, records *network.Records) (published network.Edition, err error) {
	err = s.Write(ctx, func(ctx context.Context, w *Writer) error {
		published, err = w.Publish(ctx, edition, records)
		return err
	})
	return published, err
}

// PublishFirst does what Publish does if there is no edition, and else nothing.
// It reports whether it did: of several processes that try at the same time, one
// does.
func (s *Store) PublishFirst(ctx context.Context, edition network.Edition, records *network.Records) (published bool, err error) {
	err = s.Write(ctx, func(ctx context.Context, w *Writer) error {
		published, err = w.PublishFirst(ctx, edition, records)
		return err
	})
	return published, err
}

// add publishes an edition and completes it.
func (w *Writer) add(ctx context.Context, edition *network.Edition, records *network.Records) error {
	var err error
	if *edition, err = stamped(*edition, records); err != nil {
		return err
	}
	if edition.Number, err = next(ctx, w.tx); err != nil {
		return err
	}
	w.wrote = true
	return w.store.write(ctx, w.tx, edition, records)
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
	editions := s.table(reflect.TypeFor[network.Edition]())
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
