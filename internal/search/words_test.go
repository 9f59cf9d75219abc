package search

import (
	"slices"
	"strings"
	"testing"
)

// The spellings of a name have their words in common.
func TestWords(t *testing.T) {
	for words, spellings := range map[string][]string{
		"creve coeur le grand": {"Crève-Cœur-le-Grand", "creve coeur le grand", "CRÈVE CŒUR LE GRAND", "Cre\u0300ve-C\u0153ur-le-Grand"},
		"l hay les roses":      {"L'Haÿ-les-Roses", "l’hay les roses", "L`HAY-LES-ROSES"},
		"saint just":           {"Saint-Just", "St Just", "ST. JUST", "st-just"},
		"sainte foy":           {"Ste-Foy", "Sainte Foy"},
		"neuilly sur seine":    {"Neuilly s/Seine", "Neuilly s/ Seine", "neuilly-sur-seine"},
		"fontenay sous bois":   {"Fontenay s/s Bois", "Fontenay-sous-Bois"},
		"boulogne mer":         {"Boulogne/Mer"},
		"rouen cedex 2":        {"ROUEN CX 2", "Rouen Cédex 2"},
		"strassbourg":          {"Straßbourg"},
		"paris 18e":            {"Paris 18e", "paris (18e)"},
		"":                     {"", " '- ", "/"},
		"saint saint stains":   {"St-Saint-Stains"},
	} {
		for _, spelling := range spellings {
			got := strings.Join(Words(spelling), " ")
			if got != words {
				t.Errorf("the words of %q are %q, want %q", spelling, got, words)
			}
		}
	}
}

func TestKey(t *testing.T) {
	for text, want := range map[string]string{
		"Amiens CEDEX 1":            "amiens",
		"Lyon 3e arrondissement":    "lyon 3e",
		"Cedex":                     "cedex",
		"80021 Amiens cx":           "80021 amiens",
		"Cedex 1 Amiens":            "amiens",
		"arrondissement de Béthune": "de bethune",
		"…":                         "",
	} {
		if got := NewQuery(text).Key(); got != want {
			t.Errorf("Key(%q) = %q, want %q", text, got, want)
		}
	}
}

// Words are their own spelling, and no text upsets a search.
func FuzzFind(f *testing.F) {
	for _, text := range []string{"Aÿ", "L'Haÿ-les-Roses", "s/s", "cedex 1", "a/b//c", "\u0153\u0301", "ﬁ", "Ⅷ", "\xff", strings.Repeat("a ", 200)} {
		f.Add(text)
	}
	x := newIndex([]Entry{{Names: []string{"Aÿ-Champagne"}}, {Names: []string{"L'Haÿ-les-Roses"}, Also: []string{"94240"}}, {}})
	f.Fuzz(func(t *testing.T, text string) {
		words := Words(text)
		if again := Words(strings.Join(words, " ")); !slices.Equal(again, words) {
			t.Errorf("the words of %q are %q, whose words are %q", text, words, again)
		}
		found := x.Find(NewQuery(text))
		if NewQuery(text).Key() == "" && found != nil {
			t.Errorf("Find(%q) = %v", text, found)
		}
		seen := map[int32]bool{}
		for _, entry := range found {
			if entry < 0 || entry > 2 || seen[entry] {
				t.Errorf("Find(%q) = %v", text, found)
			}
			seen[entry] = true
		}
	})
}
