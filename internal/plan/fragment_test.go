package plan

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// A beast is one of a herd.
type beast struct {
	herd   *[]beast
	number int
	told   int // how often its name was asked for
	name   string
}

func (b *beast) Member() (self *beast, of any, number int) { return b, b.herd, b.number }

func newHerd(n int, name string) *[]beast {
	herd := make([]beast, n)
	for i := range herd {
		herd[i] = beast{herd: &herd, number: i, name: fmt.Sprint(name, i)}
	}
	return &herd
}

// herdPlan returns a query for the names of some beasts.
func herdPlan(list func() []*beast, name Write[beast]) *Query {
	m := new(Memo)
	item := &Object[beast]{fields: []field[beast]{{`{"name":`, name}}, slot: m.slot(), kept: m.kept(), member: (*beast).Member}
	nodes := ListOf(m, item)
	root := &Object[Root]{slot: m.slot(), fields: []field[Root]{{`{"herd":`, func(w *Writer, _ *Root) { nodes.Write(w, list()) }}}}
	return NewQuery(m, root)
}

func tell(w *Writer, b *beast) { b.told++; w.String(b.name) }

func all(herd []beast) []*beast {
	list := make([]*beast, len(herd))
	for i := range herd {
		list[i] = &herd[i]
	}
	return list
}

func run(t *testing.T, q *Query, kept *Fragments) string {
	t.Helper()
	data, err := q.Run(t.Context(), nil, kept, nil, 1<<20)
	if err != nil {
		t.Error(err)
	}
	return string(data.Join())
}

// What is asked for a third time is copied, and is what it was.
func TestFragmentsAreCopied(t *testing.T) {
	herd := newHerd(3*pageSize, "a")
	q := herdPlan(func() []*beast { return all(*herd) }, tell)
	kept := NewFragments(herd, 1<<20)
	want := run(t, q, nil)
	for range 3 {
		if got := run(t, q, kept); got != want {
			t.Errorf("got %.100s, want %.100s", got, want)
		}
	}
	for i := range *herd {
		if n := (*herd)[i].told; n != 2 {
			t.Fatalf("%d was read %d times, want 2: once for who asks once, once to keep it", i, n)
		}
	}
}

// Another snapshot, and another plan, have fragments of their own.
func TestFragmentsAreOfOneSnapshot(t *testing.T) {
	one, other := newHerd(3, "a"), newHerd(3, "b")
	asked := one
	q := herdPlan(func() []*beast { return all(*asked) }, tell)
	loud := herdPlan(func() []*beast { return all(*asked) }, func(w *Writer, b *beast) { w.String(strings.ToUpper(b.name)) })
	kept := NewFragments(one, 1<<20)
	for range 3 {
		for _, test := range []struct {
			of   *[]beast
			plan *Query
			want string
		}{
			{one, q, `{"herd":[{"name":"a0"},{"name":"a1"},{"name":"a2"}]}`},
			{other, q, `{"herd":[{"name":"b0"},{"name":"b1"},{"name":"b2"}]}`},
			{one, loud, `{"herd":[{"name":"A0"},{"name":"A1"},{"name":"A2"}]}`},
		} {
			asked = test.of
			if got := run(t, test.plan, kept); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		}
	}
}

// What failed is not kept, nor what is too long, of which the parts are.
func TestFragmentsThatAreNotKept(t *testing.T) {
	herd := newHerd(3, strings.Repeat("a", largestFragment))
	q := herdPlan(func() []*beast { return all(*herd) }, tell)
	kept := NewFragments(herd, 1<<20)
	for range 5 {
		run(t, q, kept)
	}
	if n := (*herd)[2].told; n != 5 {
		t.Errorf("what is too long was read %d times of 5", n)
	}
	failing := herdPlan(func() []*beast { return all(*herd) }, func(w *Writer, b *beast) { b.told++; w.HandOver() })
	for range 3 {
		if _, err := failing.Run(t.Context(), nil, kept, nil, 1<<20); err == nil {
			t.Error("what was handed over was answered from what is kept")
		}
	}
}

// Of an object that has too much to tell, what is within is kept.
func TestFragmentsWithin(t *testing.T) {
	herd := newHerd(10_000, "a")
	m := new(Memo)
	within := &Object[beast]{fields: []field[beast]{{`{"name":`, tell}}, slot: m.slot(), kept: m.kept(), member: (*beast).Member}
	list := ListOf(m, within)
	outer := &Object[beast]{slot: m.slot(), kept: m.kept(), member: (*beast).Member, fields: []field[beast]{
		{`{"all":`, func(w *Writer, b *beast) { list.Write(w, all(*b.herd)) }},
	}}
	q := NewQuery(m, &Object[Root]{slot: m.slot(), fields: []field[Root]{{`{"first":`, func(w *Writer, _ *Root) { outer.Write(w, &(*herd)[0]) }}}})
	kept := NewFragments(herd, 1<<20)
	want := run(t, q, nil)
	for range 4 {
		if got := run(t, q, kept); got != want {
			t.Fatalf("got %.100s, want %.100s", got, want)
		}
	}
	if n := (*herd)[7].told; n != 3 {
		t.Errorf("read %d times, want 3: asked once, found too long once, kept", n)
	}
}

// However much is asked, no more is kept than there is room for, and all answers
// are right meanwhile.
func TestFragmentsAreBounded(t *testing.T) {
	herd := newHerd(5000, "a")
	kept := NewFragments(herd, 20_000)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 20 {
				q := herdPlan(func() []*beast { return all(*herd) }, func(w *Writer, b *beast) { w.String(b.name) })
				want := run(t, q, nil)
				for range 3 {
					if got := run(t, q, kept); got != want {
						t.Errorf("got %.100s, want %.100s", got, want)
					}
				}
			}
		})
	}
	group.Wait()
	if !kept.Full() {
		t.Error("it is never full")
	}
	bytes := 0
	kept.tables.Range(func(_, table any) bool {
		bytes += tableBytes
		for i := range table.(*fragmentTable).pages {
			page := table.(*fragmentTable).pages[i].Load()
			if page == nil {
				continue
			}
			bytes += tableBytes
			for k := range page {
				if text := page[k].Load(); text != nil {
					bytes += len(*text) + fragmentBytes
				}
			}
		}
		return true
	})
	if bytes == 0 || bytes > 20_000 {
		t.Errorf("%d bytes are kept", bytes)
	}
}
