package search

import "math/bits"

// A set holds numbers, one bit each: sets of entries are joined and cut word by
// word, and come out in order.
type set []uint64

func (s set) add(numbers []int32) {
	for _, n := range numbers {
		s[n>>6] |= 1 << (n & 63)
	}
}

// addBoth adds what both of two sets hold.
func (s set) addBoth(x, y set) {
	x, y = x[:len(s)], y[:len(s)] // no bounds to look at within
	for i := range s {
		s[i] |= x[i] & y[i]
	}
}

func (s set) holdsAny() bool {
	var all uint64
	for _, word := range s {
		all |= word
	}
	return all != 0
}

// keep removes what another set does not hold.
func (s set) keep(other set) {
	other = other[:len(s)]
	for i := range s {
		s[i] &= other[i]
	}
}

func (s set) fill() {
	for i := range s {
		s[i] = ^uint64(0)
	}
}

// appendNew appends the numbers that seen does not hold yet, and adds them to
// it.
func (s set) appendNew(list []int32, seen set) []int32 {
	seen = seen[:len(s)]
	for i, word := range s {
		word &^= seen[i]
		seen[i] |= word
		for ; word != 0; word &= word - 1 {
			list = append(list, int32(i<<6+bits.TrailingZeros64(word)))
		}
	}
	return list
}
