package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"maillage/internal/network"
)

type editionsCommand struct {
	Database database `embed:""`
}

func (c editionsCommand) Run(ctx context.Context, term terminal) error {
	db, err := c.Database.openToRead(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	list, err := db.Editions(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintln(term.out, "no edition yet: the first maillage serve or maillage import publishes one")
		return nil
	}
	sites := make([]int, len(list))
	for i, e := range list {
		seen, err := db.Sightings(ctx, e.Number)
		if err != nil {
			return err
		}
		sites[i] = len(seen)
	}
	return writeEditions(term.out, list, sites)
}

// writeEditions prints a table of editions, the one served first, with how many
// sites each has.
func writeEditions(w io.Writer, list []network.Edition, sites []int) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tNUMBER\tAS OF\tSITES\tIMPORTED\tSHA-256\tLABEL")
	for i, e := range list {
		mark := ""
		if i == 0 {
			mark = "*"
		}
		fmt.Fprintf(t, "%s\t%d\t%s\t%d\t%s\t%.12s\t%s\n",
			mark, e.Number, e.AsOf, sites[i], e.ImportedAt.UTC().Format(time.RFC3339), e.Sha256, e.Label)
	}
	return t.Flush()
}
