package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// A part is what one command writes into the report, which others, and people,
// write parts of too.
type part struct {
	title   string // of its heading, by which it is found again
	command string
	text    string // with the heading
}

// write puts the part in the place of its older self in a file, or at its end.
func (p part) write(file string) error {
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.WriteFile(file, []byte(p.in(string(old))), 0o644)
}

// in returns a report with the part in it.
func (p part) in(report string) string {
	const mark = "\n# "
	before, rest, found := strings.Cut("\n"+report, mark+p.title+"\n")
	after := ""
	if found {
		if i := strings.Index(rest, mark); i >= 0 {
			after = rest[i:]
		}
	}
	before = strings.Trim(before, "\n")
	if before != "" {
		before += "\n\n"
	}
	return before + p.text + after
}
