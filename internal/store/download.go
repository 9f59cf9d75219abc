package store

import (
	"context"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// Downloads returns what is remembered of each file that is fetched, in the
// order of their codes.
func (r Reader) Downloads(ctx context.Context) ([]network.Download, error) {
	var downloads []network.Download
	err := r.db.NewSelect().Model(&downloads).OrderExpr("code COLLATE ?", r.engine.collation()).Scan(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the downloads: %w", err)
	}
	for i := range downloads {
		downloads[i].AskedAt = downloads[i].AskedAt.UTC() // drivers answer in the clock of the place
	}
	return downloads, nil
}

// Remember keeps these downloads in the place of what was remembered of the same
// files, all or, with an error, none. Times are kept to the microsecond. While
// another process writes, it waits, and says for whom.
func (s *Store) Remember(ctx context.Context, downloads []network.Download) error {
	if len(downloads) == 0 {
		return nil
	}
	kept := make([]network.Download, len(downloads))
	for i, d := range downloads {
		d.AskedAt = d.AskedAt.UTC().Truncate(time.Microsecond)
		kept[i] = d
	}
	err := s.alone(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(&kept).
			On("CONFLICT (code) DO UPDATE").
			Set("address = EXCLUDED.address").Set("etag = EXCLUDED.etag").Set("last_modified = EXCLUDED.last_modified").
			Set("sha256 = EXCLUDED.sha256").Set("asked_at = EXCLUDED.asked_at").
			Exec(ctx)
		return err
	})
	if err != nil {
		return fmt.Errorf("remember the downloads: %w", err)
	}
	return nil
}

// CanRemember returns the error that Remember would, if the database may not be
// written to. It waits as Remember does.
func (s *Store) CanRemember(ctx context.Context) error {
	err := s.alone(ctx, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM downloads WHERE code = ''")
		return err
	})
	if err != nil {
		return fmt.Errorf("remember the downloads: %w", explained(err, false))
	}
	return nil
}
