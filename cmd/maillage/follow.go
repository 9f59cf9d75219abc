package main

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"maillage/internal/snapshot"
	"maillage/internal/store"
)

const (
	// lookLimit is how long a server waits for the one row that says whether there
	// is anything new. A network that is silent for longer is away.
	lookLimit = 2 * time.Second
	// While the database is away, a server looks again after retrySoonest, then
	// twice that, and so on up to retryLatest.
	retrySoonest = 250 * time.Millisecond
	retryLatest  = time.Second
)

// A follower has a server serve each new edition.
type follower struct {
	db     *store.Store
	keeper *snapshot.Keeper
	poll   time.Duration
	log    *slog.Logger

	revision string // of what is served; "" if it is not known
}

// run looks for new editions whenever the database tells of one, and else at
// each poll, until ctx ends. When the database fails, what was served stays; the
// log says so once, and once when it is back.
func (f *follower) run(ctx context.Context) {
	news := f.db.News(ctx)
	retry := time.Duration(0) // 0 while all is well
	for {
		select {
		case <-ctx.Done():
			return
		case <-news:
		case <-time.After(f.pause(retry)):
		}
		err := f.look(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && retry == 0:
			f.log.WarnContext(ctx, "the database cannot be read; the edition served stays", "error", err)
		case err == nil && retry > 0:
			f.log.InfoContext(ctx, "the database can be read again")
		}
		if err == nil {
			retry = 0
		} else {
			retry = min(max(2*retry, retrySoonest), retryLatest)
		}
	}
}

// pause returns how long to wait before the next look, give or take a fifth, so
// that servers that were cut off together do not all come back at once.
func (f *follower) pause(retry time.Duration) time.Duration {
	pause := f.poll
	if retry > 0 {
		pause = min(retry, f.poll)
	}
	return time.Duration(float64(pause) * (0.8 + 0.4*rand.Float64())) //nolint:gosec // no secret
}

// look serves what is new, if anything is.
func (f *follower) look(ctx context.Context) error {
	revision, err := f.ask(ctx)
	if err != nil || revision == f.revision {
		return err
	}
	changed, err := f.keeper.Refresh(ctx)
	if err != nil {
		return err
	}
	f.revision = revision
	if changed {
		e := f.keeper.Served().Network().Edition()
		f.log.InfoContext(ctx, "serving a new edition", "number", e.Number, "label", e.Label, "as_of", e.AsOf)
	}
	return nil
}

func (f *follower) ask(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, lookLimit)
	defer cancel()
	return f.db.Revision(ctx)
}
