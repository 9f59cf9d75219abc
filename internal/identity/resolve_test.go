package identity

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A list is an edition of sites, which covers the whole country.
type list struct {
	asOf  network.Date
	sites []network.Site
}

// resolve tells the sites of lists apart, imported in this order.
func resolve(lists []list, decisions ...network.Decision) *Register {
	var editions []network.Edition
	var versions []network.SiteVersion
	for i, l := range lists {
		editions = append(editions, network.Edition{
			Number: i + 1, AsOf: l.asOf, Sha256: fmt.Sprint(l.sites),
			Coverage: []network.EditionCoverage{{Territory: network.FranceRef, Until: l.asOf}},
		})
		for _, s := range l.sites {
			versions = append(versions, network.SiteVersion{Site: s, Since: i + 1, Until: i + 2})
		}
	}
	return Resolve(editions, versions, decisions, Geography{Succession: cog.Succession{"80999": "80021"}})
}

// numbered returns a site with an official number.
func numbered(number int, name, street, commune string) network.Site {
	s := unnumbered(strconv.Itoa(number), name, street, commune)
	s.OfficialNumber = &number
	return s
}

func unnumbered(code, name, street, commune string) network.Site {
	return network.Site{
		Code: code, Name: name, Kind: network.Principal, LabelledOn: "2020-01-01", DepartmentCode: cog.DepartmentCode(commune[:2]),
		CommuneCode: cog.CommuneCode(commune), Address: network.Address{Street: network.Text(street)},
	}
}

// placed returns a site at a point that its list publishes.
func placed(s network.Site, latitude, longitude float64) network.Site {
	s.Position = &network.Position{Latitude: latitude, Longitude: longitude, Precision: network.PositionPublished}
	return s
}

func bus(s network.Site) network.Site {
	s.Format = network.Bus
	return s
}

// tell writes what a register says, whatever the numbers of the editions.
func tell(r *Register, lists []list) string {
	var lines []string
	for _, s := range r.Sites {
		line := fmt.Sprint(s.Code, " ", s.FormerCodes, " seen ", s.FirstSeenOn, " to ", s.LastSeenOn, " missing ", s.MissingSince)
		if s.ClosedOn != "" {
			line += fmt.Sprint(" closed ", s.ClosedOn)
		}
		if s.Into != nil {
			line += " into " + s.Into.Code
		}
		for number := range lists {
			for code, other := range r.In(number + 1) {
				if other == s {
					lines = append(lines, fmt.Sprint(lists[number].asOf, " ", code, " is ", s.Code))
				}
			}
		}
		lines = append(lines, line)
	}
	for _, d := range slices.Concat(r.Doubts, r.Settled) {
		code, _ := r.Row(d.Row)
		other, _ := r.Row(d.Other)
		line := fmt.Sprintf("%s %.2f %s %s %s %s %s", d.Reason, d.Score, d.TakenFor(), d.AsOf, code, d.OtherAsOf, other)
		if d.Metres != nil {
			line += fmt.Sprintf(" %d m", *d.Metres)
		}
		if d.Decision != nil {
			line += fmt.Sprintf(": %s", d.Decision.Verdict)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

func TestResolve(t *testing.T) {
	beside := []network.Site{
		placed(numbered(1, "Les Tilleuls", "2 place Basse", "23001"), 46.0881, 2.0459),
		placed(numbered(2, "Maison Rouge", "1 rue Haute", "23001"), 46.0871, 2.0459),
	}
	for _, test := range []struct {
		name      string
		lists     []list
		decisions []network.Decision
		want      string
	}{
		{"a number decides, whatever else changes", []list{
			{"2020-02-06", []network.Site{numbered(1, "Ahun", "1 rue", "23001")}},
			{"2024-08-01", []network.Site{numbered(1, "Bourganeuf", "2 place", "23030"), numbered(2, "Ahun", "1 rue", "23001")}},
		}, nil, `
1 [] seen 2020-02-06 to 2024-08-01 missing 
2 [] seen 2024-08-01 to 2024-08-01 missing 
2020-02-06 1 is 1
2024-08-01 1 is 1
2024-08-01 2 is 2
number 0.14 same 2024-08-01 1 2020-02-06 1`},
		{"a site without a number takes that of the list that knows it, through a merger of communes", []list{
			{"2020-01-02", []network.Site{unnumbered("80-amiens", "Espace France Services d'Amiens", "2 r. Nord", "80999")}},
			{"2020-02-06", []network.Site{numbered(7, "Amiens", "2 rue Nord", "80021")}},
		}, nil, `
2020-01-02 80-amiens is 7
2020-02-06 7 is 7
7 [80-amiens] seen 2020-01-02 to 2020-02-06 missing `},
		{"two that are as like are listed, one to one", []list{
			{"2020-01-02", []network.Site{unnumbered("a", "Amiens", "", "80021"), unnumbered("b", "Amiens", "", "80021")}},
			{"2020-02-06", []network.Site{numbered(7, "Amiens", "2 rue Nord", "80021")}},
		}, nil, `
2020-01-02 a is 7
2020-01-02 b is b
2020-02-06 7 is 7
7 [a] seen 2020-01-02 to 2020-02-06 missing 
b [] seen 2020-01-02 to 2020-01-02 missing 2020-02-06
likeness 0.92 same 2020-02-06 7 2020-01-02 a
merger 0.92 different 2020-01-02 b 2020-02-06 7`},
		{"a decision settles it the other way", []list{
			{"2020-01-02", []network.Site{unnumbered("a", "Amiens", "", "80021"), unnumbered("b", "Amiens", "", "80021")}},
			{"2020-02-06", []network.Site{numbered(7, "Amiens", "2 rue Nord", "80021")}},
		}, []network.Decision{
			{AsOf: "2020-02-06", Code: "7", OtherAsOf: "2020-01-02", OtherCode: "b", Verdict: network.Same},
			{AsOf: "2020-01-02", Code: "a", OtherAsOf: "2020-02-06", OtherCode: "7", Verdict: network.Different},
		}, `
2020-01-02 a is a
2020-01-02 b is 7
2020-02-06 7 is 7
7 [b] seen 2020-01-02 to 2020-02-06 missing 
a [] seen 2020-01-02 to 2020-01-02 missing 2020-02-06
likeness 0.92 same 2020-02-06 7 2020-01-02 a: different
merger 0.92 different 2020-01-02 b 2020-02-06 7: same`},
		{"a number given anew is listed, and decided on", []list{
			{"2020-02-06", []network.Site{numbered(1, "Ahun", "1 rue", "23001")}},
			{"2024-08-01", []network.Site{numbered(1, "Cayenne", "2 place", "97302")}},
		}, []network.Decision{{AsOf: "2024-08-01", Code: "1", OtherAsOf: "2020-02-06", OtherCode: "1", Verdict: network.Different}}, `
1 [] seen 2024-08-01 to 2024-08-01 missing 
1-2 [1] seen 2020-02-06 to 2020-02-06 missing 2024-08-01
2020-02-06 1 is 1-2
2024-08-01 1 is 1
number 0.14 same 2024-08-01 1 2020-02-06 1: different`},
		{"how sites ended is decided by people alone", []list{
			{"2020-02-06", []network.Site{numbered(1, "Ahun", "", "23001"), numbered(2, "Guéret", "", "23096"), numbered(3, "Felletin", "", "23079")}},
			{"2024-08-01", []network.Site{numbered(3, "Felletin", "", "23079")}},
		}, []network.Decision{
			{AsOf: "2020-02-06", Code: "1", Verdict: network.Closed, On: "2022-06", Source: "Préfecture de la Creuse"},
			{AsOf: "2020-02-06", Code: "2", OtherAsOf: "2024-08-01", OtherCode: "3", Verdict: network.Merged},
		}, `
1 [] seen 2020-02-06 to 2020-02-06 missing 2024-08-01 closed 2022-06
2 [] seen 2020-02-06 to 2020-02-06 missing 2024-08-01 into 3
2020-02-06 1 is 1
2020-02-06 2 is 2
2020-02-06 3 is 3
2024-08-01 3 is 3
3 [] seen 2020-02-06 to 2024-08-01 missing 
decided 0.18 different 2020-02-06 2 2024-08-01 3: merged`},
		{"who is gone may have been merged into who stands beside, of whatever name and street", []list{
			{"2020-02-06", beside},
			{"2024-08-01", beside[1:]},
		}, nil, `
1 [] seen 2020-02-06 to 2020-02-06 missing 2024-08-01
2 [] seen 2020-02-06 to 2024-08-01 missing 
2020-02-06 1 is 1
2020-02-06 2 is 2
2024-08-01 2 is 2
merger 0.56 different 2020-02-06 1 2024-08-01 2 111 m`},
		{"a decision says so", []list{
			{"2020-02-06", beside},
			{"2024-08-01", beside[1:]},
		}, []network.Decision{{AsOf: "2020-02-06", Code: "1", OtherAsOf: "2024-08-01", OtherCode: "2", Verdict: network.Merged}}, `
1 [] seen 2020-02-06 to 2020-02-06 missing 2024-08-01 into 2
2 [] seen 2020-02-06 to 2024-08-01 missing 
2020-02-06 1 is 1
2020-02-06 2 is 2
2024-08-01 2 is 2
merger 0.56 different 2020-02-06 1 2024-08-01 2 111 m: merged`},
		{"a site that comes back was merged into none", []list{
			{"2020-02-06", beside},
			{"2020-10-12", beside[1:]},
			{"2024-08-01", beside},
		}, nil, `
1 [] seen 2020-02-06 to 2024-08-01 missing 
2 [] seen 2020-02-06 to 2024-08-01 missing 
2020-02-06 1 is 1
2020-02-06 2 is 2
2020-10-12 2 is 2
2024-08-01 1 is 1
2024-08-01 2 is 2`},
		{"nor is a bus into the house it starts from, or a site into one farther away or of another name and commune", []list{
			{"2020-02-06", []network.Site{
				beside[1],
				bus(placed(numbered(3, "Ahun", "1 rue Haute", "23001"), 46.0871, 2.0459)),
				placed(numbered(4, "Les Tilleuls", "2 place Basse", "23001"), 46.0885, 2.0459),
				placed(numbered(5, "Les Ormes", "2 place Basse", "23096"), 46.0871, 2.0459),
			}},
			{"2024-08-01", beside[1:]},
		}, nil, `
2 [] seen 2020-02-06 to 2024-08-01 missing 
2020-02-06 2 is 2
2020-02-06 3 is 3
2020-02-06 4 is 4
2020-02-06 5 is 5
2024-08-01 2 is 2
3 [] seen 2020-02-06 to 2020-02-06 missing 2024-08-01
4 [] seen 2020-02-06 to 2020-02-06 missing 2024-08-01
5 [] seen 2020-02-06 to 2020-02-06 missing 2024-08-01`},
		{"a person says that a number was kept", []list{
			{"2020-02-06", []network.Site{numbered(1, "Ahun", "1 rue", "23001")}},
			{"2024-08-01", []network.Site{numbered(1, "Cayenne", "2 place", "97302")}},
		}, []network.Decision{{AsOf: "2024-08-01", Code: "1", OtherAsOf: "2020-02-06", OtherCode: "1", Verdict: network.Same}}, `
1 [] seen 2020-02-06 to 2024-08-01 missing 
2020-02-06 1 is 1
2024-08-01 1 is 1
number 0.14 same 2024-08-01 1 2020-02-06 1: same`},
		{"a bus known by its base and by where it goes is the only one left", []list{
			{"2020-01-02", []network.Site{unnumbered("59-aulnoye", "Aulnoye", "", "59033"), unnumbered("59-hondschoote", "Hondschoote", "", "59309")}},
			{"2020-02-06", []network.Site{numbered(345, "Bus de l'Avesnois", "", "59350"), numbered(346, "Hondschoote", "", "59309")}},
		}, nil, `
2020-01-02 59-aulnoye is 59-aulnoye
2020-01-02 59-hondschoote is 346
2020-02-06 345 is 345
2020-02-06 346 is 346
345 [] seen 2020-02-06 to 2020-02-06 missing 
346 [59-hondschoote] seen 2020-01-02 to 2020-02-06 missing 
59-aulnoye [] seen 2020-01-02 to 2020-01-02 missing 2020-02-06
left 0.18 different 2020-02-06 345 2020-01-02 59-aulnoye`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := tell(resolve(test.lists, test.decisions...), test.lists)
			if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A decision on rows that no edition has, or that one edition shows both, is said
// not to have been followed.
func TestUnheeded(t *testing.T) {
	lists := []list{{"2020-02-06", []network.Site{numbered(1, "Ahun", "", "23001"), numbered(2, "Guéret", "", "23096")}}}
	decisions := []network.Decision{
		{AsOf: "2020-02-06", Code: "1", OtherAsOf: "2020-02-06", OtherCode: "2", Verdict: network.Same},
		{AsOf: "2020-02-07", Code: "1", OtherAsOf: "2020-02-06", OtherCode: "2", Verdict: network.Same},
		{AsOf: "2020-02-06", Code: "1", Verdict: network.Closed, On: "2020-01-15"}, // and yet it is shown
	}
	r := resolve(lists, decisions...)
	if len(r.Unheeded) != len(decisions) || len(r.Sites) != 2 || r.Sites[0].ClosedOn != "" {
		t.Errorf("unheeded %v, of %d sites", r.Unheeded, len(r.Sites))
	}
}

// A site comes back, and an edition that does not list its territory, or only
// carries an older list on, tells nothing of it.
func TestEvents(t *testing.T) {
	ahun, gueret := numbered(1, "Ahun", "", "23001"), numbered(2, "Guéret", "", "23096")
	editions := []network.Edition{
		{Number: 1, AsOf: "2020-02-06", Coverage: []network.EditionCoverage{{Territory: network.FranceRef, Until: "2020-02-06"}}},
		{Number: 2, AsOf: "2022-12-31", Coverage: []network.EditionCoverage{{Territory: "region:32", Until: "2020-01-01"}}},
		{Number: 3, AsOf: "2020-10-12", Coverage: []network.EditionCoverage{{Territory: "region:75", Until: "2020-10-12"}}},
		{Number: 4, AsOf: "2024-08-01", Coverage: []network.EditionCoverage{{Territory: network.FranceRef, Until: "2024-08-01"}}},
	}
	versions := []network.SiteVersion{{Site: ahun, Since: 1, Until: 2}, {Site: gueret, Since: 1, Until: 2}, {Site: ahun, Since: 4}}
	r := Resolve(editions, versions, nil, Geography{Regions: map[cog.DepartmentCode]cog.RegionCode{"23": "75"}})
	want := [][]Event{
		{{Edition: 1, Before: none, After: 0}, {Edition: 3, Before: 0, After: none}, {Edition: 4, Before: none, After: 2}},
		{{Edition: 1, Before: none, After: 1}, {Edition: 3, Before: 1, After: none}},
	}
	for i, s := range r.Sites {
		if diff := cmp.Diff(want[i], s.Events); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.Code, diff)
		}
	}
	for number, want := range map[int]string{1: "", 2: "", 3: "1 2020-10-12, 2 2020-10-12, ", 4: "2 2020-10-12, "} {
		got := ""
		for _, d := range r.Departed(number) {
			got += fmt.Sprintf("%s %s, ", d.Code, d.Until)
		}
		if got != want {
			t.Errorf("in edition %d these are gone: %s, want %s", number, got, want)
		}
	}
}

// drawLists draws editions of a few sites that are much alike.
func drawLists(t *rapid.T) []list {
	days := []network.Date{"2020-01-02", "2020-02-06", "2020-02-06", "2020-10-12", "2024-08-01"}
	lists := make([]list, rapid.IntRange(1, len(days)).Draw(t, "editions"))
	for i := range lists {
		lists[i].asOf = days[i]
		codes := map[string]bool{}
		for range rapid.IntRange(0, 6).Draw(t, "sites") {
			name := rapid.SampledFrom([]string{"Ahun", "Ahun nord", "La Palette", "Maison de l'Avesnois"}).Draw(t, "name")
			street := rapid.SampledFrom([]string{"", "1 rue Haute", "2 place Basse"}).Draw(t, "street")
			commune := rapid.SampledFrom([]string{"23001", "23096", "80021", "80999"}).Draw(t, "commune")
			s := unnumbered(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "slug"), name, street, commune)
			if rapid.Bool().Draw(t, "numbered") {
				s = numbered(rapid.IntRange(1, 4).Draw(t, "number"), name, street, commune)
			}
			if !codes[s.Code] {
				codes[s.Code] = true
				lists[i].sites = append(lists[i].sites, s)
			}
		}
	}
	return lists
}

// The order of import makes no difference; every row is a site, an edition shows
// none twice, and no two sites have one code.
func TestOrderOfImport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := drawLists(t)
		r := resolve(lists)
		codes := map[string]bool{}
		for _, s := range r.Sites {
			if codes[s.Code] {
				t.Fatalf("two sites have the code %s", s.Code)
			}
			codes[s.Code] = true
		}
		for i, l := range lists {
			shown := map[*Site]bool{}
			for _, s := range r.In(i + 1) {
				shown[s] = s != nil
			}
			if len(shown) != len(l.sites) || shown[nil] {
				t.Fatalf("edition %d of %d sites shows %d", i+1, len(l.sites), len(shown))
			}
		}
		shuffled := rapid.Permutation(lists).Draw(t, "order of import")
		if diff := cmp.Diff(tell(r, lists), tell(resolve(shuffled), shuffled)); diff != "" {
			t.Fatalf("(-one order +another):\n%s", diff)
		}
	})
}

// An edition imported again, of the same day or a later one, is the same sites.
func TestSameListAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLists(t)[0]
		again := l
		again.asOf = rapid.SampledFrom([]network.Date{l.asOf, "2021-01-01"}).Draw(t, "day")
		r := resolve([]list{l, again})
		if len(r.Sites) != len(l.sites) {
			t.Fatalf("%d sites became %d", len(l.sites), len(r.Sites))
		}
		first, second := r.In(1), r.In(2)
		for code, s := range first {
			if second[code] != s {
				t.Fatalf("%s is %s and then %s", code, s.Code, second[code].Code)
			}
		}
	})
}

// Whatever the scores say, two rows are one site or two as was decided.
func TestDecisionsWin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lists := drawLists(t)
		i, j := rapid.IntRange(0, len(lists)-1).Draw(t, "edition"), rapid.IntRange(0, len(lists)-1).Draw(t, "other edition")
		if lists[i].asOf == lists[j].asOf || len(lists[i].sites) == 0 || len(lists[j].sites) == 0 {
			t.Skip("no two rows of two days")
		}
		x, y := rapid.SampledFrom(lists[i].sites).Draw(t, "site"), rapid.SampledFrom(lists[j].sites).Draw(t, "other")
		d := network.Decision{AsOf: lists[i].asOf, Code: x.Code, OtherAsOf: lists[j].asOf, OtherCode: y.Code}
		d.Verdict = rapid.SampledFrom([]network.Verdict{network.Same, network.Different}).Draw(t, "verdict")
		r := resolve(lists, d)
		if len(r.Unheeded) > 0 {
			return
		}
		if one := r.In(i + 1)[x.Code] == r.In(j + 1)[y.Code]; one != (d.Verdict == network.Same) {
			t.Fatalf("%s of %s and %s of %s were decided to be %s: one site: %v", x.Code, d.AsOf, y.Code, d.OtherAsOf, d.Verdict, one)
		}
	})
}

// An edition that is withdrawn has no say of when sites are there, and its own
// rows are still told apart.
func TestWithdrawn(t *testing.T) {
	ahun, gueret := numbered(1, "Ahun", "", "23001"), numbered(2, "Guéret", "", "23096")
	cover := func(day network.Date) []network.EditionCoverage {
		return []network.EditionCoverage{{Territory: network.FranceRef, Until: day}}
	}
	editions := []network.Edition{
		{Number: 1, AsOf: "2020-02-06", Coverage: cover("2020-02-06")},
		{Number: 2, AsOf: "2020-10-12", Coverage: cover("2020-10-12"), Withdrawn: true},
		{Number: 3, AsOf: "2024-08-01", Coverage: cover("2024-08-01")},
	}
	versions := []network.SiteVersion{
		{Site: ahun, Since: 1}, {Site: gueret, Since: 1, Until: 2}, {Site: numbered(3, "Felletin", "", "23079"), Since: 2, Until: 3},
		{Site: gueret, Since: 3},
	}
	r := Resolve(editions, versions, nil, Geography{})
	for code, want := range map[string]network.Sighting{
		"1": {FirstSeenOn: "2020-02-06", LastSeenOn: "2024-08-01"},
		"3": {FirstSeenOn: "2020-10-12", LastSeenOn: "2020-10-12"},
	} {
		if got := r.In(2)[code].Sighting; got != want {
			t.Errorf("%s was seen %+v, want %+v", code, got, want)
		}
	}
	if s := r.In(3)["2"]; s != r.In(1)["2"] || s.MissingSince != "" || len(s.Events) != 2 {
		t.Errorf("the site that only the withdrawn edition lacks is %+v", s)
	}
	if gone := r.Departed(3); len(gone) != 0 {
		t.Errorf("in edition 3 %s is gone, which only a withdrawn edition showed", gone[0].Code)
	}
}
