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
func (x *Index) Find(text string) []int32 {
	return x.find(text, tiers-1, (*finding).lookUp)
}

// FindSure returns those of Find, its first ones, that are there without a slip,
// for less.
func (x *Index) FindSure(text string) []int32 {
	return x.find(text, allWords, (*finding).lookUpSure)
}

// find returns what is found in the tiers up to the last one wanted.
func (x *Index) find(text string, last int, lookUp func(*finding, query)) []int32 {
	q := newQuery(text)
	if len(q.words) == 0 {
		return nil
	}
	f := x.scratch.Get().(*finding) //nolint:forcetypeassert // what New puts there
	defer x.scratch.Put(f)
	f.clear()
	lookUp(f, q)
	f.list = f.list[:0]
	for _, set := range f.tiers[:last+1] {
		f.list = set.appendNew(f.list, f.seen)
	}
	return slices.Clone(f.list)
}

// A query is a text taken apart.
type query struct {
	whole string // without spaces
	words []string
}

func newQuery(text string) query {
	words := dropCedex(Words(text))
	return query{strings.Join(words, ""), distinct(words)}
}

// dropCedex removes what only the post needs: "cedex 1", and the word
// "arrondissement" after its number.
func dropCedex(words []string) []string {
	kept := words[:0]
	for i := 0; i < len(words); i++ {
		switch {
		case words[i] == "arrondissement" && len(words) > 1:
		case words[i] == "cedex" && len(words) > 1:
			if i+1 < len(words) && isNumber(words[i+1]) {
				i++
			}
		default:
			kept = append(kept, words[i])
		}
	}
	return kept
}

func isNumber(word string) bool { return word[0] >= '0' && word[0] <= '9' }

func distinct(words []string) []string {
	var kept []string
	for _, word := range words {
		if !slices.Contains(kept, word) {
			kept = append(kept, word)
		}
	}
	return kept
}

// Key returns what the texts that mean the same to Find have in common, "" if
// there is nothing to look for in a text.
func Key(text string) string { return strings.Join(dropCedex(Words(text)), " ") }
