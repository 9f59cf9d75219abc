package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

type importCommand struct {
	sourceFiles
	decisionFiles
	Database database `embed:""`
	DryRun   bool     `help:"Stop before writing."`
}

// Validate is called by the parser of the command line.
func (c importCommand) Validate() error {
	if len(c.Files) == 0 && c.Decisions == "" && c.WriteDecisions == "" {
		return errors.New("expected \"<file> ...\", --decisions or --write-decisions")
	}
	return nil
}

// Run publishes one edition made of all the files, with what was decided, or
// nothing at all.
func (c importCommand) Run(ctx context.Context, term terminal) error {
	decisions, err := c.read()
	switch {
	case err != nil:
		return err
	case len(c.Files) == 0:
		return c.decide(ctx, term, decisions)
	case c.DryRun:
		return c.preview(ctx, term, decisions)
	}
	db, err := c.Database.open(ctx, "import", term)
	if err != nil {
		return err
	}
	defer db.Close()
	var (
		sites reconciliation
		count int
	)
	published, err := publish(ctx, db, decisions, func(ctx context.Context, r network.Reader, served network.Edition, records *network.Records) (*ingest.Import, error) {
		base := edition{served, records}
		before, err := accountOf(ctx, r, base)
		if err != nil {
			return nil, err
		}
		made, err := c.build(ctx, base, term)
		if err != nil {
			return nil, err
		}
		after, number := before.with(made.Edition, made.Records, decisions)
		sites, count = reconcile(after, number, made.Records), len(made.Records.Sites)
		return made, nil
	})
	if err != nil {
		return err
	}
	if err := c.write(sites); err != nil {
		return err
	}
	return c.report(term.out, outcome{Edition: *published, SiteCount: count, Published: true, Sites: &sites})
}

// preview does all but write to the database.
func (c importCommand) preview(ctx context.Context, term terminal, decisions []network.Decision) error {
	base, before, err := c.Database.base(ctx, "import --dry-run", term)
	if err != nil {
		return err
	}
	made, err := c.build(ctx, base, term)
	if err != nil {
		return err
	}
	after, number := before.with(made.Edition, made.Records, decisions)
	sites := reconcile(after, number, made.Records)
	if err := c.write(sites); err != nil {
		return err
	}
	return c.report(term.out, outcome{Edition: made.Edition, SiteCount: len(made.Records.Sites), Sites: &sites})
}

// decide keeps decisions, without an edition.
func (c importCommand) decide(ctx context.Context, term terminal, decisions []network.Decision) error {
	base, before, err := c.Database.base(ctx, "import --decisions", term)
	if err != nil {
		return err
	}
	sites := reconcile(before.deciding(decisions), max(base.Number, 1), base.records)
	if err := c.write(sites); err != nil {
		return err
	}
	if len(decisions) == 0 || c.DryRun {
		return c.report(term.out, outcome{Edition: base.Edition, SiteCount: len(base.records.Sites), Sites: &sites})
	}
	db, err := c.Database.open(ctx, "import --decisions", term)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Decide(ctx, decisions); err != nil {
		return err
	}
	return c.report(term.out, outcome{Edition: base.Edition, SiteCount: len(base.records.Sites), Decided: len(decisions), Sites: &sites})
}

type checkCommand struct {
	sourceFiles
}

// Validate is called by the parser of the command line.
func (c checkCommand) Validate() error {
	if len(c.Files) == 0 {
		return errors.New("expected \"<file> ...\"")
	}
	return nil
}

// Run builds on the embedded edition, whatever a database may hold.
func (c checkCommand) Run(ctx context.Context, term terminal) error {
	base, err := embeddedEdition()
	if err != nil {
		return err
	}
	made, err := c.build(ctx, base, term)
	if err != nil {
		return err
	}
	return c.report(term.out, outcome{Edition: made.Edition, SiteCount: len(made.Records.Sites)})
}

// sourceFiles are the official files that a command reads, and how it tells of
// them.
type sourceFiles struct {
	Files []string `arg:"" optional:"" name:"file" help:"Official files, in any of the formats known, which is guessed from the content; or one bundle that export wrote."`
	AsOf  day      `placeholder:"DATE" help:"The last day the files speak for, such as 2024-08-01, if they do not say."`
	JSON  bool     `name:"json" help:"Print the report as JSON."`
	Quiet bool     `help:"Say nothing of what went well, and show no progress."`
}

// A day is a date given as a flag.
type day network.Date

func (d *day) UnmarshalText(text []byte) error {
	date, err := network.ParseDate(string(text))
	*d = day(date)
	return err
}

func (s sourceFiles) build(ctx context.Context, base edition, term terminal) (*ingest.Import, error) {
	if path, err := s.bundle(); path != "" || err != nil {
		if err != nil {
			return nil, err
		}
		return s.readBundle(path, term)
	}
	files, names := newFileSet(s.Files)
	options := ingest.Options{AsOf: network.Date(s.AsOf)}
	if bar := newProgress(term.err); bar != nil && !s.Quiet {
		defer bar.clear()
		options.Progress = bar.show
	}
	return ingest.Build(ctx, files, names, base.records, base.Edition, options)
}

// An outcome is the edition that the files make, with the report in it.
type outcome struct {
	Edition   network.Edition `json:"edition"`
	SiteCount int             `json:"siteCount"` // that are in the edition
	Published bool            `json:"published"` // or only what would be
	Decided   int             `json:"decided"`   // decisions kept without an edition
	Sites     *reconciliation `json:"sites,omitempty"`
}

func (s sourceFiles) report(w io.Writer, o outcome) error {
	switch {
	case s.JSON:
		return printJSON(w, o)
	case s.Quiet:
		return nil
	}
	if len(s.Files) > 0 {
		if err := ingest.WriteReport(w, o.Edition.Report); err != nil {
			return err
		}
	}
	if o.Sites != nil {
		o.Sites.print(w)
	}
	switch {
	case o.Decided > 0:
		_, err := fmt.Fprintf(w, "kept %d decisions\n", o.Decided)
		return err
	case !o.Published:
		_, err := fmt.Fprintln(w, "nothing was written")
		return err
	}
	return writePublished(w, o.Edition)
}

// printJSON prints one document for programs, which people can read.
func printJSON(w io.Writer, document any) error {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(document)
}

func writePublished(w io.Writer, e network.Edition) error {
	_, err := fmt.Fprintf(w, "published edition %d: %s, as of %s\n", e.Number, e.Label, e.AsOf)
	return err
}
