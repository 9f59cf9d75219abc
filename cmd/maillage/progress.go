package main

import (
	"fmt"
	"io"
	"os"

	"github.com/mattn/go-isatty"
)

// A progress is one line of a terminal that says how far a file has been read.
type progress struct {
	w     io.Writer
	shown string
}

// newProgress returns nil if w is no terminal.
func newProgress(w io.Writer) *progress {
	if f, ok := w.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		return &progress{w: w}
	}
	return nil
}

// show takes bytes; total is -1 if it is not known. It writes only what a person
// could see change.
func (p *progress) show(file string, read, total int64) {
	line := fmt.Sprintf("%s %3d %%", file, 100*read/max(total, 1))
	if total < 0 {
		line = fmt.Sprintf("%s %d MB", file, read>>20)
	}
	if line != p.shown {
		fmt.Fprint(p.w, "\r\x1b[K", line)
		p.shown = line
	}
}

func (p *progress) clear() {
	if p.shown != "" {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
