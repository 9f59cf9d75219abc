package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"maillage/internal/ingest"
	"maillage/internal/source"
	"maillage/internal/source/download"
	"maillage/internal/store"
	"maillage/internal/syncer"
)

// shortestSync keeps a slip from being a nuisance to the sources.
const shortestSync = time.Minute

type syncCommand struct {
	Database database      `embed:""`
	Sources  catalogue     `embed:""`
	Once     bool          `xor:"when" help:"Ask the sources once and end, which is what it does without --every."`
	Every    time.Duration `xor:"when" placeholder:"DURATION" help:"Ask again and again, such as every 24h, until it is told to end."`
	Accept   []string      `placeholder:"CODE,…" help:"Take the files of these sources, however they have changed."`
	JSON     bool          `name:"json" help:"Print what was done as JSON."`
	Quiet    bool          `help:"Show no progress."`
}

// A catalogue is the flag by which an operator changes the official one.
type catalogue struct {
	Sources string `placeholder:"FILE" help:"Other addresses of the sources, one a line: a code, an address or off, and perhaps how often. See docs/sync.md."`
}

func (c catalogue) feeds() ([]source.Feed, error) {
	if c.Sources == "" {
		return source.Feeds(), nil
	}
	file, err := os.Open(c.Sources)
	if err != nil {
		return nil, fmt.Errorf("the file of sources cannot be read: %w", err)
	}
	defer file.Close()
	feeds, err := source.Override(source.Feeds(), file)
	if err != nil {
		return nil, fmt.Errorf("%s, %w", c.Sources, err)
	}
	return feeds, nil
}

// newSyncer returns one that keeps a database up with feeds.
func newSyncer(feeds []source.Feed, db *store.Store) *syncer.Syncer {
	return &syncer.Syncer{Feeds: feeds, Library: library{db}, Fetcher: download.New(download.DefaultLimits), Now: time.Now}
}

// Validate is called by the parser of the command line.
func (c syncCommand) Validate() error {
	if c.Every != 0 && c.Every < shortestSync {
		return fmt.Errorf("--every takes a duration of %s or more, such as 24h", shortestSync)
	}
	feeds := source.Feeds()
	for _, code := range c.Accept {
		if !slices.ContainsFunc(feeds, func(f source.Feed) bool { return f.Code == code }) {
			return fmt.Errorf("--accept %s: no source has that code", code)
		}
	}
	return nil
}

// Run makes one pass or, with --every, one after another until ctx ends. What
// they cannot do then is told, and tried again.
func (c syncCommand) Run(ctx context.Context, term terminal) error {
	feeds, err := c.Sources.feeds()
	if err != nil {
		return err
	}
	db, err := c.Database.open(ctx, "sync", term)
	if err != nil {
		return err
	}
	defer db.Close()
	s := newSyncer(feeds, db)
	s.Accept = c.Accept
	for {
		err := c.pass(ctx, s, term)
		if c.Every == 0 || errors.Is(ctx.Err(), context.Canceled) {
			return err
		}
		if err != nil {
			complain(term.err, err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(c.Every):
		}
	}
}

func (c syncCommand) pass(ctx context.Context, s *syncer.Syncer, term terminal) error {
	bar := newProgress(term.err)
	if bar != nil && !c.Quiet {
		s.Progress = bar.show
	}
	report, err := s.Pass(ctx, s.All())
	if bar != nil {
		bar.clear()
	}
	if report == nil {
		return err
	}
	if c.JSON {
		encoder := json.NewEncoder(term.out)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return errors.Join(err, encoder.Encode(report), report.Err())
	}
	return errors.Join(err, writePass(term.out, report), report.Err())
}

// writePass prints what became of each source, and of them all.
func writePass(w io.Writer, r *syncer.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range r.Visits {
		fmt.Fprintf(t, "%s\t%s\t%s\n", v.Code, v.Outcome, v.Reason)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	if r.Edition == nil {
		_, err := fmt.Fprintln(w, "nothing new is published")
		return err
	}
	fmt.Fprintln(w)
	if err := ingest.WriteReport(w, r.Edition.Report); err != nil {
		return err
	}
	return writePublished(w, *r.Edition)
}
