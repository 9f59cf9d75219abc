package bundle

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// What one row of a table may hold.
const (
	maxRow   = 4 << 20 // bytes
	maxCells = 1000
)

// A rowReader reads CSV as RFC 4180 has it, byte by byte: that of the standard
// library takes the carriage returns out of texts, which then have another hash.
type rowReader struct {
	r    *bufio.Reader
	line int    // how many lines are read
	cell []byte // of the cell being read
}

var (
	errQuote  = errors.New("a quote stands where none may")
	errCutOff = errors.New("the table is cut off")
	errLong   = errors.New("the row is too long to be one")
)

// next returns the cells of the next row; io.EOF after the last.
func (r *rowReader) next() ([]string, error) {
	var (
		row    []string
		cell   = r.cell[:0]
		size   int
		quoted bool // within quotes
		closed bool // after the quote that closes them
	)
	defer func() { r.cell = cell }()
	for {
		b, err := r.r.ReadByte()
		if err == io.EOF && !quoted && !closed && row == nil && len(cell) == 0 {
			return nil, io.EOF
		}
		if err != nil { // every row ends with a line feed
			return nil, cutOff(err)
		}
		if size++; size > maxRow || len(row) > maxCells {
			return nil, errLong
		}
		if b == '\n' {
			r.line++
		}
		switch {
		case quoted && b == '"':
			quoted, closed = false, true
		case quoted:
			cell = append(cell, b)
		case b == '"' && closed: // two of them stand for one
			cell = append(cell, b)
			quoted, closed = true, false
		case b == '"' && len(cell) == 0:
			quoted = true
		case b == '"' || closed && b != ',' && b != '\n':
			return nil, errQuote
		case b == ',':
			row, cell, closed = append(row, string(cell)), cell[:0], false
		case b == '\n':
			return append(row, string(cell)), nil
		default:
			cell = append(cell, b)
		}
	}
}

// textOf returns how many bytes a row may take as text.
func textOf(row []string) (bytes int) {
	for _, cell := range row {
		bytes += len(cell) + strings.Count(cell, `"`) + len(`"",`)
	}
	return bytes
}

func cutOff(err error) error {
	if err == io.EOF {
		return errCutOff
	}
	return err
}
