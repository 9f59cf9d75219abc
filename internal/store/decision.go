package store

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// Decisions returns what people decided of rows, in the order of what it is
// about.
func (r Reader) Decisions(ctx context.Context) ([]network.Decision, error) {
	var decisions []network.Decision
	query := r.db.NewSelect().Model(&decisions)
	for _, key := range []string{"as_of", "code", "other_as_of", "other_code"} {
		query.OrderExpr("? COLLATE ?", bun.Ident(key), r.engine.collation())
	}
	if err := query.Scan(ctx); err != nil {
		return nil, fmt.Errorf("read the decisions: %w", err)
	}
	return decisions, nil
}

// Decide keeps decisions: see Writer.Decide.
func (s *Store) Decide(ctx context.Context, decisions []network.Decision) error {
	return s.Write(ctx, func(ctx context.Context, w *Writer) error { return w.Decide(ctx, decisions) })
}

// Decide keeps decisions. One on rows that were decided of before takes the place
// of that one.
func (w *Writer) Decide(ctx context.Context, decisions []network.Decision) error {
	for _, d := range decisions {
		if err := w.decide(ctx, d); err != nil {
			return fmt.Errorf("keep the decision on %s of %s: %w", d.Code, d.AsOf, err)
		}
		w.wrote = true
	}
	return nil
}

func (w *Writer) decide(ctx context.Context, d network.Decision) error {
	for _, value := range []string{d.Code, d.OtherCode, string(d.Source)} {
		if _, err := text(value); err != nil {
			return err
		}
	}
	_, err := w.tx.NewInsert().Model(&d).
		On("CONFLICT (as_of, code, other_as_of, other_code) DO UPDATE").
		Set("verdict = EXCLUDED.verdict, closed_on = EXCLUDED.closed_on, source = EXCLUDED.source").Exec(ctx)
	return err
}
