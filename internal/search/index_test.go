package search

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func newIndex(entries []Entry) *Index { return New(slices.Values(entries)) }

func sure(x *Index, text string) (all []int32) {
	x.FindSure(NewQuery(text), func(found []int32) { all = slices.Clone(found) })
	return all
}

// slowDistance is the textbook's table: optimal string alignment.
func slowDistance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

func slowBeginning(a, b string) int {
	least := len(a)
	for i := range len(b) + 1 {
		least = min(least, slowDistance(a, b[:i]))
	}
	return least
}

// The distance in bits is the textbook's, as far as it is asked for.
func TestDistance(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[abc]{1,12}`)
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if rapid.Bool().Draw(t, "long") {
			a, b = a+strings.Repeat("x", maxPattern-len(a)), b+strings.Repeat("x", maxPattern-len(a))
		}
		most := rapid.IntRange(0, 4).Draw(t, "most")
		p := newPattern(a)
		if got, want := p.distance(b, most), slowDistance(a, b); got != want && (got <= most || want <= most) {
			t.Fatalf("%q is %d from %q, want %d (at most %d are of interest)", a, got, b, want, most)
		}
		least := slowBeginning(a, b)
		if got := p.distanceToBeginning(b, most); got != least && (got <= most || least <= most) {
			t.Fatalf("%q is %d from the beginning of %q, want %d", a, got, b, least)
		}
	})
}

// What is found is what a look at every name finds, and in its order.
func TestFindIsALookAtEveryName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"le", "la", "abbe", "abbeville", "abeville", "ville", "villa", "sur", "mer", "saint", "oeuf", "2", "3", "ab", "boulogne"})
		name := rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(word, 1, 3).Draw(t, "words"), " ")
		})
		var entries []Entry
		for range rapid.IntRange(0, 130).Draw(t, "entries") {
			entries = append(entries, Entry{Names: []string{name.Draw(t, "name")}})
		}
		text := name.Draw(t, "text")
		x := newIndex(entries)
		found := x.Find(NewQuery(text))

		var tiersOf [3][]int32 // the whole name, names that begin so, all words or their beginnings
		q := NewQuery(text)
		for i, entry := range entries {
			words := Words(entry.Names[0])
			whole, bare := strings.Join(words, ""), strings.Join(WithoutArticles(words), "")
			switch {
			case whole == q.whole:
				tiersOf[0] = append(tiersOf[0], int32(i))
			case strings.HasPrefix(whole, q.whole) || strings.HasPrefix(bare, q.whole):
				tiersOf[1] = append(tiersOf[1], int32(i))
			case !slices.ContainsFunc(q.words, func(asked string) bool {
				return !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, asked) })
			}):
				tiersOf[2] = append(tiersOf[2], int32(i))
			}
		}
		// Of names that begin so, those that are whole but for an article come first.
		slices.SortStableFunc(tiersOf[1], func(x, y int32) int {
			isBare := func(i int32) int {
				if words := Words(entries[i].Names[0]); strings.Join(WithoutArticles(words), "") == q.whole {
					return 0
				}
				return 1
			}
			return isBare(x) - isBare(y)
		})
		want := slices.Concat(tiersOf[0], tiersOf[1], tiersOf[2])
		if got := sure(x, text); !slices.Equal(got, want) {
			t.Fatalf("%q finds %v of %v, want %v", text, got, entries, want)
		}
		if len(found) < len(want) || !slices.Equal(found[:len(want)], want) {
			t.Fatalf("%q finds %v, want first %v", text, found, want)
		}
		for _, i := range found[len(want):] {
			if slices.Contains(want, i) {
				t.Fatalf("%q finds %d twice", text, i)
			}
		}
	})
}

// Slips are forgiven as the doc says, and not beyond.
func TestSlips(t *testing.T) {
	x := newIndex([]Entry{
		{Names: []string{"Amiens"}}, {Names: []string{"Lens"}}, {Names: []string{"Ay"}}, {Names: []string{"Caen-2"}},
		{Names: []string{"Boulogne-sur-Mer"}}, {Names: []string{"La Rochelle"}},
	})
	for text, want := range map[string][]int32{
		"ammienns":          {0}, // two in a long word
		"ammiennss":         nil, // three
		"lenns":             {1}, // one in a short word
		"leenns":            {1}, // six letters
		"lems":              {1},
		"ax":                nil, // none in two letters
		"caen 2":            {3},
		"caen 3":            {3}, // the number is left out
		"caen":              {3},
		"23":                nil, // a number is another number
		"boulogne la mer":   {4}, // a link word for another
		"boulogne mer":      {4},
		"mer boulogne":      {4},
		"boulogne dur mer":  {4},
		"rochelle":          {5},
		"le rochelle":       {5},
		"boulogn":           {4}, // begun
		"boulong":           {4}, // begun with a slip
		"nulle part":        nil,
		"amiens nulle part": nil,
		"sur":               {4},
		"de la du":          nil,
	} {
		if got := x.Find(NewQuery(text)); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", text, got, want)
		}
	}
}

// Whatever is left out because it can find nothing more would have found nothing
// more.
func TestFindLeavesNothingOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(de |sur |[ab]{1,7} |75001 ?){1,3}`)
		entries := make([]Entry, rapid.IntRange(1, 150).Draw(t, "entries"))
		for i := range entries {
			entries[i] = Entry{Names: []string{text.Draw(t, "name")}}
		}
		x, looked := newIndex(entries), text.Draw(t, "text")
		var want []int32
		x.find(NewQuery(looked), tiers-1, func(f *finding, q Query) {
			f.lookUpSure(q)
			f.names.nearly(q.whole, func(entries []int32, slips int) { f.tiers[tierOf(slips, false)].add(entries) })
			f.lookUpWords(q, false)
			if len(sure(x, looked)) == 0 {
				f.lookUpWords(q, true)
			}
		}, func(found []int32) { want = slices.Clone(found) })
		if got := x.Find(NewQuery(looked)); !slices.Equal(got, want) {
			t.Fatalf("%q finds %v, want %v", looked, got, want)
		}
	})
}

// An index serves any number of searches at once.
func TestFindSideBySide(t *testing.T) {
	x := newIndex([]Entry{{Names: []string{"Amiens"}}, {Names: []string{"Abbeville"}}})
	done := make(chan bool)
	for range 4 {
		go func() {
			ok := true
			for range 200 {
				ok = ok && slices.Equal(x.Find(NewQuery("amien")), []int32{0}) && slices.Equal(x.Find(NewQuery("abevile")), []int32{1})
			}
			done <- ok
		}()
	}
	for range 4 {
		if !<-done {
			t.Error("a search disturbs another")
		}
	}
}

// What is found without a slip is the same, whether the rest is looked for or not.
func TestFindSure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(de |les |[abc]{1,4} |7500[1-3] ?){1,4}`)
		entries := make([]Entry, rapid.IntRange(1, 80).Draw(t, "entries"))
		for i := range entries {
			entries[i] = Entry{Names: []string{text.Draw(t, "name")}, Also: []string{text.Draw(t, "also")}}
		}
		x, looked := newIndex(entries), text.Draw(t, "text")
		all, sure := x.Find(NewQuery(looked)), sure(x, looked)
		if len(sure) > len(all) || !slices.Equal(all[:len(sure)], sure) {
			t.Fatalf("%q: %v without a slip, %v in all", looked, sure, all)
		}
	})
}
