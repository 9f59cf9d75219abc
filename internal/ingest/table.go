package ingest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A table is a CSV file read row by row, its columns named by its header.
type table struct {
	in     *input
	csv    *csv.Reader
	index  map[string]int
	record []string
	ahead  *row // read already
	line   int  // of the record's first line
	err    error
}

type row struct {
	record []string
	line   int
	err    error
}

// openTable reads the header, which must hold every column the format needs,
// in any order.
func openTable(in *input) (*table, error) {
	t := &table{in: in, csv: csv.NewReader(in.text), index: map[string]int{}}
	t.csv.Comma = in.comma
	header, err := t.csv.Read()
	if err != nil {
		return nil, t.explain(err)
	}
	for i, column := range header {
		key := columnKey(column)
		if _, twice := t.index[key]; twice && key != "" {
			return nil, in.fail(1, column, "", "stands twice in the header")
		}
		t.index[key] = i
		if !in.format.knows(key) {
			in.extra = append(in.extra, column)
		}
	}
	for _, column := range in.format.columns {
		if _, ok := t.index[column]; !ok {
			return nil, in.fail(1, column, "", fmt.Sprintf("is missing; a file of the format %q needs it", in.format.name))
		}
	}
	return t, nil
}

// next moves to the next row with as many fields as the header, and counts it.
// Others are refused, but the last of the file: there it was cut off.
func (t *table) next() bool {
	for t.err == nil {
		r := t.read()
		if r.err == nil {
			t.in.report.Rows++
			t.record, t.line = r.record, r.line
			return true
		}
		if !errors.Is(r.err, csv.ErrFieldCount) {
			if r.err != io.EOF {
				t.err = t.explain(r.err)
			}
			return false
		}
		t.in.report.Rows++
		line, has, want := r.line, len(r.record), t.csv.FieldsPerRecord
		value := r.record[0] // not the row: it may hold what is personal, and reports are published
		after := t.read()
		if after.err == io.EOF && has < want {
			t.err = t.in.fail(line, "", value, fmt.Sprintf("the last row has %d of %d fields: the file is cut off", has, want))
			return false
		}
		t.in.refuse(line, "", value, fmt.Sprintf("has %d fields, the header has %d", has, want))
		t.ahead = &after
	}
	return false
}

func (t *table) read() row {
	if r := t.ahead; r != nil {
		t.ahead = nil
		return *r
	}
	record, err := t.csv.Read()
	r := row{record: record, err: err}
	if len(record) > 0 {
		r.line, _ = t.csv.FieldPos(0)
	}
	return r
}

// get returns a field of the row without the space around it, "" if the table
// has no such column.
func (t *table) get(column string) string {
	i, ok := t.index[column]
	if !ok {
		return ""
	}
	return strings.TrimSpace(t.record[i])
}

// refuse leaves the row out because of one of its fields.
func (t *table) refuse(column, reason string) {
	t.in.refuse(t.line, column, t.get(column), reason)
}

// refuseValue leaves the field out.
func (t *table) refuseValue(column, reason string) {
	t.in.refuseValue(t.line, column, t.get(column), reason)
}

// explain says what an error of the CSV reader means for the file.
func (t *table) explain(err error) error {
	var syntax *csv.ParseError
	switch {
	case err == io.EOF:
		return t.in.fail(0, "", "", "is empty")
	case errors.As(err, &syntax) && syntax.Err == csv.ErrQuote && syntax.Line > syntax.StartLine:
		return t.in.fail(syntax.StartLine, "", "", "a quotation mark is opened in this row and never closed: the file is cut off or damaged")
	case errors.As(err, &syntax) && errors.Is(syntax.Err, csv.ErrQuote), errors.As(err, &syntax) && errors.Is(syntax.Err, csv.ErrBareQuote):
		return t.in.fail(syntax.Line, "", "", fmt.Sprintf("a quotation mark at character %d is not where one may stand: the file is cut off or damaged", syntax.Column))
	}
	return err
}

// knows says whether a column is one that the format's files have.
func (f *format) knows(column string) bool {
	return column == "" || slices.Contains(f.columns, column) || slices.Contains(f.optional, column)
}
