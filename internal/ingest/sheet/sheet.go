// Package sheet reads the rows of the first sheet of a workbook, XLSX or ODS, as
// text: one row at a time, and no more of it in memory than a row and, of XLSX,
// the strings that its cells share.
//
// Whatever a file claims, what it unpacks to is bounded: see the limits. Package
// ingest enters here, and no other.
package sheet

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Limits of a workbook. A list of sites has 3,000 rows of 24 columns and unpacks
// to 3 MiB.
const (
	MaxUnpacked = 256 << 20 // bytes of the sheet as XML
	maxStrings  = 32 << 20  // bytes of the shared strings as XML
	maxRow      = 4 << 20   // bytes of one row as XML
	maxColumns  = 1000
	maxDepth    = 64 // of elements
)

// ErrNotWorkbook says that an archive is neither XLSX nor ODS.
var ErrNotWorkbook = errors.New("is a ZIP archive and no workbook")

// A Reader reads the rows of a sheet.
type Reader struct {
	Name   string // of the sheet
	Others int    // sheets that are not read
	rows
}

// rows are those of a sheet in one of the formats.
type rows interface {
	// Next returns the next row that holds anything, without what is empty at its
	// end, and its number, from 1; io.EOF after the last.
	Next() (cells []string, number int, err error)
	io.Closer
}

// Open opens the first sheet of a workbook.
func Open(archive *zip.Reader) (*Reader, error) {
	switch {
	case member(archive, "xl/workbook.xml") != nil:
		return openXLSX(archive)
	case isODS(archive):
		return openODS(archive)
	}
	return nil, ErrNotWorkbook
}

func member(archive *zip.Reader, name string) *zip.File {
	for _, f := range archive.File {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// A document is an XML file of a workbook, read token by token.
type document struct {
	xml   *xml.Decoder
	guard *Guard
	io.Closer
	depth int
}

// openDocument opens a member that unpacks to at most so many bytes. The size
// that an archive declares is believed: its reader fails beyond.
func openDocument(archive *zip.Reader, name string, most uint64) (*document, error) {
	f := member(archive, name)
	if f == nil {
		return nil, fmt.Errorf("is no whole workbook: %s is missing", name)
	}
	if f.UncompressedSize64 > most {
		return nil, fmt.Errorf("unpacks to more than %d MiB", most>>20)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	guard := NewGuard(r, maxRow)
	return &document{xml: xml.NewDecoder(guard), guard: guard, Closer: r}, nil
}

// next returns the next element's start, or its end; io.EOF after the last.
func (d *document) next() (xml.Token, error) {
	for {
		token, err := d.xml.Token()
		switch token.(type) {
		case xml.StartElement:
			if d.depth++; d.depth > maxDepth {
				return nil, fmt.Errorf("is no sheet: elements within more than %d others", maxDepth)
			}
			return token, nil
		case xml.EndElement:
			d.depth--
			return token, nil
		case xml.CharData:
			return token, nil
		}
		if err == io.EOF {
			return nil, io.EOF
		}
		if err != nil {
			return nil, damaged(err)
		}
	}
}

// damaged says of an error of the packing or the XML what it means.
func damaged(err error) error {
	var long *LongRowError
	if errors.As(err, &long) {
		return long
	}
	return fmt.Errorf("is damaged or cut off: %w", err)
}

func attribute(start xml.StartElement, name string) string {
	for _, a := range start.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// trimmed is a row without the empty cells at its end.
func trimmed(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}
