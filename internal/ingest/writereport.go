package ingest

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"maillage/internal/network"
)

// WriteReport writes a report for people to read: what was read of each file,
// what was left out and why, what was taken for granted.
func WriteReport(w io.Writer, r network.Report) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "rows\tkept\trefused\twithheld\t file\t")
	for _, f := range r.Files {
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t %s (%s)\t\n", f.Rows, f.Kept, f.Refused, f.Withheld, f.File, f.Format)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	var b strings.Builder
	section(&b, "Left out", r.Refusals, func(x network.Refusal) string {
		return (&FileError{File: x.File, Line: x.Line, Column: x.Column, Value: x.Value, Reason: x.Reason}).Error()
	})
	for _, f := range r.Files {
		if more := f.Refused + f.RefusedValues - maxListed; more > 0 {
			fmt.Fprintf(&b, "  … and %d more of %s\n", more, f.File)
		}
	}
	section(&b, "Not found", r.Unmatched, func(x network.Unmatched) string {
		place := fmt.Sprintf("%s, line %d: %s", x.File, x.Line, x.Value)
		if len(x.Candidates) == 0 {
			return place
		}
		return place + " — perhaps " + strings.Join(x.Candidates, ", ")
	})
	section(&b, "Taken for granted", r.Assumptions, func(x string) string { return x })
	_, err := io.WriteString(w, b.String())
	return err
}

func section[T any](b *strings.Builder, title string, items []T, line func(T) string) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", title)
	for _, item := range items {
		fmt.Fprintf(b, "  %s\n", line(item))
	}
}
