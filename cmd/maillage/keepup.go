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
	makeRounds(ctx, syncPause, func(ctx context.Context, _ bool) (*syncer.Report, error) {
		report, err := keepUpOnce(ctx, open, feeds)
		if ctx.Err() != nil {
			return report, err
		}
		if report != nil && report.Edition != nil {
			e := report.Edition
			log.InfoContext(ctx, "official files are published", "number", e.Number, "label", e.Label, "as_of", e.AsOf)
		}
		reason := trouble(report, err)
		if reason != told && reason != "" {
			log.WarnContext(ctx, "official files are not taken; the edition served stays", "reason", reason)
		}
		told = reason
		return report, err
	})
}

// trouble says all that went wrong in a round, "" if nothing did.
func trouble(report *syncer.Report, err error) string {
	var all []string
	if err != nil {
		all = append(all, err.Error())
	}
	if report != nil {
		all = append(all, report.Reasons()...)
	}
	return strings.Join(all, "; ")
}

// keepUpOnce asks the sources that are due, among them those that could not be
// fetched before.
func keepUpOnce(ctx context.Context, open func(ctx context.Context) (*store.Store, error), feeds []source.Feed) (*syncer.Report, error) {
	db, err := open(ctx)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	s := newSyncer(feeds, db)
	due, err := s.Due(ctx)
	if err != nil {
		return nil, err
	}
	return s.Pass(ctx, due)
}
