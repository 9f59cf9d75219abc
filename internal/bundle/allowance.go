package bundle

import (
	"errors"
	"fmt"
	"io"
)

// What the tables of a bundle may hold together, unpacked: no more is read, nor
// written. The country's edition has 46,000 rows of 5 MB; an import may add as many
// travel times as a file may have rows. All of it is held in memory.
const (
	maxRows  = 400_000
	maxSites = 40_000
	maxBytes = 128 << 20
)

var errTooMuch = errors.New("more than a bundle may hold")

// An allowance is what may still be read of a bundle.
type allowance struct{ rows, sites, bytes int }

func newAllowance() *allowance { return &allowance{maxRows, maxSites, maxBytes} }

// row takes a row of a table from what is left.
func (a *allowance) row(table string) error {
	if a.rows--; a.rows < 0 {
		return fmt.Errorf("%w: the tables have more than %d rows together", errTooMuch, maxRows)
	}
	if table != "sites" {
		return nil
	}
	if a.sites--; a.sites < 0 {
		return fmt.Errorf("%w: there are more than %d sites", errTooMuch, maxSites)
	}
	return nil
}

// table takes a whole table from what is left.
func (a *allowance) table(l list, bytes int64) error {
	for range l.values.Len() {
		if err := a.row(l.name); err != nil {
			return err
		}
	}
	return a.text(int(bytes))
}

// text takes so many bytes from what is left.
func (a *allowance) text(bytes int) error {
	if a.bytes -= bytes; a.bytes < 0 {
		return fmt.Errorf("%w: the tables have more than %d MiB together", errTooMuch, maxBytes>>20)
	}
	return nil
}

// reader returns a reader that takes what it reads from what is left.
func (a *allowance) reader(r io.Reader) io.Reader { return allowedReader{r, a} }

type allowedReader struct {
	io.Reader
	left *allowance
}

func (r allowedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err := r.left.text(n); err != nil {
		return 0, err
	}
	return n, err
}
