package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

type importCommand struct {
	sourceFiles
	Database database `embed:""`
	DryRun   bool     `help:"Stop before writing."`
}

// Run publishes one edition made of all the files, or nothing at all.
func (c importCommand) Run(ctx context.Context, term terminal) error {
	if c.DryRun {
		return c.preview(ctx, term)
	}
	db, err := c.Database.open(ctx, "import", term)
	if err != nil {
		return err
	}
	defer db.Close()
	published, err := publish(ctx, db, func(ctx context.Context, base network.Edition, records *network.Records) (*ingest.Import, error) {
		return c.build(ctx, edition{base, records}, term)
	})
	if err != nil {
		return err
	}
	return c.report(term.out, outcome{Edition: *published, Published: true})
}

// preview does all but write.
func (c importCommand) preview(ctx context.Context, term terminal) error {
	base, err := c.Database.base(ctx, "import --dry-run", term)
	if err != nil {
		return err
	}
	made, err := c.build(ctx, base, term)
	if err != nil {
		return err
	}
	return c.report(term.out, outcome{Edition: made.Edition})
}

type checkCommand struct {
	sourceFiles
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
	return c.report(term.out, outcome{Edition: made.Edition})
}

// sourceFiles are the official files that a command reads, and how it tells of
// them.
type sourceFiles struct {
	Files []string `arg:"" name:"file" help:"Official files, in any of the formats known, which is guessed from the content; or one bundle that export wrote."`
	AsOf  day      `placeholder:"DATE" help:"The last day the files speak for, such as 2024-08-01, if they do not say."`
	JSON  bool     `name:"json" help:"Print the report as JSON."`
	Quiet bool     `help:"Show no progress."`
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
	Published bool            `json:"published"` // or only what would be
}

func (s sourceFiles) report(w io.Writer, o outcome) error {
	if s.JSON {
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		encoder.SetEscapeHTML(false)
		return encoder.Encode(o)
	}
	if err := ingest.WriteReport(w, o.Edition.Report); err != nil {
		return err
	}
	if !o.Published {
		_, err := fmt.Fprintln(w, "nothing was written")
		return err
	}
	return writePublished(w, o.Edition)
}

func writePublished(w io.Writer, e network.Edition) error {
	_, err := fmt.Fprintf(w, "published edition %d: %s, as of %s\n", e.Number, e.Label, e.AsOf)
	return err
}
