package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"maillage/internal/network"
	"maillage/internal/store"
)

type editionsCommand struct {
	Database database `embed:""`
	Verify   bool     `help:"Read every edition again, and compare what is read with the hash of what was published."`
	Quiet    bool     `help:"Show no progress."`
}

func (c editionsCommand) Run(ctx context.Context, term terminal) error {
	db, list, err := c.Database.openEditions(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if len(list) == 0 {
		fmt.Fprintln(term.out, "no edition yet: the first maillage serve or maillage import publishes one")
		return nil
	}
	sites, err := db.SiteCounts(ctx)
	if err != nil {
		return err
	}
	if err := writeEditions(term.out, list, sites); err != nil || !c.Verify {
		return err
	}
	return c.verify(ctx, db, list, term)
}

// verify reads each edition as a server would. The error names those that are not
// what was published.
func (c editionsCommand) verify(ctx context.Context, db *store.Store, list []network.Edition, term terminal) error {
	bar := newProgress(term.err)
	if c.Quiet {
		bar = nil
	}
	var damaged []error
	for i, e := range list {
		if bar != nil {
			bar.show("reading editions", int64(i), int64(len(list)))
		}
		if _, err := loadVerified(ctx, db, e); err != nil {
			damaged = append(damaged, err)
		}
	}
	if bar != nil {
		bar.clear()
	}
	if len(damaged) > 0 {
		return errors.Join(damaged...)
	}
	_, err := fmt.Fprintf(term.out, "%d editions read back as they were published\n", len(list))
	return err
}

// loadVerified returns the records of an edition, if they are what was published.
func loadVerified(ctx context.Context, db *store.Store, e network.Edition) (*network.Records, error) {
	records, err := db.Load(ctx, e.Number)
	if err != nil {
		return nil, err
	}
	hash, err := records.Sha256()
	if err != nil {
		return nil, err
	}
	if hash != e.Sha256 {
		return nil, fmt.Errorf("edition %d is not what was published: its records have the hash %s, not %s", e.Number, hash, e.Sha256)
	}
	return records, nil
}

// writeEditions prints a table of editions, the one served first, with how many
// sites each has.
func writeEditions(w io.Writer, list []network.Edition, sites map[int]int) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tNUMBER\tAS OF\tSITES\tIMPORTED\tSHA-256\tLABEL")
	for i, e := range list {
		mark, label := "", e.Label
		switch {
		case e.Withdrawn:
			label += " (withdrawn)"
		case i == 0:
			mark = "*"
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%d\t%s\t%.12s\t%s\n",
			mark, e.Number, e.AsOf, sites[e.Number], e.ImportedAt.UTC().Format(time.RFC3339), e.Sha256, label)
	}
	return t.Flush()
}
