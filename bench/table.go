package main

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A table is a section of the report, in Markdown that is aligned for those who
// read it in a terminal.
type table struct {
	title string
	head  []string
	rows  [][]string
	note  string // a paragraph below
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t table) String() string {
	widths := make([]int, len(t.head))
	for _, row := range append([][]string{t.head}, t.rows...) {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	line := func(cells []string) {
		for i, cell := range cells {
			fmt.Fprintf(&b, "| %s%s ", cell, strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)))
		}
		b.WriteString("|\n")
	}
	fmt.Fprintf(&b, "\n## %s\n\n", t.title)
	line(t.head)
	rule := make([]string, len(widths))
	for i, width := range widths {
		rule[i] = strings.Repeat("-", width)
	}
	line(rule)
	for _, row := range t.rows {
		line(row)
	}
	if t.note != "" {
		fmt.Fprintf(&b, "\n%s\n", t.note)
	}
	return b.String()
}

// Samples are what the runs of one measure gave. There is at least one.
type samples []float64

func (s samples) median() float64 {
	sorted := slices.Sorted(slices.Values(s))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

// over returns how many times another measure's each is, run by run.
func (s samples) over(other samples) samples {
	times := make(samples, len(s))
	for i := range s {
		times[i] = s[i] / other[i]
	}
	return times
}

// in shows the median and, of several runs, what they ranged over, in a unit
// that is so many of the samples', "" for none: "2.1 s (1.9 to 3)".
func (s samples) in(unit string, size float64) string {
	text := strings.TrimSuffix(short(s.median()/size)+" "+unit, " ")
	if len(s) == 1 {
		return text
	}
	return fmt.Sprintf("%s (%s to %s)", text, short(slices.Min(s)/size), short(slices.Max(s)/size))
}

// atMost shows a limit, and by how much the median misses it.
func (s samples) atMost(limit float64, unit string, size float64) string {
	return verdict("≤ "+short(limit/size)+" "+unit, s.median()/limit)
}

// atLeast is atMost for what should be large.
func (s samples) atLeast(limit float64) string {
	return verdict("≥ "+short(limit), limit/s.median())
}

// verdict marks a target whose factor is above 1.
func verdict(target string, factor float64) string {
	if factor <= 1 {
		return target
	}
	return fmt.Sprintf("%s, **missed by × %s**", target, short(factor))
}

// short shows three digits, or all of a larger number's whole part.
func short(x float64) string {
	if x >= 100 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}
