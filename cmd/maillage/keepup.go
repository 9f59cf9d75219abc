package main

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"maillage/internal/source"
	"maillage/internal/store"
	"maillage/internal/syncer"
)

// syncPause is how often a server looks whether a source is due. Sources are
// asked for as often as the catalogue says.
const syncPause = time.Hour

// firstRetry is how soon a server tries again after a failure that is no
// source's, such as a database that is away; each time it takes twice as long, up
// to syncPause.
const firstRetry = 5 * time.Second

// keepUp fetches what is due and publishes it, until ctx ends; the server sees
// the edition as it sees any. A failure takes nothing from what is served: the
// log says so, once for as long as it stays the same.
func keepUp(ctx context.Context, open func(ctx context.Context) (*store.Store, error), feeds []source.Feed, log *slog.Logger) {
	told, retry := "", firstRetry
	for {
		trouble, err := keepUpOnce(ctx, open, feeds, log)
		if ctx.Err() != nil {
			return
		}
		if trouble != told && trouble != "" {
			log.WarnContext(ctx, "official files are not taken; the edition served stays", "reason", trouble)
		}
		told = trouble
		pause := syncPause
		if err != nil {
			pause, retry = retry, min(2*retry, syncPause)
		} else {
			retry = firstRetry
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// keepUpOnce returns what went wrong, "" if nothing did; the error is the part of
// it that is no source's.
func keepUpOnce(ctx context.Context, open func(ctx context.Context) (*store.Store, error), feeds []source.Feed, log *slog.Logger) (string, error) {
	db, err := open(ctx)
	if err != nil {
		return err.Error(), err
	}
	defer db.Close()
	s := newSyncer(feeds, db)
	due, err := s.Due(ctx)
	if err != nil {
		return err.Error(), err
	}
	report, err := s.Pass(ctx, due)
	if report == nil {
		return err.Error(), err
	}
	if e := report.Edition; e != nil {
		log.InfoContext(ctx, "official files are published", "number", e.Number, "label", e.Label, "as_of", e.AsOf)
	}
	var troubles []string
	if err != nil {
		troubles = append(troubles, err.Error())
	}
	for _, v := range report.Visits {
		if v.Outcome == syncer.Held || v.Outcome == syncer.Failed {
			troubles = append(troubles, v.Code+" "+string(v.Outcome)+": "+v.Reason)
		}
	}
	return strings.Join(troubles, "; "), err
}
