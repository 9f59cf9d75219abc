package embedded

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/cog"
	"maillage/internal/network"
)

func edition(t testing.TB) (network.Edition, *network.Records) {
	t.Helper()
	e, r, err := Edition()
	if err != nil {
		t.Fatal(err)
	}
	return e, r
}

func TestEditionSpeaksFor(t *testing.T) {
	e, _ := edition(t)
	if e.AsOf != "2022-12-31" || e.Number != 0 || len(e.Withheld) != 0 || e.Label == "" || e.ImportedAt.IsZero() {
		t.Errorf("edition %+v", e)
	}
	want := []network.EditionCoverage{{Territory: "region:32", Until: "2020-01-01"}}
	if diff := cmp.Diff(want, e.Coverage); diff != "" {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
	for _, gap := range e.Gaps {
		if gap.Field == "" || gap.Reason == "" || len(gap.Since) != len("2020-01-01") {
			t.Errorf("gap %+v", gap)
		}
	}
	if len(e.Report.Files) != 2 || len(e.Report.Assumptions) == 0 {
		t.Errorf("report %+v", e.Report)
	}
}

func TestHowMany(t *testing.T) {
	_, r := edition(t)
	inCollectivities, former := 0, 0
	for _, c := range r.Communes {
		if c.DepartmentCode == "" {
			inCollectivities++
		}
		former += len(c.FormerCodes)
	}
	natures := map[network.EpciNature]int{}
	for _, e := range r.Epcis {
		natures[e.Nature]++
	}
	for what, n := range map[string][2]int{
		"regions":                        {len(r.Regions), 18},
		"departments":                    {len(r.Departments), 101},
		"arrondissements":                {len(r.Arrondissements), 333},
		"collectivities":                 {len(r.Collectivities), 8},
		"EPCI":                           {len(r.Epcis), 1255},
		"communautés de communes":        {natures[network.CommunauteDeCommunes], 990},
		"communautés d'agglomération":    {natures[network.CommunauteDAgglomeration], 229},
		"communautés urbaines":           {natures[network.CommunauteUrbaine], 14},
		"métropoles":                     {natures[network.Metropole], 22},
		"communes":                       {len(r.Communes), 34935 + 94},
		"communes of the collectivities": {inCollectivities, 94},
		"former codes":                   {former, 3859},
		"cantons":                        {len(r.Cantons), 0},
		"sites":                          {len(r.Sites), 31},
		"partners":                       {len(r.Partners), 12},
		"services":                       {len(r.Services), 12},
		"targets":                        {len(r.Targets), 6},
		"counts":                         {len(r.Counts), (1 + 18) * 36},
	} {
		if n[0] != n[1] {
			t.Errorf("%d %s, want %d", n[0], what, n[1])
		}
	}
}

// Every code has the form of its kind, and every place that a record names is
// there.
func TestCodesAndReferences(t *testing.T) {
	_, r := edition(t)
	communes := index(t, "communes", r.Communes, func(c network.Commune) cog.CommuneCode { return c.Code }, cog.ParseCommune)
	departments := index(t, "departments", r.Departments, func(d network.Department) cog.DepartmentCode { return d.Code }, cog.ParseDepartment)
	regions := index(t, "regions", r.Regions, func(r network.Region) cog.RegionCode { return r.Code }, cog.ParseRegion)
	epcis := index(t, "EPCI", r.Epcis, func(e network.Epci) cog.EpciCode { return e.Code }, cog.ParseEpci)
	arrondissements := index(t, "arrondissements", r.Arrondissements, func(a network.Arrondissement) string { return a.Code }, nil)
	collectivities := index(t, "collectivities", r.Collectivities, func(c network.Collectivity) string { return c.Code }, nil)
	partners := index(t, "partners", r.Partners, func(p network.Partner) string { return p.Code }, nil)
	sources := index(t, "sources", r.Sources, func(s network.Source) string { return s.Code }, nil)
	index(t, "services", r.Services, func(s network.Service) string { return s.Code }, nil)
	index(t, "targets", r.Targets, func(t network.Target) string { return t.Code }, nil)
	index(t, "sites", r.Sites, func(s network.Site) string { return s.Code }, nil)
	index(t, "counts", r.Counts, func(c network.ReportedCount) string { return string(c.Territory) + "@" + string(c.Date) }, nil)

	for code := range collectivities {
		named(t, cog.IsCollectivity(code), "collectivity", code)
	}
	for _, region := range r.Regions {
		named(t, communes[region.SeatCode], "seat of region", region.Code)
	}
	for _, d := range r.Departments {
		named(t, regions[d.RegionCode], "region of department", d.Code)
		named(t, communes[d.SeatCode], "seat of department", d.Code)
	}
	for _, a := range r.Arrondissements {
		named(t, departments[a.DepartmentCode], "department of arrondissement", a.Code)
		named(t, communes[a.SeatCode] && a.SeatCode.Department() == a.DepartmentCode, "seat of arrondissement", a.Code)
		named(t, a.Name != "" && strings.HasPrefix(a.Code, string(a.DepartmentCode)), "code and name of arrondissement", a.Code)
	}
	for _, c := range r.Communes {
		named(t, c.Arrondissement == "" || arrondissements[c.Arrondissement], "arrondissement of commune", c.Code)
		named(t, departments[c.DepartmentCode] || collectivities[c.Code.Collectivity()], "department of commune", c.Code)
		named(t, c.EpciCode == "" || epcis[c.EpciCode], "EPCI of commune", c.Code)
		named(t, slices.IsSorted(c.PostalCodes), "order of postal codes of", c.Code)
		for _, old := range c.FormerCodes {
			_, err := cog.ParseCommune(string(old))
			named(t, err == nil && !communes[old], "former code of commune", c.Code)
		}
	}
	for _, p := range r.Partners {
		named(t, sources[p.SourceCode], "source of partner", p.Code)
	}
	for _, s := range r.Services {
		named(t, partners[s.PartnerCode], "partner of service", s.Code)
	}
	for _, target := range r.Targets {
		named(t, sources[target.SourceCode], "source of target", target.Code)
	}
	for _, c := range r.Counts {
		code, isRegion := strings.CutPrefix(string(c.Territory), "region:")
		named(t, c.Territory == network.FranceRef || isRegion && regions[cog.RegionCode(code)], "territory of count", c.Territory)
		named(t, sources[c.SourceCode], "source of count of", c.Territory)
	}
	for _, s := range r.Sites {
		named(t, departments[s.DepartmentCode], "department of site", s.Code)
		for _, code := range append(s.ServesCodes, s.CommuneCode) {
			named(t, communes[code] || code == "" && s.Itinerant(), "commune of site", s.Code)
		}
	}
}

func named[C ~string](t *testing.T, ok bool, what string, code C) {
	t.Helper()
	if !ok {
		t.Errorf("wrong %s %s", what, code)
	}
}

// index returns the codes of a list, which must be in order, each once, and of
// their form.
func index[T any, C ~string](t *testing.T, name string, records []T, code func(T) C, parse func(string) (C, error)) map[C]bool {
	t.Helper()
	codes := map[C]bool{}
	last := C("")
	for _, r := range records {
		c := code(r)
		if c <= last {
			t.Errorf("%s: %q comes after %q", name, c, last)
		}
		if parse != nil {
			if _, err := parse(string(c)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		last, codes[c] = c, true
	}
	return codes
}

// The four island communes and those of the collectivities are in no EPCI, and
// the six uninhabited places have no population.
func TestCommunes(t *testing.T) {
	_, r := edition(t)
	by := map[cog.CommuneCode]network.Commune{}
	alone, uninhabited, total := 0, 0, 0
	for _, c := range r.Communes {
		by[c.Code] = c
		if c.EpciCode == "" && c.DepartmentCode != "" {
			alone++
		}
		switch {
		case c.Population == nil:
			uninhabited++
			if c.PopulationYear != 0 {
				t.Errorf("%s: a year without a population", c.Code)
			}
		case c.DepartmentCode != "":
			total += *c.Population
		}
	}
	if alone != 4 || uninhabited != 6 {
		t.Errorf("%d communes without EPCI, want 4; %d without population, want 6", alone, uninhabited)
	}
	if total < 68_000_000 || total > 68_020_000 {
		t.Errorf("the departments count %d people, want 68.01 million", total)
	}
	population := 134_780
	want := network.Commune{Code: "80021", Name: "Amiens", DepartmentCode: "80", Arrondissement: "802", EpciCode: "248000531",
		PostalCodes: []string{"80000", "80080", "80090"}, Population: &population, PopulationYear: 2022,
		Position: &network.Position{Latitude: 49.9, Longitude: 2.3, Precision: network.PositionSettlement}}
	if diff := cmp.Diff(want, by["80021"]); diff != "" {
		t.Errorf("Amiens (-want +got):\n%s", diff)
	}
	if n := len(by["75056"].FormerCodes); n != 20 {
		t.Errorf("Paris has %d arrondissements, want 20", n)
	}
	for code, year := range map[cog.CommuneCode]int{"97611": 2017, "97801": 2022, "98818": 0} {
		if got := by[code].PopulationYear; got != year {
			t.Errorf("the population of %s is of %d, want %d", code, got, year)
		}
	}
	if got := by["55386"].FormerCodes; !slices.Contains(got, "55273") {
		t.Errorf("former codes of 55386: %v, want 55273, associated with it", got)
	}
}

func TestSites(t *testing.T) {
	_, r := edition(t)
	departments := map[cog.DepartmentCode]int{}
	var got []string
	for _, s := range r.Sites {
		departments[s.DepartmentCode]++
		if s.Kind != network.Principal || s.LabelledOn != "2020-01-01" || s.PublishedPlace == "" || s.OfficialNumber != nil {
			t.Errorf("site %+v", s)
		}
		at := string(s.CommuneCode)
		if s.Format == network.Itinerant {
			at = "itinerant"
			for _, code := range s.ServesCodes {
				at += " " + string(code)
			}
		}
		got = append(got, s.Code+" "+at)
	}
	if diff := cmp.Diff(map[cog.DepartmentCode]int{"02": 4, "59": 9, "60": 6, "62": 8, "80": 4}, departments); diff != "" {
		t.Errorf("sites by department (-want +got):\n%s", diff)
	}
	want := []string{
		"02-cc-thierache-sambre-et-oise 02361", "02-ribemont 02648", "02-saint-erme-outre-et-ramecourt 02676", "02-vailly-sur-aisne 02758",
		"59-anor 59012", "59-aulnoye-aymeries 59033", "59-bourbourg 59094", "59-bruay-sur-l-escaut 59112", "59-hondschoote 59309",
		"59-le-cateau-cambresis 59136", "59-pecquencourt 59456", "59-raimbeaucourt 59489", "59-solesmes 59571",
		"60-betz 60069", "60-crevecoeur-le-grand 60178", "60-grandvilliers 60286", "60-le-coudray-saint-germer 60164",
		"60-ressons-sur-matz 60533", "60-saint-just-en-chaussee 60581",
		"62-bethune-et-aire-sur-la-lys itinerant 62119 62014", "62-desvres 62268", "62-guines 62397", "62-lens 62498", "62-libercourt 62907",
		"62-lumbres 62534", "62-therouanne 62811", "62-therouanne-2 62811",
		"80-abbeville 80001", "80-amiens 80021", "80-amiens-2 80021", "80-ham 80410",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sites (-want +got):\n%s", diff)
	}
}

func TestDeterministic(t *testing.T) {
	e1, r1 := edition(t)
	e2, r2 := edition(t)
	if diff := cmp.Diff(e1, e2); diff != "" {
		t.Errorf("two editions:\n%s", diff)
	}
	if diff := cmp.Diff(r1, r2); diff != "" {
		t.Errorf("two sets of records:\n%s", diff)
	}
	r1.Communes[0].Name = "changed"
	if _, r3 := edition(t); r3.Communes[0].Name == "changed" {
		t.Error("the records of one caller are another's")
	}
}

func BenchmarkEdition(b *testing.B) {
	for b.Loop() {
		edition(b)
	}
}
