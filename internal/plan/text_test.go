package plan

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Long fragments are not copied, and the answer is what it would be if they were:
// when they come again, between short ones, and within what is kept itself.
func TestLongFragmentsStayWhereTheyAre(t *testing.T) {
	herd := newHerd(4, strings.Repeat("a", inserted))
	(*herd)[1].name, (*herd)[3].name = "b", "c"
	of := func(numbers ...int) (list []*beast) {
		for _, n := range numbers {
			list = append(list, &(*herd)[n])
		}
		return list
	}
	m := new(Memo)
	within := &Object[beast]{fields: []field[beast]{{`{"name":`, tell}}, slot: m.slot(), kept: m.kept(), member: (*beast).Member}
	list := ListOf(m, within)
	outer := &Object[beast]{slot: m.slot(), kept: m.kept(), member: (*beast).Member, fields: []field[beast]{
		{`{"friends":`, func(w *Writer, b *beast) { list.Write(w, of(b.number, 1, 0)) }},
	}}
	outers := ListOf(m, outer)
	q := NewQuery(m, &Object[Root]{slot: m.slot(), fields: []field[Root]{
		{`{"herd":`, func(w *Writer, _ *Root) { list.Write(w, of(0, 0, 1, 2, 3, 0)) }},
		{`,"again":`, func(w *Writer, _ *Root) { list.Write(w, of(0, 2)) }},
		{`,"outer":`, func(w *Writer, _ *Root) { outers.Write(w, of(2, 3, 2)) }},
	}})
	kept := NewFragments(herd, 1<<20)
	want := run(t, q, nil)
	for i := range 4 {
		data, err := q.Run(t.Context(), nil, kept, []byte("before"), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		data.Own = append(data.Own, "behind"...)
		if got := string(data.Join()); got != "before"+want+"behind" || data.Len() != len(got) {
			t.Fatalf("the %d. time: %d bytes of %d: %.100s", i+1, len(got), len(want), got)
		}
		if i > 1 && len(data.Own) > inserted {
			t.Errorf("the %d. time %d of %d bytes are copied", i+1, len(data.Own), len(want))
		}
	}
	var tooLarge *SizeError
	if _, err := q.Run(t.Context(), nil, kept, nil, len(want)-1); !errors.As(err, &tooLarge) || tooLarge.Limit != len(want)-1 {
		t.Errorf("%d bytes of at most %d: error %v", len(want), len(want)-1, err)
	}
	if _, err := q.Run(t.Context(), nil, kept, nil, len(want)); err != nil {
		t.Errorf("%d bytes of as many: %v", len(want), err)
	}
}

// A text is the same however it is read.
func TestText(t *testing.T) {
	text := Text{[]byte("abcd"), []insert{{0, []byte("1")}, {2, []byte("2")}, {2, []byte("3")}, {4, []byte("4")}}}
	var parts strings.Builder
	count := 0
	for part := range text.Parts() {
		parts.Write(part)
		count++
	}
	if text.PartCount() != count {
		t.Errorf("%d parts are said to be %d", count, text.PartCount())
	}
	whole := text.Copy()
	if got, want := fmt.Sprintf("%s %s %s %d", &parts, text.Join(), whole.Own, text.Len()), "1ab23cd4 1ab23cd4 1ab23cd4 8"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for range text.Parts() { // which may stop
		break
	}
}
