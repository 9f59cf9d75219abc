package main

import (
	"context"
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
	Quiet    bool          `help:"Say nothing of what went well, and show no progress."`
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

// Run makes one pass or, with --every, one after another until ctx ends. What they
// cannot do then is told, and tried again.
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
	if c.Every == 0 {
		report, err := c.pass(ctx, s, s.All(), term)
		return c.tell(term, report, err)
	}
	var asking []source.Feed
	makeRounds(ctx, c.Every, func(ctx context.Context, again bool) (*syncer.Report, error) {
		if !again {
			asking = s.All()
		}
		report, err := c.pass(ctx, s, asking, term)
		if told := c.tell(term, report, err); told != nil && ctx.Err() == nil {
			complain(term.err, told)
		}
		if err == nil {
			asking = report.Failed()
		}
		return report, err
	})
	return nil
}

func (c syncCommand) pass(ctx context.Context, s *syncer.Syncer, feeds []source.Feed, term terminal) (*syncer.Report, error) {
	if bar := newProgress(term.err); bar != nil && !c.Quiet {
		s.Progress = bar.show
		defer bar.clear()
	}
	return s.Pass(ctx, feeds)
}

// tell prints what a pass did, and returns what went wrong. Who is not to hear of
// what went well is told of each source that did not.
func (c syncCommand) tell(term terminal, report *syncer.Report, err error) error {
	switch {
	case report == nil:
		return err
	case c.JSON:
		return errors.Join(err, printJSON(term.out, report), report.Err())
	case !c.Quiet:
		return errors.Join(err, writePass(term.out, report), report.Err())
	}
	if text := trouble(report, err); text != "" {
		return errors.New(text)
	}
	return nil
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
