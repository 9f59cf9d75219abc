package sheet

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// odsRows reads a table of an OpenDocument spreadsheet.
type odsRows struct {
	*document
	number   int      // of the last row read
	again    []string // a row that is repeated
	repeated int      // how often it still is
}

func isODS(archive *zip.Reader) bool {
	f := member(archive, "mimetype")
	if f == nil || f.UncompressedSize64 > 200 {
		return false
	}
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	return err == nil && strings.HasPrefix(string(text), "application/vnd.oasis.opendocument.spreadsheet")
}

func openODS(archive *zip.Reader) (*Reader, error) {
	d, err := openDocument(archive, "content.xml", MaxUnpacked)
	if err != nil {
		return nil, err
	}
	o := &odsRows{document: d}
	for {
		token, err := o.next()
		if err == io.EOF {
			err = fmt.Errorf("is a workbook without a sheet")
		}
		if err != nil {
			_ = d.Close()
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "table" {
			return &Reader{Name: attribute(start, "name"), rows: o}, nil
		}
	}
}

func (o *odsRows) Next() ([]string, int, error) {
	if o.repeated > 0 {
		o.repeated--
		o.number++
		return o.again, o.number, nil
	}
	for {
		token, err := o.next()
		if err != nil {
			return nil, 0, unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "table" {
				return nil, 0, io.EOF
			}
		case xml.StartElement:
			if t.Name.Local != "table-row" {
				continue
			}
			cells, err := o.row()
			o.guard.Begin()
			if err != nil {
				return nil, 0, err
			}
			times := repeats(t, "number-rows-repeated")
			o.number++
			if len(cells) == 0 {
				o.number += times - 1
				continue
			}
			o.again, o.repeated = cells, times-1
			return cells, o.number, nil
		}
	}
}

// repeats is how often a row or cell stands where it is written once.
func repeats(start xml.StartElement, name string) int {
	n, err := strconv.Atoi(attribute(start, name))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, 1<<20) // the rows of a sheet
}

// row reads the cells up to the row's end.
func (o *odsRows) row() (cells []string, err error) {
	empty := 0 // cells whose place is only taken if another follows
	for {
		token, err := o.next()
		if err != nil {
			return nil, unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "table-row" {
				return cells, nil
			}
		case xml.StartElement:
			if t.Name.Local != "table-cell" && t.Name.Local != "covered-table-cell" {
				continue
			}
			text, err := o.cell(t)
			if err != nil {
				return nil, err
			}
			times := repeats(t, "number-columns-repeated")
			if strings.TrimSpace(text) == "" {
				empty += times
				continue
			}
			if len(cells)+empty+times > maxColumns {
				return nil, fmt.Errorf("holds a row of more than %d columns", maxColumns)
			}
			cells = append(cells, make([]string, empty)...)
			for empty = 0; times > 0; times-- {
				cells = append(cells, text)
			}
		}
	}
}

// cell reads the value of a cell up to its end: of a number or day the value
// itself, which is shown rounded, of all else the text, notes apart.
func (o *odsRows) cell(start xml.StartElement) (string, error) {
	var b strings.Builder
	paragraphs, noted, depth := 0, 0, o.depth
	for {
		token, err := o.next()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "annotation":
				noted++
			case "p":
				if noted == 0 {
					if paragraphs++; paragraphs > 1 {
						b.WriteByte('\n')
					}
				}
			case "s":
				b.WriteString(strings.Repeat(" ", min(repeats(t, "c"), 100)))
			case "tab", "line-break":
				b.WriteByte(' ')
			}
		case xml.EndElement:
			if t.Name.Local == "annotation" {
				noted--
			}
			if o.depth < depth {
				return odsValue(start, b.String()), nil
			}
		case xml.CharData:
			if noted == 0 && paragraphs > 0 {
				b.Write(t)
			}
		}
	}
}

func odsValue(start xml.StartElement, text string) string {
	switch attribute(start, "value-type") {
	case "float", "percentage", "currency":
		return attribute(start, "value")
	case "date":
		day, _, _ := strings.Cut(attribute(start, "date-value"), "T")
		return day
	case "boolean":
		if attribute(start, "boolean-value") == "true" {
			return "Oui"
		}
		return "Non"
	}
	return text
}
