package search

import (
	"slices"
	"sort"
	"strings"
)

// A dictionary is an ordered list of terms, each with the entries it stands in.
type dictionary struct {
	terms   []string                   // in order
	first   []int32                    // where in entries those of a term begin; one more than terms
	entries []int32                    // of each term, in order
	letters []uint64                   // of each term, which tell at a glance that it is too far away
	near    [maxPattern + 1]letterTree // the terms that may be misspelt, by how many bytes they have
}

// newDictionary makes a dictionary of the entries of each term, which are in
// order.
func newDictionary(entries map[string][]int32) dictionary {
	d := dictionary{terms: make([]string, 0, len(entries)), first: make([]int32, 1, len(entries)+1)}
	total := 0
	for term, list := range entries {
		d.terms = append(d.terms, term)
		total += len(list)
	}
	slices.Sort(d.terms)
	d.pack()
	d.entries = make([]int32, 0, total)
	var ofLength [maxPattern + 1][]int32
	for i, term := range d.terms {
		d.entries = append(d.entries, entries[term]...)
		d.first = append(d.first, int32(len(d.entries)))
		d.letters = append(d.letters, lettersOf(term))
		if canBeMisspelt(term) {
			ofLength[len(term)] = append(ofLength[len(term)], int32(i))
		}
	}
	for length, terms := range ofLength {
		d.near[length] = newLetterTree(terms, d.terms, d.letters)
	}
	return d
}

// pack puts the terms side by side in memory, where they are read in turn.
func (d *dictionary) pack() {
	all := strings.Join(d.terms, "")
	for i, term := range d.terms {
		d.terms[i], all = all[:len(term)], all[len(term):]
	}
}

// canBeMisspelt says whether a term is looked for with slips: made of small
// letters alone, since the number next to another is another number.
func canBeMisspelt(term string) bool {
	for i := range len(term) {
		if term[i] < 'a' || term[i] > 'z' {
			return false
		}
	}
	return len(term) > 2 && len(term) <= maxPattern
}

// exactly returns the entries of a term.
func (d *dictionary) exactly(term string) []int32 {
	i, found := slices.BinarySearch(d.terms, term)
	if !found {
		return nil
	}
	return d.of(int32(i))
}

// beginning returns the entries of all terms that begin so, some of them
// several times.
func (d *dictionary) beginning(with string) []int32 {
	from, _ := slices.BinarySearch(d.terms, with)
	count := sort.Search(len(d.terms)-from, func(i int) bool {
		term := d.terms[from+i]
		return len(term) < len(with) || term[:len(with)] != with
	})
	return d.entries[d.first[from]:d.first[from+count]]
}

// slips returns how many slips are forgiven in a text: none in two letters, one
// up to five, two beyond.
func slips(text string) int {
	switch {
	case !canBeMisspelt(text):
		return 0
	case len(text) <= 5:
		return 1
	}
	return 2
}

// nearly yields the entries of the terms that lie one slip or more from a text,
// no more than are forgiven in it.
func (d *dictionary) nearly(text string, yield func(entries []int32, slips int)) {
	most := slips(text)
	if most == 0 {
		return
	}
	p := newPattern(text)
	for length := p.length - most; length <= min(p.length+most, maxPattern); length++ {
		d.near[length].near(p.glance(length, most), func(term int32, text string) {
			if n := p.distance(text, most); 0 < n && n <= most {
				yield(d.of(term), n)
			}
		})
	}
}

// nearlyBeginning yields the entries of the terms that begin nearly as a text,
// the first letter being right.
func (d *dictionary) nearlyBeginning(text string, yield func(entries []int32, slips int)) {
	most := slips(text)
	if most == 0 {
		return
	}
	p := newPattern(text)
	from, _ := slices.BinarySearch(d.terms, text[:1])
	for i := from; i < len(d.terms) && d.terms[i][0] == text[0]; i++ {
		if p.lacks(d.letters[i]) > most { // nor has any of its beginnings enough of them
			continue
		}
		if n := p.distanceToBeginning(d.terms[i], most); 0 < n && n <= most {
			yield(d.of(int32(i)), n)
		}
	}
}

// of returns the entries of a term.
func (d *dictionary) of(term int32) []int32 { return d.entries[d.first[term]:d.first[term+1]] }
