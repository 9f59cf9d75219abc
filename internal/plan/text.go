package plan

import "iter"

// A Text is an answer: bytes of its own and, among them, fragments that stay where
// they are kept, so that a large answer that many read at once takes little memory.
type Text struct {
	Own     []byte
	inserts []insert // in order
}

// An insert is a fragment that stands before a byte of a text's own.
type insert struct {
	at       int
	fragment []byte
}

// inserted is how long a fragment is at least that is not copied, in bytes.
const inserted = 8 << 10

// Len returns how long the text is, in bytes.
func (t *Text) Len() int {
	n := len(t.Own)
	for i := range t.inserts {
		n += len(t.inserts[i].fragment)
	}
	return n
}

// Parts returns what the text is made of, in order. Nobody may change it.
func (t *Text) Parts() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		from := 0
		for _, in := range t.inserts {
			if !yield(t.Own[from:in.at]) || !yield(in.fragment) {
				return
			}
			from = in.at
		}
		yield(t.Own[from:])
	}
}

// PartCount returns how many parts there are.
func (t *Text) PartCount() int { return 2*len(t.inserts) + 1 }

// Join returns the text in one piece, which is its own if it has no other.
func (t *Text) Join() []byte {
	if len(t.inserts) == 0 {
		return t.Own
	}
	return t.Copy().Own
}

// Copy returns the same text, all its own.
func (t *Text) Copy() Text {
	own := make([]byte, 0, t.Len())
	for part := range t.Parts() {
		own = append(own, part...)
	}
	return Text{Own: own}
}
