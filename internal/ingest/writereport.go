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
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "File\tFormat\tRows\tKept\tRefused\tRefused values\tWithheld")
	for _, f := range r.Files {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d\t%d\t%d\n", f.File, f.Format, f.Rows, f.Kept, f.Refused, f.RefusedValues, f.Withheld)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	var b strings.Builder
	section(&b, "Left out", refusalLines(r), func(line string) string { return line })
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

// refusalLines are the first refusals of each file and how many more there are.
func refusalLines(r network.Report) []string {
	const most = 10
	var lines []string
	for _, f := range r.Files {
		shown := 0
		for _, x := range r.Refusals {
			if x.File == f.File && shown < most {
				lines = append(lines, refusalError(x).Error())
				shown++
			}
		}
		if more := f.Refused + f.RefusedValues - shown; more > 0 {
			lines = append(lines, fmt.Sprintf("%s: … and %d more", f.File, more))
		}
	}
	return lines
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
