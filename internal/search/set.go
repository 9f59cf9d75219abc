package search

import "math/bits"

// A set holds numbers, one bit each: sets of entries are joined and cut word by
// word, and come out in order. Most hold few of very many, so that each knows
// which of its words are not zero.
type set struct {
	words []uint64
	some  []uint64 // which words hold any, one bit each
}

// newSet returns an empty set of numbers below n.
func newSet(n int) set {
	words := (n + 63) / 64
	return set{make([]uint64, words), make([]uint64, (words+63)/64)}
}

func (s set) add(numbers []int32) {
	words, some := s.words, s.some
	for _, n := range numbers {
		word := &words[n>>6]
		if *word == 0 {
			some[n>>12] |= 1 << (n >> 6 & 63)
		}
		*word |= 1 << (n & 63)
	}
}

// fill adds all numbers below n.
func (s set) fill(n int) {
	fillBits(s.words, n)
	fillBits(s.some, len(s.words))
}

// fillBits sets the first n bits.
func fillBits(words []uint64, n int) {
	for i := range words {
		words[i] = ^uint64(0)
	}
	if rest := n & 63; rest != 0 {
		words[len(words)-1] = 1<<rest - 1
	}
}

func (s set) clear() {
	for i, some := range s.some {
		for ; some != 0; some &= some - 1 {
			s.words[i<<6+bits.TrailingZeros64(some)] = 0
		}
		s.some[i] = 0
	}
}

// addBoth adds what both of two sets hold.
func (s set) addBoth(x, y set) {
	for i := range s.some {
		for some := x.some[i] & y.some[i]; some != 0; some &= some - 1 {
			word := i<<6 + bits.TrailingZeros64(some)
			if both := x.words[word] & y.words[word]; both != 0 {
				s.words[word] |= both
				s.some[i] |= some & -some
			}
		}
	}
}

// keep removes what another set does not hold.
func (s set) keep(other set) {
	for i, some := range s.some {
		for ; some != 0; some &= some - 1 {
			word := i<<6 + bits.TrailingZeros64(some)
			if s.words[word] &= other.words[word]; s.words[word] == 0 {
				s.some[i] &^= some & -some
			}
		}
	}
}

func (s set) holdsAny() bool {
	var all uint64
	for _, some := range s.some {
		all |= some
	}
	return all != 0
}

// moveNew appends the numbers that seen does not hold yet, adds them to it, and
// leaves the set empty.
func (s set) moveNew(list []int32, seen set) []int32 {
	for i, some := range s.some {
		if some == 0 {
			continue
		}
		s.some[i] = 0
		seen.some[i] |= some
		for ; some != 0; some &= some - 1 {
			word := i<<6 + bits.TrailingZeros64(some)
			fresh := s.words[word] &^ seen.words[word]
			s.words[word] = 0
			seen.words[word] |= fresh
			for first := int32(word << 6); fresh != 0; fresh &= fresh - 1 {
				list = append(list, first+int32(bits.TrailingZeros64(fresh)))
			}
		}
	}
	return list
}
