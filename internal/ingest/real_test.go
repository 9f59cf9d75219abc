package ingest_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/cog"
	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
)

// The real files, by what they bring.
var (
	realSites     = []string{"data/sites/liste-fs-20240801.csv"}
	realGeography = []string{
		"data/geography/v_commune_2024.csv", "data/geography/geo-api-communes.json",
		"data/geography/cantons-2018.csv", "data/geography/communes-centroids-2018.csv",
	}
	realFigures = []string{
		"data/progress/barometre-fs-detail-national.csv", "data/progress/barometre-fs-synthese-national.csv",
		"data/progress/barometre-fs-detail-regional.csv", "data/progress/barometre-fs-synthese-regional.csv",
		"data/progress/barometre-fs-detail-departemental.csv", "data/progress/barometre-fs-synthese-departemental.csv",
	}
	realRelease = []string{"seed/communique-2019-11-25.txt"}
)

// realFiles is the folder that holds the real files' folders data and seed.
func realFiles(t testing.TB) fs.FS {
	t.Helper()
	data := os.Getenv("MAILLAGE_TEST_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	if _, err := os.Stat(data); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("the official files must be there: ", err)
		}
		t.Skip("the official files are not there (set MAILLAGE_TEST_DATA to their folder): ", err)
	}
	return os.DirFS(filepath.Dir(data))
}

// base is the embedded edition, new for each caller.
func base(t testing.TB) (network.Edition, *network.Records) {
	t.Helper()
	edition, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	return edition, records
}

func build(t testing.TB, fsys fs.FS, names []string, records *network.Records, edition network.Edition) *ingest.Import {
	t.Helper()
	made, err := ingest.Build(context.Background(), fsys, names, records, edition, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func hashOf(t testing.TB, r *network.Records) string {
	t.Helper()
	hash, err := r.Sha256()
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// whole imports all official files on the embedded edition, once.
var whole = sync.OnceValues(func() (*ingest.Import, error) {
	edition, records, err := embedded.Edition()
	if err != nil {
		return nil, err
	}
	data := os.Getenv("MAILLAGE_TEST_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	names := slices.Concat(realSites, realFigures, realGeography)
	return ingest.Build(context.Background(), os.DirFS(filepath.Dir(data)), names, records, edition, ingest.Options{})
})

func wholeImport(t testing.TB) *ingest.Import {
	t.Helper()
	realFiles(t)
	made, err := whole()
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestOfficialList(t *testing.T) {
	made := wholeImport(t)
	sites := made.Records.Sites
	tally := map[string]int{}
	for i := range sites {
		s := &sites[i]
		tally[string(s.Kind)]++
		tally[string(s.Format)]++
		if s.ByAppointment != nil && *s.ByAppointment {
			tally["by appointment"]++
		}
		if s.Position != nil {
			tally["position"]++
		}
		if _, ok := s.PublishedCommuneCode.Parent(); ok {
			tally["arrondissement"]++
		}
		if s.Kind == network.Principal {
			for _, day := range []network.Date{"2020-01-31", "2021-12-31", "2022-01-31", "2022-12-31"} {
				if s.LabelledOn.First() <= day {
					tally["by "+string(day)]++
				}
			}
		}
	}
	want := map[string]int{
		"PRINCIPAL": 2721, "ANTENNA": 124,
		"FIXED": 2400, "MULTISITE": 174, "BUS": 134, "FIXED_ANTENNA": 108, "ITINERANT": 29,
		"by appointment": 992, "position": 2845, "arrondissement": 29,
		"by 2020-01-31": 459, "by 2021-12-31": 1748, "by 2022-01-31": 2057, "by 2022-12-31": 2538,
	}
	if diff := cmp.Diff(want, tally); diff != "" {
		t.Errorf("sites (-want +got):\n%s", diff)
	}
	edition := made.Edition
	if edition.Label != "Liste officielle du 1er août 2024" || edition.AsOf != "2024-08-01" || edition.Number != 0 {
		t.Errorf("edition %d, %q, as of %s", edition.Number, edition.Label, edition.AsOf)
	}
	if diff := cmp.Diff([]network.EditionCoverage{{Territory: "france", Until: "2024-08-01"}}, edition.Coverage); diff != "" {
		t.Errorf("coverage: %s", diff)
	}
}

// Sites whose code, department or place is not what one would expect.
func TestOddSites(t *testing.T) {
	made := wholeImport(t)
	byCode := map[string]network.Site{}
	for _, s := range made.Records.Sites {
		byCode[s.Code] = s
	}
	type where struct {
		Commune, Published cog.CommuneCode
		Department         cog.DepartmentCode
		Collectivity       string
	}
	for code, want := range map[string]where{
		"1684": {"97801", "97801", "", "978"}, // Saint-Martin is no department
		"1685": {"97801", "97801", "", "978"}, //
		"1820": {"76540", "76540", "27", ""},  // a bus based beyond its department's border
		"3":    {"02361", "02361", "02", ""},  // the site of the first edition's EPCI
		"2":    {"01388", "01388", "01", ""},  //
		"2919": {"93001", "93001", "93", ""},  // a name followed by a no-break space
	} {
		s, ok := byCode[code]
		if got := (where{s.CommuneCode, s.PublishedCommuneCode, s.DepartmentCode, s.CollectivityCode}); !ok || got != want {
			t.Errorf("site %s: %+v, want %+v", code, got, want)
		}
		if strings.TrimSpace(s.Name) != s.Name {
			t.Errorf("site %s: name %q", code, s.Name)
		}
	}
}

func TestGeography(t *testing.T) {
	made := wholeImport(t)
	tally := map[string]int{}
	formers := map[cog.CommuneCode]cog.CommuneCode{}
	current := map[cog.CommuneCode]bool{}
	for _, c := range made.Records.Communes {
		current[c.Code] = true
	}
	for _, c := range made.Records.Communes {
		where := "commune"
		if c.Code.Collectivity() != "" {
			where = "of a collectivity"
		}
		tally[where]++
		if c.Position != nil && c.Position.Precision == network.PositionCentre {
			tally["centre"]++
		}
		if c.SurfaceKm2 != nil {
			tally["surface"]++
		}
		if c.CantonCode == "" && where == "commune" {
			tally["no canton"]++
		}
		if c.EpciCode == "" && where == "commune" {
			tally["no EPCI"]++
		}
		for _, former := range c.FormerCodes {
			if current[former] || formers[former] != "" {
				t.Errorf("%s is a former code of %s, and more", former, c.Code)
			}
			formers[former] = c.Code
		}
	}
	want := map[string]int{
		"commune": 34935, "of a collectivity": 94, "centre": 34932, "surface": 34932, "no canton": 56, "no EPCI": 4,
	}
	if diff := cmp.Diff(want, tally); diff != "" {
		t.Errorf("communes (-want +got):\n%s", diff)
	}
	for former, want := range map[cog.CommuneCode]cog.CommuneCode{"75118": "75056", "69389": "69123", "01091": "01033"} {
		if formers[former] != want {
			t.Errorf("%s leads to %q, want %s", former, formers[former], want)
		}
	}
}

func TestCantons(t *testing.T) {
	made := wholeImport(t)
	byCode := map[cog.CantonCode]network.Canton{}
	inUse := map[cog.CantonCode]bool{}
	for _, c := range made.Records.Communes {
		inUse[c.CantonCode] = true
	}
	delete(inUse, "")
	tally := map[string]int{"in use": len(inUse)}
	for _, c := range made.Records.Cantons {
		byCode[c.Code] = c
		switch {
		case c.Pseudo:
			tally["pseudo"]++
		case inUse[c.Code]:
			tally["true, with a whole commune"]++
		default:
			tally["true, by name only"]++
		}
		if c.Name == "" || strings.HasPrefix(c.Name, "Canton ") {
			t.Errorf("canton %s has no name", c.Code)
		}
	}
	want := map[string]int{"in use": 2042, "pseudo": 239, "true, with a whole commune": 1803, "true, by name only": 251}
	if diff := cmp.Diff(want, tally); diff != "" {
		t.Errorf("cantons (-want +got):\n%s", diff)
	}
	for code, want := range map[cog.CantonCode]network.Canton{
		"0101":  {Code: "0101", Name: "Ambérieu-en-Bugey"},
		"97611": {Code: "97611", Name: "Pamandzi"},
		"8099":  {Code: "8099", Name: "Amiens", Pseudo: true},
		"7599":  {Code: "7599", Name: "Paris", Pseudo: true},
		"6999":  {Code: "6999", Name: "Métropole de Lyon", Pseudo: true},
	} {
		if byCode[code] != want {
			t.Errorf("canton %s: %+v, want %+v", code, byCode[code], want)
		}
	}
}

func TestBarometer(t *testing.T) {
	made := wholeImport(t)
	counts := map[network.TerritoryRef]map[network.Date]int{}
	for _, c := range made.Records.Counts {
		if counts[c.Territory] == nil {
			counts[c.Territory] = map[network.Date]int{}
		}
		counts[c.Territory][c.Date] = c.Labelled
	}
	for date, want := range map[network.Date]int{
		"2020-01-31": 460, "2020-02-29": 534, "2020-09-30": 856, "2021-01-31": 1123, "2021-12-31": 1745, "2022-01-31": 2055, "2022-12-31": 2538,
	} {
		if got := counts["france"][date]; got != want {
			t.Errorf("France on %s: %d, want %d", date, got, want)
		}
	}
	if got := counts["region:32"]["2020-01-31"]; got != 31 {
		t.Errorf("Hauts-de-France on 2020-01-31: %d, want 31", got)
	}
	if got := len(counts); got != 1+18+101 {
		t.Errorf("counts of %d territories, want 120", got)
	}
	sum := map[string]int{}
	for _, target := range made.Records.Targets {
		if kind, _, ok := strings.Cut(string(target.Territory), ":"); ok {
			sum[kind] += target.Sites
		} else if target.Sites == 2543 {
			sum["france"]++
		}
	}
	if diff := cmp.Diff(map[string]int{"region": 2525, "department": 2545, "france": 1}, sum); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
}

// What is personal is withheld and counted; the lines of buses and rounds stay.
func TestWithheldOfTheOfficialList(t *testing.T) {
	made := wholeImport(t)
	withheld := map[string]int{}
	for _, w := range made.Edition.Withheld {
		withheld[w.Field] = w.Count
	}
	// 238 mobile numbers, less those of 77 buses and 16 rounds.
	if got := withheld["Contact.phone"]; got != 238-77-16 {
		t.Errorf("%d telephone numbers withheld, want 145", got)
	}
	// Read by eye, row by row: these are persons' but one.
	if got := withheld["Contact.email"]; got != 102 {
		t.Errorf("%d mail addresses withheld, want 102", got)
	}
	mobiles := 0
	for _, s := range made.Records.Sites {
		phone := string(s.Contact.Phone)
		if strings.HasPrefix(phone, "06") || strings.HasPrefix(phone, "07") {
			mobiles++
			if !s.Itinerant() {
				t.Errorf("site %s, %s, publishes a mobile number", s.Code, s.Format)
			}
		}
	}
	if mobiles != 77+16 {
		t.Errorf("%d mobile numbers published, want 93", mobiles)
	}
}

func TestReportOfTheOfficialFiles(t *testing.T) {
	made := wholeImport(t)
	got := map[string][3]int{}
	for _, f := range made.Edition.Report.Files {
		got[f.File] = [3]int{f.Rows, f.Kept, f.Refused}
		if len(f.Sha256) != 64 {
			t.Errorf("%s: hash %q", f.File, f.Sha256)
		}
	}
	want := map[string][3]int{
		"v_commune_2024.csv": {37544, 37544, 0}, "geo-api-communes.json": {35029, 35029, 0}, "cantons-2018.csv": {2054, 2054, 0},
		"communes-centroids-2018.csv":             {35357, 34932, 425}, // of communes merged since
		"barometre-fs-detail-national.csv":        {36, 36, 0},
		"barometre-fs-detail-regional.csv":        {648, 648, 0},
		"barometre-fs-detail-departemental.csv":   {3636, 3636, 0},
		"barometre-fs-synthese-national.csv":      {2, 1, 1}, // says everything twice
		"barometre-fs-synthese-regional.csv":      {18, 18, 0},
		"barometre-fs-synthese-departemental.csv": {101, 101, 0},
		"liste-fs-20240801.csv":                   {2845, 2845, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files, rows kept refused (-want +got):\n%s", diff)
	}
	for _, source := range made.Records.Sources {
		switch source.Code {
		case "anct-sites":
			if source.PublishedOn != "2024-08-01" || len(source.Sha256) != 64 || source.Licence.Name != "Licence Ouverte 2.0" {
				t.Errorf("source %+v", source)
			}
		case "insee-cog":
			if source.PublishedOn != "2024" || len(source.Sha256) != 64 {
				t.Errorf("source %+v", source)
			}
		case "barometre": // of six files, whose hashes are in the report
			if source.Sha256 != "" {
				t.Errorf("source %+v", source)
			}
		}
	}
	if got := len(made.Edition.Report.Refusals); got != 101 {
		t.Errorf("%d refusals listed, want 100 of the centroids and 1", got)
	}
	for _, gap := range made.Edition.Gaps {
		if gap.Field == "Site.openingHours" || gap.Field == "Network.cantons" || gap.Field == "Progress.reported" {
			t.Errorf("%s is said to be missing still", gap.Field)
		}
	}
}

// Every code that a record names is a record's.
func TestReferencesExist(t *testing.T) {
	made := wholeImport(t)
	assertReferences(t, made.Records)
	// Those of communes are of the files, their records of the edition before.
	known := map[string]bool{"": true}
	for _, a := range made.Records.Arrondissements {
		known[a.Code] = true
	}
	for _, c := range made.Records.Communes {
		if !known[c.Arrondissement] {
			t.Errorf("%s names arrondissement %s, which is no record", c.Code, c.Arrondissement)
		}
	}
	if len(known) != 1+333 {
		t.Errorf("%d arrondissements", len(known)-1)
	}
}

func assertReferences(t *testing.T, r *network.Records) {
	t.Helper()
	have := map[string]bool{":": true, "commune:": true, "canton:": true, "epci:": true, "department:": true, "collectivity:": true}
	for _, x := range r.Departments {
		have["department:"+string(x.Code)] = true
	}
	for _, x := range r.Collectivities {
		have["collectivity:"+x.Code] = true
	}
	for _, x := range r.Epcis {
		have["epci:"+string(x.Code)] = true
	}
	for _, x := range r.Cantons {
		have["canton:"+string(x.Code)] = true
	}
	for _, x := range r.Communes {
		have["commune:"+string(x.Code)] = true
	}
	for _, x := range r.Sources {
		have["source:"+x.Code] = true
	}
	need := func(from, ref string) {
		if !have[ref] {
			t.Errorf("%s names %s, which is no record", from, ref)
		}
	}
	for _, x := range r.Sites {
		have["site:"+x.Code] = true
	}
	for _, x := range r.TravelTimes {
		need("a travel time", "commune:"+string(x.CommuneCode))
		need("a travel time", "site:"+x.SiteCode)
		need("a travel time", "source:"+x.SourceCode)
	}
	for _, x := range r.Shares {
		need(x.Code, "source:"+x.SourceCode)
	}
	for _, c := range r.Communes {
		need(string(c.Code), "department:"+string(c.DepartmentCode))
		need(string(c.Code), "canton:"+string(c.CantonCode))
		need(string(c.Code), "epci:"+string(c.EpciCode))
	}
	for _, s := range r.Sites {
		need(s.Code, "commune:"+string(s.CommuneCode))
		need(s.Code, "department:"+string(s.DepartmentCode))
		need(s.Code, "collectivity:"+s.CollectivityCode)
		for _, code := range s.ServesCodes {
			need(s.Code, "commune:"+string(code))
		}
	}
	for _, x := range r.Counts {
		need(string(x.Territory), "source:"+x.SourceCode)
	}
	for _, x := range r.Targets {
		need(x.Code, "source:"+x.SourceCode)
	}
}

// The same files on the edition they made change nothing, in any order.
func TestImportTwice(t *testing.T) {
	fsys := realFiles(t)
	first := wholeImport(t)
	names := slices.Concat(realGeography, realSites, realFigures)
	slices.Reverse(names)
	second := build(t, fsys, names, first.Records, first.Edition)
	if hashOf(t, first.Records) != hashOf(t, second.Records) {
		t.Error("the second import of the same files makes other records")
	}
	if diff := cmp.Diff(first.Edition.Gaps, second.Edition.Gaps); diff != "" {
		t.Errorf("gaps (-first +second):\n%s", diff)
	}
}

// What no file brings is carried over.
func TestPartialImports(t *testing.T) {
	fsys := realFiles(t)
	edition, records := base(t)
	before := hashOf(t, records)
	for _, test := range []struct {
		name  string
		files []string
		same  func(a, b *network.Records) any // what must stay as it was
		asOf  network.Date
		sites int
	}{
		{"the list alone", realSites, func(a, b *network.Records) any { return cmp.Diff(a.Communes, b.Communes) }, "2024-08-01", 2845},
		{"figures alone", realFigures, func(a, b *network.Records) any { return cmp.Diff(a.Communes, b.Communes) + cmp.Diff(a.Sites, b.Sites) }, "2022-12-31", 31},
		{"geography alone", realGeography, func(a, b *network.Records) any { return cmp.Diff(a.Sites, b.Sites) + cmp.Diff(a.Counts, b.Counts) }, "2022-12-31", 31},
		{"the API without Insee's file", realGeography[1:2], func(a, b *network.Records) any { return cmp.Diff(a.Cantons, b.Cantons) }, "2022-12-31", 31},
		{"the press release", realRelease, func(a, b *network.Records) any { return cmp.Diff(a.Sites, b.Sites) }, "2020-01-01", 31},
	} {
		t.Run(test.name, func(t *testing.T) {
			made := build(t, fsys, test.files, records, edition)
			if diff := test.same(records, made.Records); diff != "" {
				t.Errorf("changed (-before +after):\n%s", diff)
			}
			if made.Edition.AsOf != test.asOf || len(made.Records.Sites) != test.sites {
				t.Errorf("as of %s with %d sites, want %s with %d", made.Edition.AsOf, len(made.Records.Sites), test.asOf, test.sites)
			}
			if n := len(made.Records.Communes); n != 34935+94 {
				t.Errorf("%d communes", n)
			}
			for _, f := range made.Edition.Report.Files {
				if f.RefusedValues > 0 {
					t.Errorf("values refused: %+v", made.Edition.Report.Refusals)
				}
			}
			assertReferences(t, made.Records)
		})
	}
	if hashOf(t, records) != before {
		t.Error("an import changed the base")
	}
}

func BenchmarkBuildWholeCountry(b *testing.B) {
	fsys := realFiles(b)
	edition, records := base(b)
	names := slices.Concat(realSites, realFigures, realGeography)
	b.ReportAllocs()
	for b.Loop() {
		build(b, fsys, names, records, edition)
	}
}

// What the files leave open is said in the edition's gaps, each field once.
func TestGaps(t *testing.T) {
	made := wholeImport(t)
	reasons := map[string]string{}
	for _, gap := range made.Edition.Gaps {
		if gap.Since == "" || gap.Reason == "" || reasons[gap.Field] != "" {
			t.Errorf("gap %+v", gap)
		}
		reasons[gap.Field] = gap.Reason
	}
	for field, want := range map[string]string{
		"Site.agents": "agents", "Commune.canton": "Martinique", "Commune.position": " 97 communes", "Commune.surfaceKm2": " 97 communes", "Progress.antennas": "antenna",
	} {
		if !strings.Contains(reasons[field], want) {
			t.Errorf("%s: %q, want one that speaks of %q", field, reasons[field], want)
		}
	}
}
