package ingest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"strings"
)

// headSize is how much of a file is looked at to guess its format.
const headSize = 64 << 10

var utf8BOM = []byte("\xef\xbb\xbf")

// Files that people give by mistake, by their first bytes.
var notText = []struct{ magic, reason string }{
	{"PK\x05\x06", "is an empty ZIP archive"},
	{"\x1f\x8b", "is compressed with gzip: unpack it"},
	{"\xd0\xcf\x11\xe0", "is an old Excel workbook: save it as CSV UTF-8"},
	{"%PDF", "is a PDF: give the data file it was made from"},
}

// A sniffed file is one whose format has been recognised.
type sniffed struct {
	document
	format  *format
	columns []string // that it has, as columnKey writes them

	writing writing
	comma   rune // that separates the columns of CSV
}

// sniff guesses the format of a file from how it begins.
func sniff(d document) (*sniffed, error) {
	s := &sniffed{document: d}
	head, err := d.head()
	if err != nil {
		return nil, d.fail(err)
	}
	if bytes.HasPrefix(head, []byte(zipMagic)) {
		return s, s.guessSheet()
	}
	head = headOfUTF16(head)
	if reason := unreadable(head); reason != "" {
		return nil, &FileError{File: s.file, Reason: reason}
	}
	head, err = plainHead(head, s.file)
	s.guess(head)
	switch {
	case s.format != nil:
		return s, nil
	case err != nil: // wrong bytes explain more than an unknown format does
		return nil, err
	}
	return nil, s.unknown(firstLine(head))
}

// unknown is the error of a file of no format.
func (s *sniffed) unknown(begins string) error {
	return &FileError{File: s.file, Line: 1, Value: begins, Reason: "is none of the formats known here: " + formatNames()}
}

// guessSheet finds the format whose columns a workbook names.
func (s *sniffed) guessSheet() error {
	header, err := s.sheetHeader()
	if err != nil {
		return s.fail(err)
	}
	s.writing = sheetWriting
	s.columns = make([]string, len(header))
	for i, name := range header {
		s.columns[i] = columnKey(name)
	}
	if s.format = bestFormat(s.columns, tableShape, sheetShape); s.format == nil {
		return s.unknown(strings.Join(header, ","))
	}
	return nil
}

// unreadable says why bytes are no text that could be data, "" if they may be.
func unreadable(head []byte) string {
	for _, t := range notText {
		if bytes.HasPrefix(head, []byte(t.magic)) {
			return t.reason
		}
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head, utf8BOM))
	start := strings.ToLower(string(text[:min(len(text), 15)]))
	switch {
	case len(text) == 0:
		return "is empty"
	case strings.HasPrefix(start, "<!doctype html"), strings.HasPrefix(start, "<html"):
		return "is a web page, not data: the address it came from may have answered with an error"
	case bytes.IndexByte(head, 0) < 0:
		return ""
	case bytes.Count(head, []byte{0}) >= len(head)/4: // every second byte of mostly ASCII
		return "looks like text in UTF-16 without the mark at its beginning that says so: save it as CSV UTF-8"
	}
	return "is a binary file"
}

// guess finds the format whose columns the file names.
func (s *sniffed) guess(head []byte) {
	if text := bytes.TrimSpace(head); len(text) > 0 && (text[0] == '[' || text[0] == '{') {
		s.writing, s.columns = jsonKeys(text)
		s.format = bestFormat(s.columns, tableShape, nestedShape)
		return
	}
	best := 0
	for _, comma := range []rune{',', ';', '\t'} {
		header := headerOf(head, comma)
		if f := bestFormat(header, tableShape, sheetShape); f != nil && f.matches(header) > best {
			best, s.format, s.columns, s.comma = f.matches(header), f, header, comma
		}
	}
	if s.format == nil {
		s.format = formatOfText(head)
	}
}

// headerOf returns the column names of a table's first row.
func headerOf(head []byte, comma rune) []string {
	r := csv.NewReader(bytes.NewReader(head))
	r.Comma = comma
	header, err := r.Read()
	if err != nil {
		return nil
	}
	for i, column := range header {
		header[i] = columnKey(column)
	}
	return header
}

// jsonKeys returns how JSON lists its records, and the names of the first
// record's values; none if it lists nothing.
func jsonKeys(head []byte) (w writing, keys []string) {
	d := json.NewDecoder(bytes.NewReader(head))
	var record map[string]json.RawMessage
	switch first, err := d.Token(); {
	case err != nil:
		return w, nil
	case first == json.Delim('['):
		w = arrayWriting
	case seekArray(d, "features"):
		w = featuresWriting
	default:
		w, d = linesWriting, json.NewDecoder(bytes.NewReader(head))
	}
	if d.Decode(&record) != nil {
		return w, nil
	}
	if properties, ok := record["properties"]; ok && w == featuresWriting {
		clear(record)
		if json.Unmarshal(properties, &record) != nil {
			return w, nil
		}
	}
	return w, columnKeys(maps.Keys(record))
}

// seekArray moves past the "[" of the array that a key of the object names.
func seekArray(d *json.Decoder, key string) bool {
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return false
		}
		if name == key {
			open, err := d.Token()
			return err == nil && open == json.Delim('[')
		}
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return false
		}
	}
	return false
}

func firstLine(text []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte{'\n'})
	return strings.ToValidUTF8(string(line[:min(len(line), 400)]), "�")
}

// plainReason says in words why a file cannot be read, without the path that
// the message already begins with.
func plainReason(err error) string {
	var pathErr *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "may not be read: permission denied"
	case errors.As(err, &pathErr):
		return "cannot be read: " + pathErr.Err.Error()
	}
	return err.Error()
}
