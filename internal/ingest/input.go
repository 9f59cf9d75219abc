package ingest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"

	"maillage/internal/ingest/sheet"
	"maillage/internal/network"
)

// maxListed is how many refusals of a file the report lists; all are counted.
const maxListed = 100

// An input is a file being read: its text, checked, and what became of it.
type input struct {
	*sniffed
	text      io.Reader
	source    *fileReader
	report    network.FileReport
	refusals  []network.Refusal
	firstRow  network.Refusal // the first of a whole row
	unmatched []network.Unmatched
	extra     []string // columns that no reader knows

	guard       *sheet.Guard // of the length of rows
	encoded     *textReader
	otherSheets int             // of a workbook, not read
	closers     []func()        // of what its reader opened
	keys        map[string]bool // that some object of a JSON list has, as written
}

// readInput opens a file for its format's reader, runs it, and reads on to the
// end so that the hash is the whole file's.
func readInput(ctx context.Context, s *sniffed, progress func(string, int64, int64), read func(*input) error) (*input, error) {
	f, err := s.open()
	if err != nil {
		return nil, s.fail(err)
	}
	defer f.Close()
	in := &input{sniffed: s, source: &fileReader{ctx: ctx, r: f, s: s, progress: progress, hash: sha256.New()}}
	defer in.close()
	in.keys = map[string]bool{}
	in.report = network.FileReport{File: s.file, Format: s.format.name, Columns: s.columns}
	in.encoded = newTextReader(in.source, s.file)
	in.guard = sheet.NewGuard(&bomSkipper{r: in.encoded}, maxRow)
	in.text = in.guard
	if err := in.readWith(read); err != nil {
		var long *sheet.LongRowError
		if errors.As(err, &long) {
			return nil, in.document.fail(long)
		}
		return nil, err
	}
	if in.report.Rows == 0 {
		return nil, &FileError{File: s.file, Reason: "has no row: it is empty or cut off"}
	}
	if err := in.mostlyRefused(); err != nil {
		return nil, err
	}
	if len(in.keys) > 0 {
		in.report.Columns = columnKeys(maps.Keys(in.keys))
	}
	in.report.Encoding = in.encoding()
	in.report.Kept = in.report.Rows - in.report.Refused
	in.report.Sha256 = hex.EncodeToString(in.source.hash.Sum(nil))
	return in, nil
}

// readWith runs the reader and reads the file to its end. A workbook is read by
// its reader as it lies, not from its beginning: what is hashed is read before.
func (in *input) readWith(read func(*input) error) error {
	if in.writing == sheetWriting {
		if _, err := io.Copy(io.Discard, in.source); err != nil {
			return err
		}
		return read(in)
	}
	if err := read(in); err != nil {
		return err
	}
	in.begin()
	_, err := io.Copy(io.Discard, in.encoded)
	return err
}

// assumed says how the file was taken to be written.
func (in *input) assumed() []string {
	var said []string
	if e := in.encoding(); e != "" && e != "UTF-8" {
		said = append(said, in.file+": the text is "+e+", and was read as such.")
	}
	if in.comma == ';' || in.comma == '\t' {
		said = append(said, in.file+": columns are separated by "+map[rune]string{';': "semicolons", '\t': "tabs"}[in.comma]+".")
	}
	if in.otherSheets > 0 {
		said = append(said, fmt.Sprintf("%s: the first sheet was read, %d others were not.", in.file, in.otherSheets))
	}
	return said
}

// encoding names how the text of a file was read to its end, "" of a workbook.
func (in *input) encoding() string {
	if in.writing == sheetWriting {
		return ""
	}
	return in.encoded.charset.String()
}

func (in *input) close() {
	for _, done := range in.closers {
		done()
	}
}

// mostlyRefused is the error of a file that cannot be what it was taken for:
// hardly any of its rows could be used.
func (in *input) mostlyRefused() error {
	if in.report.Refused*2 <= in.report.Rows {
		return nil
	}
	err := refusalError(in.firstRow)
	err.Reason += fmt.Sprintf(" (the first of %d rows of %d that would be refused: is this file what it seems, the %s?)",
		in.report.Refused, in.report.Rows, in.format.name)
	return err
}

// begin says that a row ended and another begins.
func (in *input) begin() { in.guard.Begin() }

// refuse leaves a row out. In formats without lines the line is 0.
func (in *input) refuse(line int, column, value, reason string) {
	refusal := in.refusal(line, column, value, reason)
	if in.report.Refused++; in.report.Refused == 1 {
		in.firstRow = refusal
	}
	in.list(refusal)
}

// refuseValue leaves a value of a row out; the row is kept.
func (in *input) refuseValue(line int, column, value, reason string) {
	in.report.RefusedValues++
	in.list(in.refusal(line, column, value, reason+"; the row is kept without it"))
}

func (in *input) refusal(line int, column, value, reason string) network.Refusal {
	return network.Refusal{File: in.file, Line: line, Column: network.Text(column), Value: network.Text(clip(value)), Reason: reason}
}

func (in *input) list(r network.Refusal) {
	if len(in.refusals) < maxListed {
		in.refusals = append(in.refusals, r)
	}
}

// fail says why the file cannot be imported at all.
func (in *input) fail(line int, column, value, reason string) error {
	return &FileError{File: in.file, Line: line, Column: column, Value: value, Reason: reason}
}

// A fileReader reads a file's bytes as they are stored: it hashes them, tells
// how far it got and stops when the context does.
type fileReader struct {
	ctx      context.Context
	r        io.Reader
	s        *sniffed
	progress func(file string, read, total int64)
	hash     hash.Hash
	read     int64
}

func (f *fileReader) Read(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := f.r.Read(p)
	f.hash.Write(p[:n])
	f.read += int64(n)
	if most, _ := f.s.format.most(); f.read > most {
		return 0, &FileError{File: f.s.file, Reason: fmt.Sprintf("has more than %d MiB, which no such file has", most>>20)}
	}
	if f.progress != nil && n > 0 {
		f.progress(f.s.file, f.read, max(f.s.size, f.read))
	}
	if err != nil && err != io.EOF {
		return n, &FileError{File: f.s.file, Reason: plainReason(err)}
	}
	return n, err
}

// A bomSkipper leaves out the byte order mark some programs begin UTF-8 with.
type bomSkipper struct {
	r     io.Reader
	begun bool
}

func (b *bomSkipper) Read(p []byte) (int, error) {
	if !b.begun {
		b.begun = true
		start := make([]byte, len(utf8BOM))
		n, err := io.ReadFull(b.r, start)
		if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
			return 0, err
		}
		b.r = io.MultiReader(bytes.NewReader(bytes.TrimPrefix(start[:n], utf8BOM)), b.r)
	}
	return b.r.Read(p)
}
