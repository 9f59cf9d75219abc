package ingest_test

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"maillage/internal/cog"
	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
)

// geography is the whole country's, as embedded.
var geography = sync.OnceValues(func() (*network.Records, error) {
	_, records, err := embedded.Edition()
	return records, err
})

func matcher(t testing.TB) (*ingest.Matcher, *network.Records) {
	t.Helper()
	g, err := geography()
	if err != nil {
		t.Fatal(err)
	}
	return ingest.NewMatcher(g.Communes, g.Departments, g.Epcis), g
}

func TestMatch(t *testing.T) {
	m, _ := matcher(t)
	for _, test := range []struct {
		place, department string
		communes          string // "" if not found
		epci              cog.EpciCode
	}{
		{place: "Ribemont", department: "Aisne", communes: "02648"},
		{place: "ribemont", department: "02", communes: "02648"},
		{place: "Saint Erme Outre et Ramecourt", department: "Aisne", communes: "02676"},
		{place: "ST-ERME-OUTRE-ET-RAMECOURT", department: "AISNE", communes: "02676"},
		{place: "Aulnoyes-Aymeries", department: "Nord", communes: "59033"},
		{place: "Aulnoyes-Aymeries", communes: "59033"},
		{place: "Crevecoeur-le-Grand", department: "Oise", communes: "60178"},
		{place: "Le Coudray Saint-Germer", department: "Oise", communes: "60164"},
		{place: "Coudray-St-Germer", department: "Oise", communes: "60164"},
		{place: "Saint-Just en Chaussée", department: "Oise", communes: "60581"},
		{place: "Guines", department: "Pas-de-Calais", communes: "62397"},
		{place: "Bruay-sur-l’Escaut", department: "Nord", communes: "59112"},
		{place: "AMIENS CEDEX 1", department: "Somme", communes: "80021"},
		{place: "Amiens (Somme)", communes: "80021"},
		{place: "Château-Chinon (Campagne)", department: "Nièvre", communes: "58063"},
		{place: "Château-Chinon", department: "Nièvre"}, // two
		{place: "L’Hay les Roses", communes: "94038"},
		{place: "Paris 18e Arrondissement", department: "75", communes: "75056"},
		{place: "Neuilly s/ Seine", department: "Hauts-de-Seine", communes: "92051"},
		{place: "Aire s/la Lys", department: "Pas de Calais", communes: "62014"},
		{place: "Saint-Denis", department: "La Réunion", communes: "97411"},
		{place: "Saint-Martin", department: "978", communes: "97801"},
		{place: "Cree\u0300vec\u0153ur-le-Grand", department: "Oise", communes: "60178"},

		{place: "Service itinérant entre Béthune et Aire-sur-la-Lys", department: "Pas-de-Calais", communes: "62119 62014"},
		{place: "Bus entre Saint-Erme-Outre-et-Ramecourt et Ribemont", department: "Aisne", communes: "02676 02648"},
		{place: "entre Nulle-Part et Béthune", department: "Pas-de-Calais"},

		{place: "Communauté de communes De la Thiérache Sambre et Oise", department: "Aisne", epci: "200071983"},
		{place: "CC de la Thiérache du Centre", department: "Aisne", epci: "240200444"},
		{place: "Métropole de Lyon", epci: "200046977"},
		{place: "la communauté d'agglomération du Libournais", department: "Gironde", epci: "200070092"},
		{place: "Communauté de communes de Nulle Part", department: "Aisne"},

		{place: "Saint-Denis"},               // several
		{place: "Sainte-Marie"},              // several
		{place: "Lens", department: "Somme"}, // elsewhere
		{place: "Nulle-Part", department: "Aisne"},
		{place: ""}, {place: "…", department: "Aisne"}, {place: "80000"},
		{place: "entre Béthune et Lens" + strings.Repeat(" et Lens", 1e6)},
	} {
		got := m.Match(test.place, test.department)
		var communes []string
		for _, code := range got.Communes {
			communes = append(communes, string(code))
		}
		if strings.Join(communes, " ") != test.communes || got.Epci != test.epci {
			t.Errorf("Match(%.80q, %q) = %v %q, want %q %q (score %.2f, candidates %q)",
				test.place, test.department, communes, got.Epci, test.communes, test.epci, got.Score, got.Candidates)
		}
	}
}

// What is not found is helped by candidates, the likeliest first.
func TestCandidates(t *testing.T) {
	m, _ := matcher(t)
	for _, test := range []struct{ place, department, first string }{
		{"Aulnoyes-Aymeries", "Nord", "59033 Aulnoye-Aymeries"},
		{"Amein", "Somme", "80021 Amiens"},
		{"Coudray", "Oise", "60164 Le Coudray-Saint-Germer"},
		{"CC Thierache du Nord", "Aisne", "240200444 CC de la Thiérache du Centre"},
	} {
		got := m.Match(test.place, test.department).Candidates
		if len(got) > 5 || !slices.Contains(got, test.first) {
			t.Errorf("candidates of %q: %q, want %q among 5", test.place, got, test.first)
		}
	}
	if got := m.Match("Saint-Denis", ""); got.Found() || len(got.Candidates) != 5 || !strings.HasSuffix(got.Candidates[0], " Saint-Denis") {
		t.Errorf("an ambiguous place: %+v", got)
	}
}

// Every commune is found by its own name in its department, and however it is
// written.
func TestEveryCommuneIsFound(t *testing.T) {
	m, g := matcher(t)
	saint := regexp.MustCompile(`\bSaint(e?s?)\b`)
	for _, c := range g.Communes {
		in := string(c.DepartmentCode)
		if in == "" {
			in = c.Code.Collectivity()
		}
		for _, written := range []string{c.Name, strings.ToUpper(strings.NewReplacer("-", " ", "'", " ").Replace(saint.ReplaceAllString(c.Name, "St$1")))} {
			if got := m.Match(written, in); len(got.Communes) != 1 || got.Communes[0] != c.Code || got.Score != 1 {
				t.Errorf("Match(%q, %q) = %+v, want %s", written, in, got, c.Code)
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	m, g := matcher(f)
	known := map[cog.CommuneCode]bool{}
	for _, c := range g.Communes {
		known[c.Code] = true
	}
	f.Add("Service entre Béthune et Aire-sur-la-Lys", "Pas-de-Calais")
	f.Add("CC de la Thiérache", "02")
	f.Add("s/s// et entre et et", "")
	f.Fuzz(func(t *testing.T, place, department string) {
		if len(place) > 200 {
			return
		}
		got := m.Match(place, department)
		if got.Score < 0 || got.Score > 1 || len(got.Candidates) > 5 || len(got.Communes) > 2 || got.Found() && len(got.Candidates) == 0 {
			t.Errorf("Match(%q, %q) = %+v", place, department, got)
		}
		for _, code := range got.Communes {
			if !known[code] {
				t.Errorf("Match(%q, %q) finds %s, which is no commune", place, department, code)
			}
		}
		if key := ingest.PlaceKey(place); ingest.PlaceKey(key) != key {
			t.Errorf("PlaceKey(%q) = %q, whose key is %q", place, key, ingest.PlaceKey(key))
		}
	})
}

func BenchmarkNewMatcher(b *testing.B) {
	_, g := matcher(b)
	for b.Loop() {
		ingest.NewMatcher(g.Communes, g.Departments, g.Epcis)
	}
}

func BenchmarkMatchWithSlip(b *testing.B) {
	m, _ := matcher(b)
	for b.Loop() {
		m.Match("Aulnoyes-Aymeries", "")
	}
}
