package ingest

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A textReader hands on UTF-8 text as it comes and fails with a *FileError at
// the first byte that is none, saying on which line: a database would refuse it
// later and less clearly.
type textReader struct {
	r    io.Reader
	file string
	line int    // of the next byte, from 1
	tail []byte // start of a character that the next read must complete
}

func newTextReader(r io.Reader, file string) *textReader {
	return &textReader{r: r, file: file, line: 1}
}

func (t *textReader) Read(p []byte) (int, error) {
	n, err := t.r.Read(p)
	if bad := t.check(p[:n]); bad != nil {
		return 0, bad
	}
	if err == io.EOF && len(t.tail) > 0 {
		return n, &FileError{File: t.file, Line: t.line, Reason: "ends in the middle of a character: the file is cut off"}
	}
	return n, err
}

func (t *textReader) check(chunk []byte) error {
	for len(t.tail) > 0 && len(chunk) > 0 {
		t.tail, chunk = append(t.tail, chunk[0]), chunk[1:]
		if utf8.FullRune(t.tail) {
			if r, size := utf8.DecodeRune(t.tail); r == utf8.RuneError && size == 1 {
				return t.notText(t.tail, 0)
			}
			t.tail = t.tail[:0]
		}
	}
	whole := chunk[:len(chunk)-incomplete(chunk)]
	t.tail = append(t.tail, chunk[len(whole):]...)
	if !utf8.Valid(whole) || bytes.IndexByte(whole, 0) >= 0 {
		return t.notText(whole, firstBad(whole))
	}
	t.line += bytes.Count(whole, []byte{'\n'})
	return nil
}

// notText says what the byte at the offset tells about the file.
func (t *textReader) notText(text []byte, at int) error {
	line := t.line + bytes.Count(text[:at], []byte{'\n'})
	if !looksLikeWindows1252(text[at:min(len(text), at+512)]) {
		return &FileError{File: t.file, Line: line, Reason: "holds bytes that are no text: the file is binary or damaged"}
	}
	from := bytes.LastIndexAny(text[:at], "\n,;|") + 1
	to := len(text)
	if end := bytes.IndexAny(text[at:], "\r\n,;|"); end >= 0 {
		to = at + end
	}
	// Windows-1252 gives every byte a meaning: decoding cannot fail.
	value, _ := charmap.Windows1252.NewDecoder().Bytes(text[from:to])
	return &FileError{File: t.file, Line: line, Value: string(bytes.Trim(value, `" `)),
		Reason: "is not UTF-8: the file looks like Windows-1252, which is not read yet; save it as CSV UTF-8"}
}

// incomplete returns how many bytes at the end begin a character they do not
// complete.
func incomplete(chunk []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(chunk); n++ {
		last := chunk[len(chunk)-n:]
		if utf8.RuneStart(last[0]) {
			if utf8.FullRune(last) {
				return 0
			}
			return n
		}
	}
	return 0
}

// firstBad returns where the first byte stands that is no UTF-8 text, len(text)
// if there is none.
func firstBad(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// looksLikeWindows1252 says whether bytes that are no UTF-8 can be a text of
// the one-byte encoding that French files came in: no control character and
// none of the five bytes it leaves undefined.
func looksLikeWindows1252(b []byte) bool {
	for _, c := range b {
		switch {
		case c < ' ' && c != '\t' && c != '\n' && c != '\r',
			c == 0x81, c == 0x8d, c == 0x8f, c == 0x90, c == 0x9d:
			return false
		}
	}
	return true
}
