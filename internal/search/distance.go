package search

import "math/bits"

// maxPattern is the length of the longest text that can be compared.
const maxPattern = 64

// A pattern is a text made ready for comparison with many others. Its rows are
// held in the bits of a word (Hyyrö 2003, optimal string alignment), which takes
// a dozen operations a letter where a table would take one for each pair.
type pattern struct {
	length  int
	letters uint64      // see lettersOf
	where   [256]uint64 // for each byte, at which places of the text it stands
}

// newPattern prepares a text of 1 to maxPattern bytes.
func newPattern(text string) *pattern {
	p := &pattern{length: len(text), letters: lettersOf(text)}
	for i := range len(text) {
		p.where[text[i]] |= 1 << i
	}
	return p
}

// distance returns how many slips lie between the pattern and a text: letters
// left out, added, exchanged, or two neighbours swapped, none of them touched
// twice. If there are more than most, it returns some number above it.
func (p *pattern) distance(text string, most int) int {
	distance, _ := p.compare(text, most)
	return distance
}

// distanceToBeginning returns the same for the nearest of a text's beginnings.
func (p *pattern) distanceToBeginning(text string, most int) int {
	if long := p.length + most; len(text) > long {
		if text = text[:long]; p.lacks(lettersOf(text)) > most {
			return most + 1
		}
	}
	_, least := p.compare(text, most)
	return least
}

// compare returns the distances to a text and to the nearest of its beginnings.
// It gives up once the text is further away than most, whatever follows.
func (p *pattern) compare(text string, most int) (distance, least int) {
	var below, diagonal, before uint64
	above := ^uint64(0)
	last := uint64(1) << (p.length - 1)
	distance, least = p.length, p.length
	for i := range len(text) {
		same := p.where[text[i]]
		swapped := ((^diagonal & same) << 1) & before
		diagonal = (((same & above) + above) ^ above) | same | below | swapped
		rises, falls := below|^(diagonal|above), diagonal&above
		if rises&last != 0 {
			distance++
		} else if falls&last != 0 {
			distance--
		}
		least = min(least, distance)
		if left := len(text) - 1 - i; distance-left > most { // each brings it one nearer at best
			return most + 1, least
		}
		rises, falls = rises<<1|1, falls<<1
		above, below = falls|^(diagonal|rises), rises&diagonal
		before = same
	}
	return distance, least
}

// lacks returns how many of the pattern's letters are not among others.
func (p *pattern) lacks(letters uint64) int { return bits.OnesCount64(p.letters &^ letters) }

// Near returns a test of which codes are a text with so many slips at most.
func Near(text string, most int) func(code string) bool {
	if text == "" || len(text) > maxPattern {
		return func(string) bool { return false }
	}
	p := newPattern(text)
	return func(code string) bool {
		return !p.glance(len(code), most).tooFar(lettersOf(code)) && p.distance(code, most) <= most
	}
}
