package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// Why an edition is not withdrawn or restored.
var (
	ErrWithdrawn   = errors.New("it is withdrawn already")
	ErrInService   = errors.New("it is in service already")
	ErrLastEdition = errors.New("no other edition is in service: import one first, or restore one with rollback --restore")
)

// Withdraw takes an edition from service: it is kept, and read by its number
// alone. The error is ErrNoEdition, ErrWithdrawn, or ErrLastEdition for the only
// one in service.
func (w *Writer) Withdraw(ctx context.Context, number int) error {
	editions, err := w.Editions(ctx)
	if err != nil {
		return err
	}
	serving := func(e network.Edition) bool { return e.Number != number && !e.Withdrawn }
	switch found, err := numbered(editions, number); {
	case err != nil:
		return err
	case found.Withdrawn:
		return fmt.Errorf("edition %d: %w", number, ErrWithdrawn)
	case !slices.ContainsFunc(editions, serving):
		return fmt.Errorf("edition %d: %w", number, ErrLastEdition)
	}
	return w.change(ctx, "INSERT INTO withdrawals (number) VALUES (?)", number)
}

// Restore puts an edition that was withdrawn back into service. The error is
// ErrNoEdition or ErrInService.
func (w *Writer) Restore(ctx context.Context, number int) error {
	editions, err := w.Editions(ctx)
	if err != nil {
		return err
	}
	switch found, err := numbered(editions, number); {
	case err != nil:
		return err
	case !found.Withdrawn:
		return fmt.Errorf("edition %d: %w", number, ErrInService)
	}
	return w.change(ctx, "DELETE FROM withdrawals WHERE number = ?", number)
}

func (w *Writer) change(ctx context.Context, statement string, number int) error {
	w.wrote = true
	if _, err := w.tx.ExecContext(ctx, statement, number); err != nil {
		return fmt.Errorf("edition %d: %w", number, err)
	}
	return nil
}

func numbered(among []network.Edition, number int) (network.Edition, error) {
	i := slices.IndexFunc(among, func(e network.Edition) bool { return e.Number == number })
	if i < 0 {
		return network.Edition{}, fmt.Errorf("edition %d: %w", number, ErrNoEdition)
	}
	return among[i], nil
}

// markWithdrawn marks the editions that are withdrawn and puts them last.
func markWithdrawn(ctx context.Context, db bun.IDB, editions []network.Edition) error {
	var withdrawn []int
	if err := db.NewRaw("SELECT number FROM withdrawals").Scan(ctx, &withdrawn); err != nil {
		return err
	}
	for i := range editions {
		editions[i].Withdrawn = slices.Contains(withdrawn, editions[i].Number)
	}
	slices.SortStableFunc(editions, func(x, y network.Edition) int {
		switch {
		case x.Withdrawn == y.Withdrawn:
			return 0
		case y.Withdrawn:
			return -1
		}
		return 1
	})
	return nil
}
