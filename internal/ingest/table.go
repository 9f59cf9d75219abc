package ingest

import (
	"fmt"
	"io"
	"strings"
)

// A rowReader reads a table however it is written.
type rowReader interface {
	// header returns the names of the columns. It may grow with the rows.
	header() []string
	// next returns the next row, which may be shorter than the header, and the
	// line it begins on; io.EOF after the last.
	next() (record []string, line int, err error)
}

// A table is read row by row, its columns named by its header.
type table struct {
	in     *input
	rows   rowReader
	named  int              // columns of the header that are in index
	index  map[string][]int // by key, where they stand
	record []string
	line   int // of the record's first line
	err    error
}

// openTable reads the header, which must hold every column the format needs,
// in any order, by any of the names that the column is known by.
func openTable(in *input) (*table, error) {
	rows, err := openRows(in)
	if err != nil {
		return nil, err
	}
	t := &table{in: in, rows: rows, index: map[string][]int{}}
	if err := t.nameColumns(); err != nil {
		return nil, err
	}
	for _, column := range in.format.columns {
		if !t.has(column) {
			return nil, in.fail(1, column, "", fmt.Sprintf("is missing; a file of the format %q needs it", in.format.name))
		}
	}
	return t, nil
}

// nameColumns indexes the columns that the header has since it was last called.
func (t *table) nameColumns() error {
	header := t.rows.header()
	for ; t.named < len(header); t.named++ {
		column := header[t.named]
		key := columnKey(column)
		if len(t.index[key]) > 0 && key != "" {
			return t.in.fail(1, column, "", "stands twice in the header")
		}
		t.index[key] = append(t.index[key], t.named)
		if !t.in.format.knows(key) {
			t.in.extra = append(t.in.extra, column)
		}
	}
	return nil
}

// next moves to the next row and counts it.
func (t *table) next() bool {
	if t.err != nil {
		return false
	}
	record, line, err := t.rows.next()
	if err == nil {
		err = t.nameColumns()
	}
	if err != nil {
		if err != io.EOF {
			t.err = err
		}
		return false
	}
	t.in.report.Rows++
	if _, most := t.in.format.most(); t.in.report.Rows > most {
		t.err = t.in.fail(line, "", "", fmt.Sprintf("is the row after %d, more than any such file has", most))
		return false
	}
	t.record, t.line = record, line
	return true
}

// has says whether the table has a column.
func (t *table) has(column string) bool { return t.written(column) != "" }

// get returns a field of the row without the space around it, "" if the table
// has no such column.
func (t *table) get(column string) string {
	for _, name := range namesOf(column) {
		for _, i := range t.index[name] {
			if i < len(t.record) {
				if text := strings.TrimSpace(t.record[i]); text != "" {
					return text
				}
			}
		}
	}
	return ""
}

// written is how the file names a column, "" if it has none such.
func (t *table) written(column string) string {
	for _, name := range namesOf(column) {
		if len(t.index[name]) > 0 {
			return name
		}
	}
	return ""
}

// refuse leaves the row out because of one of its fields.
func (t *table) refuse(column, reason string) {
	t.in.refuse(t.line, t.nameFor(column), t.get(column), reason)
}

// refuseValue leaves the field out.
func (t *table) refuseValue(column, reason string) {
	t.in.refuseValue(t.line, t.nameFor(column), t.get(column), reason)
}

// nameFor is what to call a column before who has the file.
func (t *table) nameFor(column string) string {
	if name := t.written(column); name != "" {
		return name
	}
	return column
}
