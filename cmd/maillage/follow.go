package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"maillage/internal/snapshot"
	"maillage/internal/store"
)

// While the database is away, a server looks again after retrySoonest, then twice
// that, up to retryLatest, give or take a fifth. With the bounds of package store
// that is what the recovery of docs/operations.md adds up to.
const (
	retrySoonest = 250 * time.Millisecond
	retryLatest  = 500 * time.Millisecond
	jitter       = 0.2
)

// loadLimit is how long reading an edition may take. A database or a proxy that sends
// a byte from time to time is never silent, and would otherwise be waited for without
// end, while newer editions are not looked for. The whole country takes a second, ten
// times its sites four: what a minute is too short for is no database to serve from.
const loadLimit = time.Minute

// A follower has a keeper serve each new edition of a database, once it can be
// opened.
type follower struct {
	open   func(ctx context.Context, patience time.Duration) (*store.Store, error)
	poll   time.Duration
	limit  time.Duration // of reading an edition
	file   string        // the snapshot file to write, "" for none
	log    *slog.Logger
	keeper *snapshot.Keeper // nil before start

	db       *store.Store // nil until it is open
	news     <-chan struct{}
	revision string // of what is served; "" if it is not known

	away atomic.Pointer[time.Time] // since when the database is; nil if it is there
}

// run looks for new editions whenever the database tells of one, and else at
// each poll, until ctx ends. When the database fails, what was served stays; the
// log says so once, and once when it is back.
func (f *follower) run(ctx context.Context) {
	f.save(ctx)
	var retry time.Duration // 0 while all is well
	if f.away.Load() != nil {
		retry = retrySoonest
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-f.news:
		case <-time.After(f.pause(retry)):
		}
		err := f.look(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			retry = 0
			if since := f.away.Swap(nil); since != nil {
				f.log.InfoContext(ctx, "the database can be read again", "after", time.Since(*since).Round(time.Millisecond))
			}
			continue
		case retry == 0:
			f.leave()
			f.log.WarnContext(ctx, "the database cannot be read; the edition served stays", "error", err)
		}
		retry = min(max(2*retry, retrySoonest), retryLatest)
	}
}

// leave marks that the database is away from now on.
func (f *follower) leave() {
	now := time.Now()
	f.away.Store(&now)
}

// pause returns how long to wait before the next look, give or take a fifth, so
// that servers that were cut off together do not all come back at once.
func (f *follower) pause(retry time.Duration) time.Duration {
	pause := f.poll
	if retry > 0 {
		pause = min(retry, f.poll)
	}
	return time.Duration(float64(pause) * (1 - jitter + 2*jitter*rand.Float64()))
}

// start opens the database and a keeper of what is in it.
func (f *follower) start(ctx context.Context, patience time.Duration) error {
	defer frugally()()
	db, err := f.open(ctx, patience)
	if err != nil {
		return err
	}
	if f.keeper != nil {
		f.keeper.Use(db)
	} else if f.keeper, err = f.read(ctx, db); err != nil {
		_ = db.Close()
		return err
	}
	f.dropCopy()
	f.db, f.news = db, db.News(ctx)
	return nil
}

// look serves what is new, if anything is.
func (f *follower) look(ctx context.Context) error {
	if f.db == nil {
		if err := f.start(ctx, store.AnswerLimit); err != nil {
			return err
		}
	}
	revision, err := f.db.Revision(ctx)
	if err != nil || revision == f.revision {
		return err
	}
	changed, err := f.refresh(ctx)
	if err != nil {
		return err
	}
	f.revision = revision
	if changed {
		e := f.keeper.Served().Network().Edition()
		f.log.InfoContext(ctx, "serving a new edition", "number", e.Number, "label", e.Label, "as_of", e.AsOf)
	}
	f.save(ctx)
	return nil
}

func (f *follower) refresh(ctx context.Context) (changed bool, err error) {
	defer frugally()()
	err = f.inTime(ctx, func(ctx context.Context) error {
		changed, err = f.keeper.Refresh(ctx)
		return err
	})
	f.dropCopy()
	return changed, err
}

// read reads the edition to serve for the first time.
func (f *follower) read(ctx context.Context, db *store.Store) (keeper *snapshot.Keeper, err error) {
	err = f.inTime(ctx, func(ctx context.Context) error {
		keeper, err = snapshot.NewKeeper(ctx, db)
		return err
	})
	return keeper, err
}

// inTime gives reading an edition up once its time is over.
func (f *follower) inTime(ctx context.Context, read func(context.Context) error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, f.limit, fmt.Errorf("it has not sent an edition within %s", f.limit))
	defer cancel()
	err := read(ctx)
	if errors.Is(ctx.Err(), context.DeadlineExceeded) && err != nil {
		return context.Cause(ctx)
	}
	return err
}

// dropCopy lets go of what was read, if no file is to be written of it: it is as much
// again as what is served.
func (f *follower) dropCopy() {
	if f.file == "" {
		f.keeper.Served().TakeCopy()
	}
}

// save writes what was newly read into the snapshot file, if there is to be one.
// It is no failure of the server if it cannot: the log says so each time.
func (f *follower) save(ctx context.Context) {
	if f.file == "" {
		return
	}
	served := f.keeper.Served()
	read := served.TakeCopy()
	if read == nil || served.From() != snapshot.Database {
		return
	}
	if err := snapshot.WriteFile(f.file, read); err != nil {
		f.log.WarnContext(ctx, "the snapshot file cannot be written", "error", err)
	}
}

// remark tells operators that the database is away, "" if it is not.
func (f *follower) remark() string {
	since := f.away.Load()
	if since == nil {
		return ""
	}
	served, from := f.keeper.Served(), ""
	if served.From() == snapshot.SnapshotFile {
		from = " from the snapshot file"
	}
	return fmt.Sprintf("edition %d is served%s: the database cannot be read since %s; other editions that are not in memory are refused",
		served.Network().Edition().Number, from, since.UTC().Format(time.RFC3339))
}

// close lets go of the database.
func (f *follower) close() {
	if f.db != nil {
		_ = f.db.Close()
	}
}
