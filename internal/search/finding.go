package search

import "slices"

// How well an entry matches, best first.
const (
	wholeName = iota
	withoutArticle
	begun
	allWords
	oneSlip
	oneSlipBegun
	twoSlips
	twoSlipsBegun
	tiers
)

// maxSlips is how many slips are forgiven in all words of a text together.
const maxSlips = 2

// A finding is the work of one search: the entries of each tier, and room for
// those of a word.
type finding struct {
	*Index
	tiers [tiers]set        // empty between searches
	seen  set               // the same
	list  []int32           // what is found, best first
	sofar [maxSlips + 1]set // entries that hold the words so far, by slips
	next  [maxSlips + 1]set // the same with one word more
	word  [maxSlips + 1]set // entries that hold one word, by slips
}

func newFinding(x *Index) *finding {
	f := &finding{Index: x}
	all := [][]set{f.tiers[:], f.sofar[:], f.next[:], f.word[:]}
	for _, sets := range all {
		for i := range sets {
			sets[i] = newSet(x.entries)
		}
	}
	f.seen = newSet(x.entries)
	return f
}

func clearAll(sets []set) {
	for _, s := range sets {
		s.clear()
	}
}

// lookUpSure finds the entries of the tiers without a slip.
func (f *finding) lookUpSure(q Query) {
	exactly, beginning := f.names.lookUp(q.whole)
	f.tiers[wholeName].add(exactly)
	f.tiers[begun].add(beginning)
	exactly, beginning = f.bare.lookUp(q.whole)
	f.tiers[withoutArticle].add(exactly)
	f.tiers[begun].add(beginning)
	all, more := f.tiers[allWords], f.word[0]
	all.add(f.words.beginning(q.words[0]))
	for _, word := range q.words[1:] {
		more.clear()
		more.add(f.words.beginning(word))
		all.keep(more)
	}
}

// lookUp finds the entries of each tier. Only if none is without a slip it looks
// for words that are still being written with a slip in them.
func (f *finding) lookUp(q Query) {
	f.lookUpSure(q)
	f.names.nearly(q.whole, func(entries []int32, slips int) { f.tiers[tierOf(slips, false)].add(entries) })
	if !f.forgives(q) {
		return
	}
	f.lookUpWords(q, false)
	if !slices.ContainsFunc(f.tiers[:allWords+1], set.holdsAny) {
		f.lookUpWords(q, true)
	}
}

// forgives says whether any word may have a slip in it or be missing, without
// which looking up the words finds nothing beyond what is sure.
func (f *finding) forgives(q Query) bool {
	telling := slices.ContainsFunc(q.words, isTelling)
	return slices.ContainsFunc(q.words, func(word string) bool {
		return telling && !isTelling(word) || slips(word) > 0 && f.words.exactly(word) == nil
	})
}

// tierOf returns the tier of entries that hold all words with some slips, the
// last of them unfinished or not.
func tierOf(slips int, unfinished bool) int {
	switch {
	case slips == 0:
		return allWords
	case unfinished:
		return allWords + 2*slips
	}
	return allWords + 2*slips - 1
}

// lookUpWords finds the entries that hold all words, begun or written whole, in
// any order. A number or a link word may be missing, which counts as a slip, as
// long as another word is there.
func (f *finding) lookUpWords(q Query, unfinished bool) {
	telling := slices.ContainsFunc(q.words, isTelling)
	for i, word := range q.words {
		clearAll(f.word[:])
		f.word[0].add(f.words.beginning(word))
		switch {
		case telling && !isTelling(word):
			f.word[1].fill(f.entries)
		case f.words.exactly(word) == nil: // a word that is one has no slip
			nearly := f.words.nearly
			if unfinished && i == len(q.words)-1 {
				nearly = f.words.nearlyBeginning
			}
			nearly(word, func(entries []int32, slips int) { f.word[slips].add(entries) })
		}
		if i == 0 {
			f.sofar, f.word = f.word, f.sofar
		} else {
			f.addWordToSofar()
		}
		if !slices.ContainsFunc(f.sofar[:], set.holdsAny) {
			return
		}
	}
	for slips, entries := range f.sofar {
		f.tiers[tierOf(slips, unfinished)].addBoth(entries, entries)
	}
}

// addWordToSofar keeps of the entries that hold the words so far those that hold
// one word more.
func (f *finding) addWordToSofar() {
	clearAll(f.next[:])
	for slips := range f.next {
		for earlier := 0; earlier <= slips; earlier++ {
			f.next[slips].addBoth(f.sofar[earlier], f.word[slips-earlier])
		}
	}
	f.sofar, f.next = f.next, f.sofar
}

// isTelling says whether a word tells one name from others.
func isTelling(word string) bool { return !isNumber(word) && !slices.Contains(links, word) }
