package snapshot

import (
	"reflect"
	"slices"
	"strings"
)

// Answers read records in the order of their codes, a little of each. What a
// record refers to, its texts, its lists, its optional numbers, is therefore laid
// side by side in that order, in one piece of memory for each type: what is read
// together lies together, and the garbage collector meets a few large objects
// instead of half a million small ones. Texts that are the same are kept once.

// packed returns a copy of the records that shares no memory with them.
func packed[R any](records []R) []R {
	copies := slices.Clone(records)
	all := reflect.ValueOf(copies)
	var m measurer
	m.room, m.at = map[reflect.Type]int{}, map[string]int{}
	for i := range copies {
		m.measure(all.Index(i))
	}
	p := packer{text: strings.Clone(m.text.String()), at: m.at, rooms: map[reflect.Type]reflect.Value{}}
	for t, n := range m.room {
		p.rooms[t] = reflect.MakeSlice(reflect.SliceOf(t), n, n)
	}
	for i := range copies {
		p.pack(all.Index(i))
	}
	return copies
}

// A measurer finds out how much room there must be, and gathers the texts.
type measurer struct {
	text strings.Builder
	at   map[string]int       // where a text begins in it
	room map[reflect.Type]int // how many values of a type are referred to
}

func (m *measurer) measure(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if _, known := m.at[v.String()]; !known {
			m.at[v.String()] = m.text.Len()
			m.text.WriteString(v.String())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			m.measure(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			m.room[v.Type().Elem()]++
			m.measure(v.Elem())
		}
	case reflect.Slice:
		m.room[v.Type().Elem()] += v.Len()
		for i := range v.Len() {
			m.measure(v.Index(i))
		}
	default: // a value of its own
	}
}

// A packer moves what records refer to into the room that was measured, in the
// order of the measurer.
type packer struct {
	text  string
	at    map[string]int                 // where a text begins in it
	rooms map[reflect.Type]reflect.Value // slices, the rest of which is free
}

// take returns the next n places for values of a type.
func (p *packer) take(t reflect.Type, n int) reflect.Value {
	room := p.rooms[t]
	p.rooms[t] = room.Slice(n, room.Len())
	return room.Slice3(0, n, n)
}

func (p *packer) pack(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		at := p.at[v.String()]
		v.SetString(p.text[at : at+v.Len()])
	case reflect.Struct:
		for i := range v.NumField() {
			p.pack(v.Field(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			place := p.take(v.Type().Elem(), 1).Index(0)
			place.Set(v.Elem())
			v.Set(place.Addr())
			p.pack(place)
		}
	case reflect.Slice:
		if v.Len() > 0 {
			places := p.take(v.Type().Elem(), v.Len())
			reflect.Copy(places, v)
			v.Set(places)
			for i := range places.Len() {
				p.pack(places.Index(i))
			}
		}
	default: // a value of its own
	}
}

// prefixed returns the texts behind a prefix, "commune:80021", side by side too.
func prefixed[S ~string](prefix string, n int, text func(i int) S) []string {
	size := 0
	for i := range n {
		size += len(prefix) + len(text(i))
	}
	var b strings.Builder
	b.Grow(size)
	for i := range n {
		b.WriteString(prefix)
		b.WriteString(string(text(i)))
	}
	all, texts := b.String(), make([]string, n)
	for i := range texts {
		length := len(prefix) + len(text(i))
		texts[i], all = all[:length], all[length:]
	}
	return texts
}
