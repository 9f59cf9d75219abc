package search

import (
	"maps"
	"slices"
	"sort"
	"strings"
)

// A dictionary is an ordered list of terms, each with the entries it stands in.
type dictionary struct {
	terms   texts
	first   []int32                    // where in entries those of a term begin; one more than terms
	entries []int32                    // of each term, in order
	letters []uint64                   // of each term, which tell at a glance that it is too far away
	near    [maxPattern + 1]letterTree // the terms that may be misspelt, by how many bytes they have
}

// newDictionary makes a dictionary of the entries of each term, which are in
// order.
func newDictionary(entries map[string][]int32) dictionary {
	terms := slices.Sorted(maps.Keys(entries))
	total := 0
	for _, list := range entries {
		total += len(list)
	}
	d := dictionary{
		terms: newTexts(terms), first: make([]int32, 1, len(terms)+1),
		entries: make([]int32, 0, total), letters: make([]uint64, len(terms)),
	}
	var ofLength [maxPattern + 1][]int32
	for i, term := range terms {
		d.entries = append(d.entries, entries[term]...)
		d.first = append(d.first, int32(len(d.entries)))
		d.letters[i] = lettersOf(term)
		if canBeMisspelt(term) {
			ofLength[len(term)] = append(ofLength[len(term)], int32(i))
		}
	}
	for length, some := range ofLength {
		d.near[length] = newLetterTree(slices.Clone(some), terms, d.letters)
	}
	return d
}

// Texts are many texts side by side in memory, where they are read in turn.
type texts struct {
	all  string
	from []int32 // where each begins; one more than texts
}

func newTexts(list []string) texts {
	t := texts{all: strings.Join(list, ""), from: make([]int32, len(list)+1)}
	for i, text := range list {
		t.from[i+1] = t.from[i] + int32(len(text))
	}
	return t
}

func (t *texts) len() int { return len(t.from) - 1 }

func (t *texts) at(i int) string { return t.all[t.from[i]:t.from[i+1]] }

// find returns where a text stands in texts that are in order, or would stand.
func (t *texts) find(text string) int {
	return sort.Search(t.len(), func(i int) bool { return t.at(i) >= text })
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
	exactly, _ := d.lookUp(term)
	return exactly
}

// beginning returns the entries of all terms that begin so, some of them
// several times.
func (d *dictionary) beginning(with string) []int32 {
	_, beginning := d.lookUp(with)
	return beginning
}

// lookUp returns what exactly and beginning do.
func (d *dictionary) lookUp(text string) (exactly, beginning []int32) {
	from := d.terms.find(text)
	// They are few as a rule: where they end is looked for nearby first.
	near, far := 0, 1
	for d.begins(from+far-1, text) {
		near, far = far, 2*far
	}
	to := from + near + sort.Search(far-1-near, func(i int) bool { return !d.begins(from+near+i, text) })
	if from < to && d.terms.at(from) == text {
		exactly = d.of(int32(from))
	}
	return exactly, d.entries[d.first[from]:d.first[to]]
}

// begins says whether there is an i-th term, and whether it begins so.
func (d *dictionary) begins(i int, with string) bool {
	return i < d.terms.len() && strings.HasPrefix(d.terms.at(i), with)
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
	from, to := d.terms.find(text[:1]), d.terms.find(string(text[0]+1))
	for i := from; i < to; i++ {
		if p.lacks(d.letters[i]) > most { // nor has any of its beginnings enough of them
			continue
		}
		if n := p.distanceToBeginning(d.terms.at(i), most); 0 < n && n <= most {
			yield(d.of(int32(i)), n)
		}
	}
}

// of returns the entries of a term.
func (d *dictionary) of(term int32) []int32 { return d.entries[d.first[term]:d.first[term+1]] }
