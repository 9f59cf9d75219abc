package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"maillage/internal/bundle"
	"maillage/internal/ingest"
	"maillage/internal/network"
)

type exportCommand struct {
	Edition  int      `placeholder:"N" help:"The edition to write; the one served if there is none."`
	Output   string   `short:"o" placeholder:"FILE|DIR" help:"Where to write it: a file if it ends in .zip, else a new folder. Default: edition-N.zip."`
	Database database `embed:""`
	JSON     bool     `name:"json" help:"Print what was written as JSON."`
	Quiet    bool     `help:"Say nothing of what went well, and show no progress."`
}

// An exported is an edition and where it was written.
type exported struct {
	Output  string          `json:"output"`
	Edition network.Edition `json:"edition"`
}

func (c exportCommand) Run(ctx context.Context, term terminal) error {
	db, list, err := c.Database.openEditions(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if len(list) == 0 {
		return errors.New("there is no edition to export yet: maillage import publishes one")
	}
	e := list[0]
	if c.Edition != 0 {
		at := slices.IndexFunc(list, func(e network.Edition) bool { return e.Number == c.Edition })
		if at < 0 {
			return fmt.Errorf("there is no edition %d: maillage editions lists those there are", c.Edition)
		}
		e = list[at]
	}
	records, err := loadVerified(ctx, db, e)
	if err != nil {
		return err
	}
	done := exported{c.Output, e}
	if done.Output == "" {
		done.Output = fmt.Sprintf("edition-%d.zip", e.Number)
	}
	progress, hide := bundleProgress(done.Output, c.Quiet, term)
	defer hide()
	if err := bundle.Write(done.Output, e, records, progress); err != nil {
		return fmt.Errorf("the bundle cannot be written: %w", err)
	}
	hide()
	switch {
	case c.JSON:
		return json.NewEncoder(term.out).Encode(done)
	case c.Quiet:
		return nil
	}
	_, err = fmt.Fprintf(term.out, "wrote edition %d to %s: %s, as of %s, SHA-256 %s\n", e.Number, done.Output, e.Label, e.AsOf, e.Sha256)
	return err
}

// bundleProgress returns what shows how far a bundle is, and what hides it.
func bundleProgress(name string, quiet bool, term terminal) (bundle.Progress, func()) {
	bar := newProgress(term.err)
	if bar == nil || quiet {
		return nil, func() {}
	}
	return func(done, total int64) { bar.show(name, done, total) }, bar.clear
}

// bundle returns the path of the bundle among the files, "" if there is none.
func (s sourceFiles) bundle() (string, error) {
	at := slices.IndexFunc(s.Files, bundle.Is)
	switch {
	case at < 0:
		return "", nil
	case len(s.Files) > 1:
		return "", fmt.Errorf("%s is a whole edition: import it alone", s.Files[at])
	case s.AsOf != "":
		return "", fmt.Errorf("%s says itself which day it speaks for: leave out --as-of", s.Files[at])
	}
	return s.Files[at], nil
}

// readBundle makes an import of a bundle, which builds on nothing.
func (s sourceFiles) readBundle(path string, term terminal) (*ingest.Import, error) {
	progress, hide := bundleProgress(path, s.Quiet, term)
	defer hide()
	e, records, err := bundle.Read(path, progress)
	if err != nil {
		return nil, err
	}
	// One that was written by hand, or before a rule was there.
	if personal := ingest.Personal(records); len(personal) > 0 {
		return nil, fmt.Errorf("%s: %d sites hold a personal address or number, which is not published here, the first of them %s: import the list they come from",
			path, len(personal), personal[0])
	}
	return &ingest.Import{Edition: e, Records: records}, nil
}
