package bundle

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"

	"maillage/internal/network"
)

// A list is a list of records and the table it is written as.
type list struct {
	name    string
	values  reflect.Value // of type []network.Site and the like; can be set
	columns []column
}

// listsOf returns the lists of records.
func listsOf(records *network.Records) []list {
	values := reflect.ValueOf(records).Elem()
	lists := make([]list, values.NumField())
	for i := range lists {
		field := values.Type().Field(i)
		lists[i] = list{snake(field.Name), values.Field(i), columnsOf(field.Type.Elem())}
	}
	return lists
}

func (l list) file() string { return l.name + ".csv" }

// write writes the table, and tells of each record.
func (l list) write(to io.Writer, told func()) error {
	w := csv.NewWriter(to)
	row := make([]string, len(l.columns))
	for i, c := range l.columns {
		row[i] = c.name
	}
	err := w.Write(row)
	for i := 0; err == nil && i < l.values.Len(); i++ {
		for j, c := range l.columns {
			if row[j], err = c.cell(l.values.Index(i)); err != nil {
				return err
			}
		}
		if textOf(row) > maxRow { // or nobody could read it back
			return errLong
		}
		err = w.Write(row)
		told()
	}
	w.Flush()
	return errors.Join(err, w.Error())
}

// read reads the table into the list. A column that is not there leaves its field
// empty, as it was before records had it; one that is not known is refused.
func (l list) read(from io.Reader, left *allowance) error {
	r := &rowReader{r: bufio.NewReaderSize(from, 1<<16)}
	header, err := r.next()
	if err != nil {
		return fmt.Errorf("line 1: %w", err)
	}
	columns := make([]column, len(header))
	for i, name := range header {
		at := slices.IndexFunc(l.columns, func(c column) bool { return c.name == name })
		if at < 0 || slices.Contains(header[:i], name) {
			return fmt.Errorf("line 1: column %q is not known here, or stands twice: the bundle was written by a newer version, or changed", name)
		}
		columns[i] = l.columns[at]
	}
	for {
		line := r.line + 1
		row, err := r.next()
		if err == io.EOF {
			return nil
		}
		if err == nil && len(row) != len(columns) {
			err = fmt.Errorf("%d cells, not %d", len(row), len(columns))
		}
		if err == nil {
			err = left.row(l.name)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
		record := reflect.New(l.values.Type().Elem()).Elem()
		for i, c := range columns {
			if err := c.set(record, row[i]); err != nil {
				return fmt.Errorf("line %d, column %s: %w", line, c.name, err)
			}
		}
		l.values.Set(reflect.Append(l.values, record))
	}
}
