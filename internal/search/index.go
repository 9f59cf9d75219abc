package search

import (
	"iter"
	"slices"
	"strings"
	"sync"
)

// An Entry is a thing that can be found.
type Entry struct {
	// Names are what it is called, each found when written whole or begun.
	Names []string
	// Also holds texts whose words find it too: its postal code, its town.
	Also []string
}

// An Index finds entries by their names. It is safe for concurrent use.
type Index struct {
	names   dictionary // whole names without spaces
	bare    dictionary // the same without the articles they begin with, of those that do
	words   dictionary // words of names and of Also
	entries int
	scratch sync.Pool // of *finding
}

// New indexes entries, which are numbered from 0 in the order in which those are
// to be found that match alike.
func New(entries iter.Seq[Entry]) *Index {
	names, bare, words := map[string][]int32{}, map[string][]int32{}, map[string][]int32{}
	number := int32(0)
	for entry := range entries {
		for _, name := range entry.Names {
			spelled := Words(name)
			add(names, number, strings.Join(spelled, ""))
			if short := WithoutArticles(spelled); len(short) < len(spelled) {
				add(bare, number, strings.Join(short, ""))
			}
			add(words, number, spelled...)
		}
		for _, text := range entry.Also {
			add(words, number, Words(text)...)
		}
		number++
	}
	x := &Index{names: newDictionary(names), bare: newDictionary(bare), words: newDictionary(words), entries: int(number)}
	x.scratch.New = func() any { return newFinding(x) }
	return x
}

// add adds an entry to those of some terms. Entries come in order.
func add(to map[string][]int32, number int32, terms ...string) {
	for _, term := range terms {
		if list := to[term]; term != "" && (len(list) == 0 || list[len(list)-1] != number) {
			to[term] = append(list, number)
		}
	}
}

// Find returns the numbers of the entries that a text may mean, best first: the
// whole name, the name without its article, a name that begins so, all words in
// any order or begun, all words with one slip, with two.
func (x *Index) Find(q Query) []int32 {
	var all []int32
	x.find(q, tiers-1, (*finding).lookUp, func(found []int32) { all = slices.Clone(found) })
	return all
}

// FindSure lends those of Find, its first ones, that are there without a slip, for
// less.
func (x *Index) FindSure(q Query, lend func(found []int32)) {
	x.find(q, allWords, (*finding).lookUpSure, lend)
}

// find lends what is found in the tiers up to the last one wanted.
func (x *Index) find(q Query, last int, lookUp func(*finding, Query), lend func(found []int32)) {
	if len(q.words) == 0 {
		return
	}
	f := x.scratch.Get().(*finding) //nolint:forcetypeassert // what New puts there
	lookUp(f, q)
	f.list = f.list[:0]
	for _, set := range f.tiers[:last+1] {
		f.list = set.moveNew(f.list, f.seen)
	}
	f.seen.clear()
	lend(f.list)
	x.scratch.Put(f) // not after a panic, which may have left something in it
}
