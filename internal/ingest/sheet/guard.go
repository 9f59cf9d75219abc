package sheet

import (
	"fmt"
	"io"
)

// A LongRowError says that a row is longer than any can be.
type LongRowError struct{ Most int }

func (e *LongRowError) Error() string {
	return fmt.Sprintf("holds a row of more than %d MiB: it is damaged, or no table", e.Most>>20)
}

// A Guard hands on what it reads, and fails once a row is longer than allowed:
// readers of CSV, JSON and XML hold a row, or one value, in memory.
type Guard struct {
	r          io.Reader
	most, left int
}

// NewGuard returns a guard over a reader of rows of so many bytes at most.
func NewGuard(r io.Reader, most int) *Guard { return &Guard{r: r, most: most, left: most} }

// Begin says that another row begins.
func (g *Guard) Begin() { g.left = g.most }

func (g *Guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, &LongRowError{g.most}
	}
	n, err := g.r.Read(p)
	g.left -= n
	return n, err
}
