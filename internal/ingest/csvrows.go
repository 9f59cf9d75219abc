package ingest

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
)

// csvRows reads the rows of a CSV file.
type csvRows struct {
	in    *input
	csv   *csv.Reader
	names []string
	ahead *csvRow // read already
}

type csvRow struct {
	record []string
	line   int
	err    error
}

func openCSV(in *input) (*csvRows, error) {
	r := &csvRows{in: in, csv: csv.NewReader(in.text)}
	r.csv.Comma = in.comma
	header, err := r.csv.Read()
	if err != nil {
		return nil, r.explain(err)
	}
	r.names = header
	return r, nil
}

func (r *csvRows) header() []string { return r.names }

// next returns the next row with as many fields as the header. Others are
// refused, but the last of the file: there it was cut off.
func (r *csvRows) next() ([]string, int, error) {
	for {
		row := r.read()
		if row.err == nil || !errors.Is(row.err, csv.ErrFieldCount) {
			return row.record, row.line, r.explain(row.err)
		}
		r.in.report.Rows++
		has, want := len(row.record), r.csv.FieldsPerRecord
		value := row.record[0] // not the row: it may hold what is personal, and reports are published
		after := r.read()
		if after.err == io.EOF && has < want {
			return nil, 0, r.in.fail(row.line, "", value, fmt.Sprintf("the last row has %d of %d fields: the file is cut off", has, want))
		}
		r.in.refuse(row.line, "", value, fmt.Sprintf("has %d fields, the header has %d", has, want))
		r.ahead = &after
	}
}

func (r *csvRows) read() csvRow {
	if row := r.ahead; row != nil {
		r.ahead = nil
		return *row
	}
	record, err := r.csv.Read()
	r.in.begin()
	row := csvRow{record: record, err: err}
	if len(record) > 0 {
		row.line, _ = r.csv.FieldPos(0)
	}
	return row
}

// explain says what an error of the CSV reader means for the file.
func (r *csvRows) explain(err error) error {
	var syntax *csv.ParseError
	switch {
	case errors.As(err, &syntax) && syntax.Err == csv.ErrQuote && syntax.Line > syntax.StartLine:
		return r.in.fail(syntax.StartLine, "", "", "a quotation mark is opened in this row and never closed: the file is cut off or damaged")
	case errors.As(err, &syntax) && errors.Is(syntax.Err, csv.ErrQuote), errors.As(err, &syntax) && errors.Is(syntax.Err, csv.ErrBareQuote):
		return r.in.fail(syntax.Line, "", "", fmt.Sprintf("a quotation mark at character %d is not where one may stand: the file is cut off or damaged", syntax.Column))
	}
	return err
}
