package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// Editions returns every edition, those in service before those that are
// withdrawn; of these, that with the greatest AsOf first and, of those, the last
// imported. The first is the one to serve.
func (r Reader) Editions(ctx context.Context) ([]network.Edition, error) {
	var editions []network.Edition
	err := r.db.NewSelect().Model(&editions).
		OrderExpr("as_of COLLATE ? DESC, number DESC", r.engine.collation()).Scan(ctx)
	if err == nil {
		err = markWithdrawn(ctx, r.db, editions)
	}
	if err != nil {
		return nil, fmt.Errorf("list the editions: %w", err)
	}
	for i := range editions {
		editions[i].ImportedAt = editions[i].ImportedAt.UTC() // drivers answer in the clock of the place
	}
	return editions, nil
}

// Load returns the records that the edition of that number published, each list
// in the order of its codes, or ErrNoEdition.
func (r Reader) Load(ctx context.Context, number int) (*network.Records, error) {
	if err := r.exists(ctx, number); err != nil {
		return nil, err
	}
	records := new(network.Records)
	for _, table := range r.tables(records) {
		if err := table.load(ctx, r.db, number); err != nil {
			return nil, fmt.Errorf("load edition %d: %w", number, err)
		}
	}
	return records, nil
}

func (r Reader) exists(ctx context.Context, number int) error {
	found, err := r.db.NewSelect().Model((*network.Edition)(nil)).Where("number = ?", number).Exists(ctx)
	if err != nil {
		return fmt.Errorf("look for edition %d: %w", number, err)
	}
	if !found {
		return fmt.Errorf("edition %d: %w", number, ErrNoEdition)
	}
	return nil
}

// next returns the number of the edition that tx is to publish.
func next(ctx context.Context, tx bun.Tx) (number int, err error) {
	err = tx.NewRaw("SELECT coalesce(max(number), 0) + 1 FROM editions").Scan(ctx, &number)
	return number, err
}
