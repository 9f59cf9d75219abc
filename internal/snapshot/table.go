package snapshot

// none is the index of nothing.
const none int32 = -1

// A table is the records of one kind in the order of their codes. Links between
// records are indexes into tables: they hold for every date.
type table[C comparable, R any] struct {
	rows  []R
	order []int32 // of the rows: as they stand
	index map[C]int32
}

// newTable makes a table of n records; fill returns the i-th with its code.
func newTable[C comparable, R any](n int, fill func(i int) (C, R)) table[C, R] {
	t := table[C, R]{rows: make([]R, n), order: make([]int32, n), index: make(map[C]int32, n)}
	for i := range n {
		var code C
		code, t.rows[i] = fill(i)
		t.index[code], t.order[i] = int32(i), int32(i)
	}
	return t
}

// find returns the index of the record with the code, or none.
func (t *table[C, R]) find(code C) int32 {
	if i, ok := t.index[code]; ok {
		return i
	}
	return none
}

// alias lets a record answer to another code, unless one has that code.
func (t *table[C, R]) alias(other, code C) {
	if _, taken := t.index[other]; !taken {
		t.index[other] = t.index[code]
	}
}

// all returns every index, in order; the caller must not change them.
func (t *table[C, R]) all() []int32 { return t.order }

// A multimap gives, for each of n numbered keys, a list of values, all kept in
// one array.
type multimap[V any] struct {
	start  []int32 // of key k's values; len n+1
	values []V
}

// newMultimap gathers the pairs that each yields, in their order.
func newMultimap[V any](n int, each func(yield func(key int32, value V))) multimap[V] {
	m := multimap[V]{start: make([]int32, n+1)}
	each(func(key int32, _ V) { m.start[key+1]++ })
	for k := range n {
		m.start[k+1] += m.start[k]
	}
	m.values = make([]V, m.start[n])
	next := append([]int32(nil), m.start...)
	each(func(key int32, value V) {
		m.values[next[key]] = value
		next[key]++
	})
	return m
}

// of returns the values of a key; the caller must not change them.
func (m *multimap[V]) of(key int32) []V { return m.values[m.start[key]:m.start[key+1]] }
