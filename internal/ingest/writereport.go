package ingest

import (
	"cmp"
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
	section(&b, "Doubtful", r.Rules, ruleLines)
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

// ruleLines are what a rule says, how often, and the first that it found.
func ruleLines(r network.RuleReport) string {
	const most = 5
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d", r.Rule, r.Count)
	if r.Sites != nil && *r.Sites != r.Count {
		fmt.Fprintf(&b, " in %d sites", *r.Sites)
	}
	fmt.Fprintf(&b, ". %s", r.Sentence)
	for _, f := range r.Findings[:min(len(r.Findings), most)] {
		fmt.Fprintf(&b, "\n    %s %s, %s: %s", f.Site, clip(f.Name), f.Field, f.Published)
		if f.Corrected {
			fmt.Fprintf(&b, " → %s", cmp.Or(string(f.Served), "nothing"))
		}
	}
	if more := len(r.Findings) - most; more > 0 {
		fmt.Fprintf(&b, "\n    … and %d more", more)
	}
	return b.String()
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
