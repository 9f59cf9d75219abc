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

// keepUp fetches what is due and publishes it, until ctx ends; the server sees
// the edition as it sees any. A failure takes nothing from what is served: the
// log says so, once for as long as it stays the same.
func keepUp(ctx context.Context, open func(ctx context.Context) (*store.Store, error), feeds []source.Feed, log *slog.Logger) {
	told := ""
	for {
		trouble := keepUpOnce(ctx, open, feeds, log)
		if ctx.Err() != nil {
			return
		}
		if trouble != told && trouble != "" {
			log.WarnContext(ctx, "official files are not taken; the edition served stays", "reason", trouble)
		}
		told = trouble
		select {
		case <-ctx.Done():
			return
		case <-time.After(syncPause):
		}
	}
}

// keepUpOnce returns what went wrong, "" if nothing did.
func keepUpOnce(ctx context.Context, open func(ctx context.Context) (*store.Store, error), feeds []source.Feed, log *slog.Logger) string {
	db, err := open(ctx)
	if err != nil {
		return err.Error()
	}
	defer db.Close()
	s := newSyncer(feeds, db)
	due, err := s.Due(ctx)
	if err != nil {
		return err.Error()
	}
	report, err := s.Pass(ctx, due)
	if report == nil {
		return err.Error()
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
	return strings.Join(troubles, "; ")
}
