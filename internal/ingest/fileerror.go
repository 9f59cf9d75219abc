package ingest

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"maillage/internal/network"
)

// A FileError says why a file cannot be imported at all. Line, Column and Value
// are empty where they do not apply.
type FileError struct {
	File   string // base name
	Line   int    // from 1
	Column string
	Value  string
	Reason string
}

// Error is one sentence: "liste.csv, line 12, column insee_com, "0103": too short".
func (e *FileError) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&b, ", line %d", e.Line)
	}
	if e.Column != "" {
		b.WriteString(", column " + clip(e.Column))
	}
	if e.Value != "" {
		fmt.Fprintf(&b, ", %q", clip(e.Value))
	}
	b.WriteString(": " + e.Reason)
	return b.String()
}

// refusalError words a refusal as if it were the whole file's.
func refusalError(r network.Refusal) *FileError {
	return &FileError{File: r.File, Line: r.Line, Column: string(r.Column), Value: string(r.Value), Reason: r.Reason}
}

// clip keeps messages and reports short however long the value they quote.
func clip(s string) string {
	const most = 80
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
