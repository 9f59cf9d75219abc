package search

import (
	"math/bits"
	"slices"
	"strings"
)

// lettersOf returns the letters a text is made of: a bit for each, and another
// for each that it holds twice or more. A slip takes away one bit at most and adds
// one at most, so that most texts need not be compared.
func lettersOf(text string) uint64 {
	var once, twice uint64
	for i := range len(text) {
		bit := uint64(1) << (text[i] & 31)
		twice |= once & bit
		once |= bit
	}
	return once | twice<<32
}

// A glance tells of texts of one length, by their letters, that they are too far
// from a pattern.
type glance struct {
	letters     uint64 // of the pattern
	lost, added int    // how many of them a text near enough may lack, and have besides
}

// glance makes one for texts of so many bytes. A letter more is a slip that
// takes none of the pattern's away, and one less a slip that adds none.
func (p *pattern) glance(length, most int) glance {
	return glance{p.letters, most - max(length-p.length, 0), most - max(p.length-length, 0)}
}

// tooFar is true only for letters of texts that are.
func (g glance) tooFar(letters uint64) bool { return g.allTooFar(letters, letters) }

// allTooFar is true only for texts that are, if some of them have any of the
// first letters and each has all of the second. What is tested is that one of two
// numbers is negative.
func (g glance) allTooFar(some, each uint64) bool {
	return (g.lost-bits.OnesCount64(g.letters&^some))|(g.added-bits.OnesCount64(each&^g.letters)) < 0
}

// leafSize is how many terms are looked at one by one.
const leafSize = 16

// A letterTree holds terms of one length by their letters: at each node those
// without some letter, then those with it. A glance passes over most of it.
type letterTree struct {
	nodes   []letterNode
	terms   []int32  // in the order of the leaves
	letters []uint64 // of each of them
	texts   string   // of all of them, side by side in memory
	length  int      // of each text
}

type letterNode struct {
	some, each uint64 // the letters that some of its terms have, and that each has
	with       int32  // the node of those with the letter, those without come right after their parent; 0 for a leaf
	from, to   int32  // where its terms are
}

// newLetterTree makes a tree of terms, all of one length, whose texts and letters
// are those at their numbers. It puts the terms in another order.
func newLetterTree(terms []int32, texts []string, letters []uint64) letterTree {
	if len(terms) == 0 {
		return letterTree{}
	}
	t := letterTree{terms: terms, letters: make([]uint64, len(terms)), length: len(texts[terms[0]])}
	t.grow(letters, 0, int32(len(terms)))
	t.nodes = slices.Clone(t.nodes) // without room for more
	var b strings.Builder
	for i, term := range terms {
		t.letters[i] = letters[term]
		b.WriteString(texts[term])
	}
	t.texts = b.String()
	return t
}

// grow adds a node of some of the terms, with all below it.
func (t *letterTree) grow(letters []uint64, from, to int32) {
	terms := t.terms[from:to]
	node := letterNode{each: ^uint64(0), from: from, to: to}
	var having [64]int // how many have each letter
	for _, term := range terms {
		of := letters[term]
		node.some |= of
		node.each &= of
		for ; of != 0; of &= of - 1 {
			having[bits.TrailingZeros64(of)]++
		}
	}
	at := len(t.nodes)
	t.nodes = append(t.nodes, node)
	letter, most := 0, 0 // the one that parts them most evenly
	for i, n := range having {
		if even := min(n, len(terms)-n); even > most {
			letter, most = i, even
		}
	}
	if len(terms) <= leafSize || most == 0 {
		return
	}
	has := func(term int32) int { return int(letters[term] >> letter & 1) }
	slices.SortFunc(terms, func(x, y int32) int { return has(x) - has(y) })
	middle := to - int32(having[letter])
	t.grow(letters, from, middle)
	t.nodes[at].with = int32(len(t.nodes))
	t.grow(letters, middle, to)
}

// near yields the terms that a glance does not find too far, with their texts.
func (t *letterTree) near(g glance, yield func(term int32, text string)) {
	if len(t.nodes) > 0 {
		t.nearBelow(0, g, yield)
	}
}

func (t *letterTree) nearBelow(at int32, g glance, yield func(term int32, text string)) {
	node := &t.nodes[at]
	switch {
	case g.allTooFar(node.some, node.each):
	case node.with != 0:
		t.nearBelow(at+1, g, yield)
		t.nearBelow(node.with, g, yield)
	default:
		for i := node.from; i < node.to; i++ {
			if !g.tooFar(t.letters[i]) {
				begin := int(i) * t.length
				yield(t.terms[i], t.texts[begin:begin+t.length])
			}
		}
	}
}
