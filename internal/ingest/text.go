package ingest

import (
	"bytes"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A textReader hands on text as UTF-8. Text is UTF-16 if it begins with its mark,
// else UTF-8 or Windows-1252, as the first character beyond ASCII tells. It fails
// with a *FileError at the first byte that is neither, saying on which line: a
// database would refuse it later and less clearly.
type textReader struct {
	r       io.Reader
	file    string
	line    int     // of the next byte, from 1
	charset charset // once known
	tail    []byte  // start of a character that the next read must complete
	ready   []byte  // text not handed on yet
	err     error   // after it
	chunk   [4096]byte
}

// A charset is how characters beyond ASCII are written.
type charset int

const (
	asciiSoFar charset = iota
	utf8Charset
	windows1252
	utf16Charset // decoded before it is checked
)

func (c charset) String() string {
	switch c {
	case windows1252:
		return "Windows-1252"
	case utf16Charset:
		return "UTF-16"
	case asciiSoFar, utf8Charset: // the one is text of the other
	}
	return "UTF-8"
}

func newTextReader(r io.Reader, file string) *textReader {
	t := &textReader{file: file, line: 1}
	var wide bool
	if t.r, wide = fromUTF16(r); wide {
		t.charset = utf16Charset
	}
	return t
}

func (t *textReader) Read(p []byte) (int, error) {
	for len(t.ready) == 0 {
		if t.err != nil {
			return 0, t.err
		}
		n, err := t.r.Read(t.chunk[:])
		t.err = err
		if bad := t.take(t.chunk[:n], err == io.EOF); bad != nil {
			t.ready, t.err = nil, bad
		}
	}
	n := copy(p, t.ready)
	t.ready = t.ready[n:]
	return n, nil
}

// take makes text of the bytes, the last of the file or not.
func (t *textReader) take(chunk []byte, last bool) error {
	bytesRead := append(t.tail, chunk...) //nolint:gocritic // the tail is replaced below
	whole := bytesRead
	if t.charset != windows1252 {
		whole = bytesRead[:len(bytesRead)-incomplete(bytesRead)]
	}
	t.tail = bytes.Clone(bytesRead[len(whole):])
	if last && len(t.tail) > 0 {
		// "…é" at the very end of a text in Windows-1252.
		if t.charset == utf8Charset || !looksLikeWindows1252(t.tail) {
			return &FileError{File: t.file, Line: t.line + bytes.Count(whole, []byte{'\n'}), Reason: "ends in the middle of a character: the file is cut off"}
		}
		whole, t.tail = bytesRead, nil
	}
	at := firstBeyondASCII(whole)
	if t.charset == asciiSoFar && at < len(whole) {
		t.charset = utf8Charset
		if r, size := utf8.DecodeRune(whole[at:]); r == utf8.RuneError && size <= 1 && looksLikeWindows1252(whole[at:min(len(whole), at+512)]) {
			t.charset = windows1252
		}
	}
	if bad := t.firstBad(whole); bad < len(whole) {
		return t.notText(whole, bad)
	}
	t.line += bytes.Count(whole, []byte{'\n'})
	t.ready = bytes.Clone(whole)
	if t.charset == windows1252 {
		t.ready, _ = charmap.Windows1252.NewDecoder().Bytes(whole) // every byte has a meaning
	}
	return nil
}

// firstBad returns where the first byte stands that is no text of the charset,
// len(text) if there is none.
func (t *textReader) firstBad(text []byte) int {
	switch t.charset {
	case utf16Charset:
		if at := bytes.IndexRune(text, utf8.RuneError); at >= 0 { // what the decoder makes of what is none
			return min(at, firstBad(text))
		}
		return firstBad(text)
	case asciiSoFar, utf8Charset:
		return firstBad(text)
	}
	for i, c := range text {
		if !isWindows1252(c) {
			return i
		}
	}
	return len(text)
}

// notText says what the byte at the offset tells about the file.
func (t *textReader) notText(text []byte, at int) error {
	line := t.line + bytes.Count(text[:at], []byte{'\n'})
	reason := "holds bytes that are no text: the file is binary or damaged"
	switch {
	case t.charset == utf16Charset:
		reason = "holds UTF-16 that is no character: the file is damaged or cut off"
	case t.charset == utf8Charset && isWindows1252(text[at]):
		reason = "is partly UTF-8 and partly Windows-1252: save it anew in one of them"
	}
	return &FileError{File: t.file, Line: line, Reason: reason}
}

// plainHead is how a file begins, as UTF-8 without a mark; with it, an error if
// some of it is no text.
func plainHead(head []byte, file string) ([]byte, error) {
	text, err := io.ReadAll(newTextReader(bytes.NewReader(head[:len(head)-incomplete(head)]), file))
	if err != nil {
		text = head
	}
	return bytes.TrimPrefix(text, utf8BOM), err
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

func firstBeyondASCII(text []byte) int {
	for i, c := range text {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return len(text)
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

// looksLikeWindows1252 says whether bytes can be text of the one-byte encoding
// that French spreadsheets write.
func looksLikeWindows1252(b []byte) bool {
	for _, c := range b {
		if !isWindows1252(c) {
			return false
		}
	}
	return true
}

// isWindows1252: no control character, and none of the five bytes that the
// encoding leaves undefined.
func isWindows1252(c byte) bool {
	switch {
	case c < ' ':
		return c == '\t' || c == '\n' || c == '\r'
	case c == 0x81, c == 0x8d, c == 0x8f, c == 0x90, c == 0x9d:
		return false
	}
	return true
}
