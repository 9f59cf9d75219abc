package ingest

import (
	"io"

	"maillage/internal/ingest/sheet"
)

// sheetRows reads the rows of a workbook, of which the first is the header.
type sheetRows struct {
	book  *sheet.Reader
	names []string
	in    *input
}

// openSheet opens the first sheet of a workbook; done closes it.
func (d document) openSheet() (book *sheet.Reader, done func(), err error) {
	archive, closeArchive, err := d.unzip()
	if err != nil {
		return nil, nil, err
	}
	if book, err = sheet.Open(archive); err != nil {
		closeArchive()
		return nil, nil, err
	}
	return book, func() { _ = book.Close(); closeArchive() }, nil
}

// sheetHeader returns the names that the first row of a workbook has.
func (d document) sheetHeader() ([]string, error) {
	book, done, err := d.openSheet()
	if err != nil {
		return nil, err
	}
	defer done()
	header, _, err := book.Next()
	if err == io.EOF {
		err = nil
	}
	return header, err
}

func openSheetRows(in *input) (*sheetRows, error) {
	book, done, err := in.openSheet()
	if err != nil {
		return nil, in.document.fail(err)
	}
	in.closers = append(in.closers, done)
	header, _, err := book.Next()
	if err != nil {
		return nil, in.document.fail(err)
	}
	if book.Others > 0 {
		in.otherSheets = book.Others
	}
	return &sheetRows{book: book, names: header, in: in}, nil
}

func (s *sheetRows) header() []string { return s.names }

func (s *sheetRows) next() ([]string, int, error) {
	cells, number, err := s.book.Next()
	if err != nil && err != io.EOF {
		err = s.in.document.fail(err)
	}
	if len(cells) > len(s.names) {
		cells = cells[:len(s.names)]
	}
	return cells, number, err
}
