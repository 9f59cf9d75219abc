package sheet

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// xlsxRows reads a worksheet of an Office Open XML workbook.
type xlsxRows struct {
	*document
	strings []string
	dates   *dateStyles
	number  int
}

func openXLSX(archive *zip.Reader) (*Reader, error) {
	book, err := readWorkbook(archive)
	if err != nil {
		return nil, err
	}
	x := &xlsxRows{}
	if x.strings, err = readShared(archive); err != nil {
		return nil, err
	}
	if x.dates, err = readStyles(archive, book.from1904); err != nil {
		return nil, err
	}
	if x.document, err = openDocument(archive, book.file, MaxUnpacked); err != nil {
		return nil, err
	}
	return &Reader{Name: book.sheet, Others: book.sheets - 1, rows: x}, nil
}

// A workbook says where its first sheet is.
type workbook struct {
	sheet, file string
	sheets      int
	from1904    bool // days are counted from
}

func readWorkbook(archive *zip.Reader) (book workbook, err error) {
	id := ""
	err = each(archive, "xl/workbook.xml", func(start xml.StartElement) {
		switch start.Name.Local {
		case "workbookPr":
			book.from1904 = attribute(start, "date1904") == "1" || attribute(start, "date1904") == "true"
		case "sheet":
			if book.sheets++; book.sheets == 1 {
				book.sheet = attribute(start, "name")
				for _, a := range start.Attr {
					if a.Name.Local == "id" && a.Name.Space != "" {
						id = a.Value
					}
				}
			}
		}
	})
	if err != nil {
		return book, err
	}
	err = each(archive, "xl/_rels/workbook.xml.rels", func(start xml.StartElement) {
		if id != "" && start.Name.Local == "Relationship" && attribute(start, "Id") == id {
			target := attribute(start, "Target")
			if !strings.HasPrefix(target, "/") {
				target = "xl/" + target
			}
			book.file = strings.TrimPrefix(path.Clean(target), "/")
		}
	})
	if err == nil && book.file == "" {
		err = fmt.Errorf("is a workbook without a sheet")
	}
	return book, err
}

// each calls a function for every element of a small member.
func each(archive *zip.Reader, name string, do func(xml.StartElement)) error {
	d, err := openDocument(archive, name, maxRow)
	if err != nil {
		return err
	}
	defer d.Close()
	for {
		token, err := d.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if start, ok := token.(xml.StartElement); ok {
			do(start)
		}
	}
}

// readShared reads the strings that cells share; there may be none.
func readShared(archive *zip.Reader) ([]string, error) {
	const name = "xl/sharedStrings.xml"
	if member(archive, name) == nil {
		return nil, nil
	}
	d, err := openDocument(archive, name, maxStrings)
	if err != nil {
		return nil, fmt.Errorf("the strings of its cells: %w", err)
	}
	defer d.Close()
	var shared []string
	for {
		token, err := d.next()
		if err == io.EOF {
			return shared, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "si" {
			text, err := d.richText("si")
			if err != nil {
				return nil, err
			}
			d.guard.Begin()
			shared = append(shared, text)
		}
	}
}

// richText reads the text of an element whose start was read: that of its
// parts, but how it is pronounced.
func (d *document) richText(element string) (string, error) {
	var b strings.Builder
	inText, spoken := false, false
	for {
		token, err := d.next()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			inText = t.Name.Local == "t"
			spoken = spoken || t.Name.Local == "rPh"
		case xml.EndElement:
			switch t.Name.Local {
			case element:
				return b.String(), nil
			case "rPh":
				spoken = false
			}
			inText = false
		case xml.CharData:
			if inText && !spoken {
				b.Write(t)
			}
		}
	}
}

func unexpected(err error) error {
	if err == io.EOF {
		return damaged(io.ErrUnexpectedEOF)
	}
	return err
}

func (x *xlsxRows) Next() ([]string, int, error) {
	for {
		token, err := x.next()
		if err != nil {
			return nil, 0, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			continue
		}
		x.number++
		if n, err := strconv.Atoi(attribute(start, "r")); err == nil && n > x.number {
			x.number = n
		}
		cells, err := x.row()
		x.guard.Begin()
		if err != nil || len(cells) > 0 {
			return cells, x.number, err
		}
	}
}

// row reads the cells up to the row's end.
func (x *xlsxRows) row() (cells []string, err error) {
	for {
		token, err := x.next()
		if err != nil {
			return nil, unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return trimmed(cells), nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			at := len(cells)
			if ref := attribute(t, "r"); ref != "" {
				at = columnOf(ref)
			}
			if at < len(cells) || at >= maxColumns {
				return nil, fmt.Errorf("holds a cell %q, which is out of order or beyond %d columns", attribute(t, "r"), maxColumns)
			}
			text, err := x.cell(t)
			if err != nil {
				return nil, err
			}
			cells = append(append(cells, make([]string, at-len(cells))...), text)
		}
	}
}

// cell reads the value of a cell up to its end.
func (x *xlsxRows) cell(start xml.StartElement) (string, error) {
	var b strings.Builder
	inValue := false
	for {
		token, err := x.next()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			inValue = t.Name.Local == "v" || t.Name.Local == "t"
		case xml.EndElement:
			if inValue = false; t.Name.Local == "c" {
				return x.value(attribute(start, "t"), attribute(start, "s"), b.String())
			}
		case xml.CharData:
			if inValue {
				b.Write(t)
			}
		}
	}
}

// value is what a cell of a type and style shows.
func (x *xlsxRows) value(kind, style, raw string) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(raw)
		if err != nil || i < 0 || i >= len(x.strings) {
			return "", fmt.Errorf("holds a cell with the shared string %q of %d", raw, len(x.strings))
		}
		return x.strings[i], nil
	case "b":
		if raw == "1" {
			return "Oui", nil
		}
		return "Non", nil
	case "e": // "#N/A"
		return "", nil
	case "", "n":
		return x.dates.show(style, raw), nil
	}
	return raw, nil
}

// columnOf returns the column of a cell from its name: 27 of "AB12".
func columnOf(ref string) int {
	n := 0
	for i := 0; i < len(ref) && 'A' <= ref[i] && ref[i] <= 'Z' && n <= maxColumns; i++ {
		n = n*26 + int(ref[i]-'A') + 1
	}
	return n - 1
}
