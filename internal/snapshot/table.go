package snapshot

import (
	"hash/maphash"
	"slices"
)

// none is the index of nothing.
const none int32 = -1

// A table is the records of one kind in the order of their codes. Links between
// records are indexes into tables: they hold for every date.
//
// A code is looked for in slots, from the one that its hash names on. They hold
// no codes, which the records know: a map would take three times the memory.
type table[C ~string, R any] struct {
	rows   []R
	order  []int32 // of the rows: as they stand
	code   func(*R) C
	seed   maphash.Seed
	slots  []slot
	others map[C]int32 // by the other codes that a record answers to
}

// A slot of a table holds a record, or none.
type slot struct {
	hash  uint32 // half of its code's: as a rule a record with the same is the one that is looked for
	index int32
}

// newTable makes a table of records that code returns the codes of.
func newTable[C ~string, R any](rows []R, code func(*R) C) table[C, R] {
	size := 1 // a power of two that leaves a third free
	for 2*size < 3*len(rows)+1 {
		size *= 2
	}
	t := table[C, R]{
		rows: rows, order: make([]int32, len(rows)), code: code,
		seed: maphash.MakeSeed(), slots: make([]slot, size), others: map[C]int32{},
	}
	for i := range t.slots {
		t.slots[i].index = none
	}
	for i := range rows {
		t.order[i] = int32(i)
		at, hash := t.slot(code(&rows[i]))
		t.slots[at] = slot{hash, int32(i)}
	}
	return t
}

// slot returns the slot of a code, where its record is or would be, and what it
// would hold besides.
func (t *table[C, R]) slot(code C) (at uint64, hash uint32) {
	mask, whole := uint64(len(t.slots)-1), maphash.String(t.seed, string(code))
	at, hash = whole&mask, uint32(whole>>32)
	for {
		s := t.slots[at]
		if s.index == none || s.hash == hash && t.code(&t.rows[s.index]) == code {
			return at, hash
		}
		at = (at + 1) & mask
	}
}

// find returns the index of the record with the code, or none.
func (t *table[C, R]) find(code C) int32 {
	at, _ := t.slot(code)
	if i := t.slots[at].index; i != none || len(t.others) == 0 {
		return i
	}
	if i, ok := t.others[code]; ok {
		return i
	}
	return none
}

// alias lets a record answer to another code, unless one has that code.
func (t *table[C, R]) alias(other, code C) {
	if t.find(other) == none {
		t.others[other] = t.find(code)
	}
}

// all returns every index, in order; the caller must not change them.
func (t *table[C, R]) all() []int32 { return t.order }

// A multimap gives, for each of n numbered keys, a list of values, all kept in
// one array.
type multimap[V any] struct {
	start  []int32 // of key k's values, up to the last key that has any
	values []V
}

// newMultimap gathers the pairs that each yields, in their order.
func newMultimap[V any](n int, each func(yield func(key int32, value V))) multimap[V] {
	m := multimap[V]{start: make([]int32, n+1)}
	each(func(key int32, _ V) { m.start[key+1]++ })
	for k := range n {
		m.start[k+1] += m.start[k]
	}
	for n > 0 && m.start[n-1] == m.start[n] {
		n--
	}
	m.start = slices.Clone(m.start[:n+1])
	m.values = make([]V, m.start[n])
	next := append([]int32(nil), m.start...)
	each(func(key int32, value V) {
		m.values[next[key]] = value
		next[key]++
	})
	return m
}

// distinct gathers the lists of n things, each of which is told where its own is:
// those that are the same, once. All texts lie side by side.
func distinct[S ~string](n int, of func(i int) (list []S, at *int32)) multimap[S] {
	known := map[string]int32{}
	var lists [][]S
	var key []byte
	for i := range n {
		list, at := of(i)
		key = key[:0]
		for _, s := range list {
			key = append(append(key, s...), 0)
		}
		number, met := known[string(key)]
		if !met {
			number = int32(len(lists))
			known[string(key)] = number
			lists = append(lists, list)
		}
		*at = number
	}
	lists = packed(lists)
	return newMultimap(len(lists), func(yield func(int32, S)) {
		for number, list := range lists {
			for _, s := range list {
				yield(int32(number), s)
			}
		}
	})
}

// of returns the values of a key; the caller must not change them.
func (m *multimap[V]) of(key int32) []V {
	if int(key)+1 >= len(m.start) {
		return nil
	}
	from, to := m.start[key], m.start[key+1]
	return m.values[from:to:to]
}
