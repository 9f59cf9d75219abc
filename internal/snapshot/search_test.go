package snapshot

import (
	"bufio"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"maillage/internal/cog"
	"maillage/internal/ingest/embedded"
)

// carried is the network of the edition the program carries, on its last day.
var carried = sync.OnceValues(func() (*Network, error) {
	e, records, err := embedded.Edition()
	e.Number = 1
	return remembering(e, records, nil).at(e.AsOf, ""), err
})

// found lists what a search finds, "80021 Amiens".
func found(t testing.TB, n *Network, text string, kinds ...SearchKind) []string {
	t.Helper()
	c, err := n.Search(text, kinds, nil, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, r := range c.Nodes() {
		found = append(found, r.ID().Name)
	}
	return found
}

// Communes are found first, however their names are misspelt.
func TestMisspelt(t *testing.T) {
	n, err := carried()
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("testdata/misspelt.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tried := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		written, meant, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			continue
		}
		tried++
		code, name, _ := strings.Cut(meant, " ")
		got := found(t, n, written, SearchCommune)
		if len(got) == 0 || got[0] != "commune:"+code || n.find(got[0]).(*Commune).Name != name {
			t.Errorf("%q finds %.5v first, want %s", written, got, meant)
		}
	}
	if tried < 100 {
		t.Errorf("%d names tried, want 100", tried)
	}
}

// Everything with a name or a code is found by it, best first.
func TestSearch(t *testing.T) {
	n, err := carried()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text  string
		kinds []SearchKind
		first []string // what is found first
	}{
		{"Paris", nil, []string{"commune:75056", "department:75"}},
		{"Amiens", nil, []string{"commune:80021"}},
		{"hauts de france", nil, []string{"region:32"}},
		{"la réunion", nil, []string{"department:974", "region:04"}},
		{"somme", nil, []string{"department:80"}},
		{"saint martin", []SearchKind{SearchCollectivity}, []string{"collectivity:978"}},
		{"Pôle emploi", nil, []string{"partner:france-travail"}},
		{"france travail", nil, []string{"partner:france-travail"}},
		{"CC Thiérache du Centre", nil, []string{"epci:240200444"}},
		{"communauté de communes de la Thiérache du Centre", nil, []string{"epci:240200444"}},
		{"Thierache du centre", []SearchKind{SearchEpci}, []string{"epci:240200444"}},
		// Codes: current, former, of an arrondissement, in small letters, a postal one.
		{"80021", nil, []string{"commune:80021"}},
		{"75118", nil, []string{"commune:75056"}},
		{"2a", nil, []string{"department:2A"}},
		{"32", nil, []string{"region:32", "department:32"}},
		{"80000", nil, []string{"commune:80021"}},
		{"france-travail", nil, []string{"partner:france-travail"}},
		// "Port" is a commune, and so is "Le Port", which is larger.
		{"Port", []SearchKind{SearchCommune}, []string{"commune:01307", "commune:97407"}},
		{"le port", []SearchKind{SearchCommune}, []string{"commune:97407"}},
		{"Nulle-Part-les-Oies", nil, nil},
	} {
		got := found(t, n, test.text, test.kinds...)
		if len(got) < len(test.first) || !slices.Equal(got[:len(test.first)], test.first) || test.first == nil && got != nil {
			t.Errorf("%q finds %.5v first, want %v", test.text, got, test.first)
		}
	}
}

func TestSearchRefused(t *testing.T) {
	n, err := carried()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		text  string
		kinds []SearchKind
		code  string
	}{
		"nothing":     {text: "", code: CodeBadSearch},
		"punctuation": {text: " '-…", code: CodeBadSearch},
		"endless":     {text: strings.Repeat("a", 1e6), code: CodeBadSearch},
		"no kind":     {text: "a", kinds: []SearchKind{}, code: CodeBadFilter},
	} {
		_, err := n.Search(test.text, test.kinds, nil, nil, nil, nil)
		if e := (*Error)(nil); !errors.As(err, &e) || e.Code != test.code || len(e.Message) > 200 {
			t.Errorf("%s: error %v, want %s", name, err, test.code)
		}
	}
}

// Walking what was found page by page finds each once, whatever exists at the
// date; a cursor of another search is refused.
func TestSearchPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		text := rapid.SampledFrom([]string{"abbeville", "a", "évreux", "ille oeuf", "oeuf 2", "lile"}).Draw(t, "text")
		all, err := n.Search(text, nil, &thousand, nil, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		var walked []SearchResult
		var after *string
		size := rapid.Int32Range(1, 5).Draw(t, "size")
		for more := true; more; {
			c, err := n.Search(text, nil, &size, after, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			walked = append(walked, c.Nodes()...)
			more, after = c.PageInfo().HasNextPage, c.PageInfo().EndCursor()
		}
		if !slices.Equal(walked, all.Nodes()) || all.TotalCount != len(walked) {
			t.Fatalf("walked %v of %v", walked, all.Nodes())
		}
		for _, edge := range all.Edges() {
			// The same thing at another date: the walk goes on from its place.
			if _, err := n.archive.at("2019-12-31", "@").Search(text, nil, &size, &edge.Cursor, nil, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := n.Search(text+" x", nil, &size, &edge.Cursor, nil, nil); err == nil {
				t.Fatal("a cursor of another text is taken")
			}
			if _, err := n.Search(text, []SearchKind{SearchSite, SearchCommune}, &size, &edge.Cursor, nil, nil); err == nil {
				t.Fatal("a cursor of other kinds is taken")
			}
		}
	})
}

// Every record is found by its whole name, and sites only once they exist.
func TestSearchFindsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		_, n := draw(t)
		for _, c := range every(n.communes) {
			if !slices.Contains(foundNodes(t, n, c.Name), SearchResult(c)) {
				t.Fatalf("%s is not found by its name %q", c.ID(), c.Name)
			}
		}
		for _, s := range every(n.sites) {
			if exists := s.existsOn(n.date); slices.Contains(foundNodes(t, n, s.Name), SearchResult(s)) != exists {
				t.Fatalf("%s exists on %s: %v, found by its name %q: not so", s.ID(), n.date, exists, s.Name)
			}
		}
	})
}

func foundNodes(t *rapid.T, n *Network, text string) []SearchResult {
	c, err := n.Search(text, nil, &thousand, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.Nodes()
}

// A list keeps what a text means without a slip, if there is any, best first
// unless another order is asked for.
func TestSearchInLists(t *testing.T) {
	n, err := carried()
	if err != nil {
		t.Fatal(err)
	}
	list := func(text string, by []*CommuneOrder, filter *CommuneFilter) (names []string) {
		c, err := n.communeConnection(n.archive.communes.all(), filter, &text, by, page(&thousand, nil, nil, nil))
		if err != nil {
			t.Fatal(err)
		}
		for _, commune := range c.Nodes() {
			names = append(names, commune.Name)
		}
		return names
	}
	if got := list("beauvais", nil, nil); len(got) < 2 || got[0] != "Beauvais" || slices.ContainsFunc(got, func(name string) bool {
		return !strings.Contains(strings.ToLower(name), "beauvais")
	}) {
		t.Errorf("beauvais: %q", got)
	}
	if got := list("bauvais", nil, &CommuneFilter{Region: regionsOf("32")}); len(got) == 0 || got[0] != "Beauvais" {
		t.Errorf("bauvais in Hauts-de-France: %q", got)
	}
	byName := list("saint denis", []*CommuneOrder{{Field: "NAME", Direction: Descending}}, nil)
	if best := list("saint denis", nil, nil); best[0] != "Saint-Denis" || len(best) != len(byName) || byName[0] == best[0] {
		t.Errorf("saint denis: %q, by name %q", best, byName)
	}
}

func regionsOf(codes ...cog.RegionCode) []cog.RegionCode { return codes }
