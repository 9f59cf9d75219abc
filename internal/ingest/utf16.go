package ingest

import (
	"bufio"
	"bytes"
	"io"

	"golang.org/x/text/encoding/unicode"
)

// utf16Marks begin a text in UTF-16, which Excel saves as "Unicode text".
var utf16Marks = [][]byte{{0xff, 0xfe}, {0xfe, 0xff}}

func isUTF16(head []byte) bool {
	return bytes.HasPrefix(head, utf16Marks[0]) || bytes.HasPrefix(head, utf16Marks[1])
}

// fromUTF16 returns a reader of the same text, as UTF-8 if it begins as UTF-16
// does. What is no character becomes U+FFFD.
func fromUTF16(r io.Reader) (text io.Reader, is bool) {
	b := bufio.NewReader(r)
	if head, _ := b.Peek(2); !isUTF16(head) { // an error is met again by who reads
		return b, false
	}
	return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(b), true
}

// headOfUTF16 is how a file begins, as UTF-8 if it begins as UTF-16 does. A head
// that ends in the middle of a character goes without it.
func headOfUTF16(head []byte) []byte {
	if !isUTF16(head) {
		return head
	}
	text, _ := fromUTF16(bytes.NewReader(head))
	decoded, err := io.ReadAll(text)
	if err != nil {
		return head
	}
	if len(head) < headSize {
		return decoded
	}
	return bytes.TrimRight(decoded, "\ufffd")
}
