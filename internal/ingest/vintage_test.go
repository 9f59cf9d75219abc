package ingest_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

// A vintage is one of the official lists of sites.
type vintage struct {
	file              string
	asOf              network.Date
	rows, sites       int
	principal, moving int
	labels            map[network.PartialDate]int // of principal sites
	covers            bool                        // the country
	numbered          bool
	withoutCommune    int
	positions         int
}

var olderVintages = []vintage{
	{
		file: "data/sites/2020-01-02-france-services.csv", asOf: "2020-01-02", rows: 456, sites: 446, principal: 446, moving: 18,
		labels: map[network.PartialDate]int{"2020-01": 446}, positions: 438,
	},
	{
		file: "data/sites/france-services-460-janvier-2020.csv", asOf: "2020-01-31", rows: 460, sites: 460, principal: 460, moving: 16,
		labels: map[network.PartialDate]int{"2020-01": 460}, covers: true, numbered: true, positions: 460,
	},
	{
		file: "data/sites/2020-02-06-france_services.geojson", asOf: "2020-02-06", rows: 534, sites: 534, principal: 534, moving: 19,
		labels: map[network.PartialDate]int{"2020-01": 460, "2020-02": 74}, covers: true, numbered: true, positions: 534,
	},
	{
		file: "data/sites/2020-10-12-france_services.geojson", asOf: "2020-10-12", rows: 908, sites: 908, principal: 856, moving: 53,
		labels: map[network.PartialDate]int{"2020-01": 441, "2020-01-01": 18, "2020-02": 70, "2020-02-01": 4, "2020-09-01": 323},
		covers: true, numbered: true, withoutCommune: 1, positions: 907,
	},
}

// Every vintage of the official list is read whole, and says how many labels
// there were on its day.
func TestOlderVintages(t *testing.T) {
	fsys := realFiles(t)
	edition, records := base(t)
	for _, v := range olderVintages {
		t.Run(v.file, func(t *testing.T) {
			made := build(t, fsys, []string{v.file}, records, edition)
			got := vintage{file: v.file, asOf: made.Edition.AsOf, rows: made.Edition.Report.Files[0].Rows, sites: len(made.Records.Sites),
				labels: map[network.PartialDate]int{}, covers: len(made.Edition.Coverage) > 0, numbered: true}
			for _, s := range made.Records.Sites {
				if s.Kind == network.Principal {
					got.principal++
					got.labels[s.LabelledOn]++
				}
				if s.Itinerant() {
					got.moving++
				}
				if s.CommuneCode == "" {
					got.withoutCommune++
				}
				if s.Position != nil {
					got.positions++
				}
				got.numbered = got.numbered && s.OfficialNumber != nil
			}
			if diff := cmp.Diff(v, got, cmp.AllowUnexported(vintage{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, c := range made.Edition.Coverage {
				if c != (network.EditionCoverage{Territory: network.FranceRef, Until: v.asOf}) {
					t.Errorf("coverage %+v", c)
				}
			}
			assertReferences(t, made.Records)
		})
	}
}

// What has a number in an older list has it in that of 2024, in the same
// commune but for the few that moved or were mistyped.
func TestNumbersHold(t *testing.T) {
	now := map[string]network.Site{}
	for _, s := range wholeImport(t).Records.Sites {
		now[s.Code] = s
	}
	fsys := realFiles(t)
	edition, records := base(t)
	for _, v := range olderVintages {
		if !v.numbered {
			continue
		}
		same, moved, gone := 0, 0, 0
		for _, s := range build(t, fsys, []string{v.file}, records, edition).Records.Sites {
			switch later, there := now[s.Code]; {
			case !there:
				gone++
			case later.CommuneCode == s.CommuneCode:
				same++
			default:
				moved++
			}
		}
		if gone*50 > v.sites || moved*30 > v.sites {
			t.Errorf("%s: of %d sites %d stand where they did, %d elsewhere, %d are gone", v.file, v.sites, same, moved, gone)
		}
	}
}

// The codes of a list without numbers, and all else that is made of it, are the
// same whatever the order of its rows.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	const name = "data/sites/2020-01-02-france-services.csv"
	data, err := fs.ReadFile(realFiles(t), name)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	edition, records := base(t)
	want := build(t, realFiles(t), []string{name}, records, edition)
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
	got := build(t, oneFile("2020-01-02.csv", writeCSV(t, rows)), []string{"2020-01-02.csv"}, records, edition)
	if diff := cmp.Diff(want.Records.Sites, got.Records.Sites); diff != "" {
		t.Errorf("sites (-in order +shuffled):\n%s", diff)
	}
	seen := map[string]bool{}
	for _, s := range got.Records.Sites {
		if seen[s.Code] || s.Code != strings.ToLower(s.Code) && !strings.HasPrefix(s.Code, "2A") && !strings.HasPrefix(s.Code, "2B") {
			t.Errorf("code %q", s.Code)
		}
		seen[s.Code] = true
	}
}

// januaryColumns are those of the list of 2 January 2020.
var januaryColumns = []string{"insee_dep", "lib_france_services", "adresse", "adresse_cplmt", "insee_com", "code_postal", "lib_com", "h_lundi", "h_mardi",
	"h_mercredi", "h_jeudi", "h_vendredi", "h_samedi", "itinerance", "lat", "long", "result_citycode"}

// januaryList writes such a list, each site in Ham but for what is said.
func januaryList(t testing.TB, rows ...map[string]string) []byte {
	t.Helper()
	records := [][]string{januaryColumns}
	for _, row := range rows {
		site := map[string]string{"insee_dep": "80", "lib_france_services": "Espace France Services de Ham", "adresse": "1 rue du Port",
			"code_postal": "80400", "lib_com": "HAM", "result_citycode": "80410"}
		maps.Copy(site, row)
		var record []string
		for _, column := range januaryColumns {
			record = append(record, site[column])
		}
		records = append(records, record)
	}
	return writeCSV(t, records)
}

// Sites without a number are called by their names; one that stands in the list
// twice, perhaps with a postal code that a spreadsheet counted on, is one site.
func TestSitesWithoutNumber(t *testing.T) {
	made := mustBuildSmall(t, "2020-01-02.csv", januaryList(t,
		nil,
		map[string]string{"code_postal": "80401"},
		map[string]string{"lib_france_services": "HAM", "h_lundi": "9h30 – 12h"},
		map[string]string{"itinerance": "Oui"},
		map[string]string{"adresse": "2 rue du Port"},
		map[string]string{"lib_france_services": "MFS Étouvie", "adresse": "Place", "lib_com": "AMIENS", "result_citycode": "75056"},
		map[string]string{"lib_france_services": "Le Bus", "lib_com": "Hamel", "result_citycode": "80021"},
		map[string]string{"lib_france_services": "Nord", "lib_com": "Nulle-Part", "result_citycode": "75056"},
	))
	got := map[string]string{}
	for _, s := range made.Records.Sites {
		got[s.Code] = string(s.CommuneCode) + " " + string(s.Hours.Monday) + string(s.Format)
	}
	want := map[string]string{
		"80-ham-80410-1-rue-du-port":           "80410 9h30 – 12hFIXED",
		"80-ham-80410-1-rue-du-port-itinerant": "80410 ITINERANT",
		"80-ham-80410-2-rue-du-port":           "80410 FIXED",
		"80-etouvie":                           "80021 FIXED",
		"80-bus":                               "80021 FIXED",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if f := made.Edition.Report.Files[0]; f.Rows != 8 || f.Refused != 3 || len(made.Edition.Report.Unmatched) != 1 {
		t.Errorf("%+v, %+v", f, made.Edition.Report)
	}
}

// februaryFeature is a site as the list of 6 February 2020 has it.
const februaryFeature = `{"type":"Feature","properties":{"MATRICULE":%,"DEPARTEMENT":"80","lib_france_services":"Ham","ADRESSE":"","COMPLEMENT.D.ADRESSE":null,` +
	`"insee_com":"80410","code_postal":"80400","COMMUNE":"HAM","CONTACT.MAIL":"","TELEPHONE":"","h_lundi":"9:00 - 12:00","h_mardi":"-","h_mercredi":"-",` +
	`"h_jeudi":"-","h_vendredi":"-","h_samedi":"-","ITINERANCE":"","LABELLISATION":"Espace labélisé 02\/2020","lib_com":"Ham"&},"geometry":#}`

func february(features ...string) []byte {
	return []byte(`{"type":"FeatureCollection","name":"f","features":[` + "\n" + strings.Join(features, ",\n") + "\n]}\n")
}

func feature(number, more, geometry string) string {
	return strings.NewReplacer("%", number, "&", more, "#", geometry).Replace(februaryFeature)
}

// GeoJSON: numbers that became floats, points in either order, none at all.
func TestFeatures(t *testing.T) {
	degrees := `,"LATITUDE":49.74,"LONGITUDE":3.07`
	made := mustBuildSmall(t, "2020-02-06.geojson", february(
		feature("7.0", degrees, `{"type":"Point","coordinates":[49.74,3.07]}`),
		feature("8", `,"LATITUDE":null,"LONGITUDE":null`, `{"type":"Point","coordinates":[3.07,49.74]}`),
		feature("9", `,"LATITUDE":null,"LONGITUDE":null`, `{"type":"Point","coordinates":[49.74,3.07]}`),
		feature("10", `,"LATITUDE":null,"LONGITUDE":null`, "null"),
		feature(`"x"`, degrees, "null"),
	))
	at := &network.Position{Latitude: 49.74, Longitude: 3.07, Precision: network.PositionPublished}
	want := map[string]*network.Position{"7": at, "8": at, "9": at, "10": nil}
	got := map[string]*network.Position{}
	for _, s := range made.Records.Sites {
		got[s.Code] = s.Position
		if s.LabelledOn != "2020-02" || s.Hours.Monday != "9:00 - 12:00" || s.Address.City != "Ham" {
			t.Errorf("%+v", s)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	refusals := made.Edition.Report.Refusals
	if len(refusals) != 1 || refusals[0].Line != 6 || refusals[0].Column != "matricule" || refusals[0].Value != "x" {
		t.Errorf("refusals %+v", refusals)
	}
	if !slices.ContainsFunc(made.Edition.Report.Assumptions, func(a string) bool { return strings.Contains(a, "latitude and longitude of 1 sites") }) {
		t.Errorf("assumptions %q", made.Edition.Report.Assumptions)
	}
}

// The same rows as GeoJSON, a JSON list and NDJSON make the same sites; a file
// that is cut off makes none.
func TestObjectWritings(t *testing.T) {
	one := feature("7", `,"LATITUDE":49.74,"LONGITUDE":3.07`, "null")
	two := feature("8", `,"LATITUDE":49.74,"LONGITUDE":3.07`, "null")
	flat := func(feature string) string {
		var f struct{ Properties json.RawMessage }
		if err := json.Unmarshal([]byte(feature), &f); err != nil {
			t.Fatal(err)
		}
		return string(f.Properties)
	}
	want := mustBuildSmall(t, "2020-02-06.geojson", february(one, two)).Records.Sites
	for name, data := range map[string]string{
		"list":                       "[" + flat(one) + ",\n" + flat(two) + "]",
		"NDJSON":                     flat(one) + "\n" + flat(two) + "\n",
		"NDJSON, no end":             flat(one) + "\r\n" + flat(two),
		"NDJSON, mark":               "\ufeff" + flat(one) + "\n\n" + flat(two) + "\n",
		"GeoJSON, features not last": `{"features":[` + one + "," + two + `],"bbox":[1,[2],{"x":3}]}`,
	} {
		got := mustBuildSmall(t, "2020-02-06.json", []byte(data)).Records.Sites
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for name, data := range map[string]string{
		"list":                  "[" + flat(one) + "," + flat(two),
		"list, in a record":     "[" + flat(one) + "," + flat(two)[:90],
		"GeoJSON":               `{"features":[` + one + "," + two,
		"GeoJSON, after a list": `{"features":[` + one + "," + two + "]",
		"NDJSON":                flat(one) + "\n" + flat(two)[:90],
	} {
		_, err := buildSmall(map[string][]byte{"2020-02-06.json": []byte(data)}, ingest.Options{})
		if err == nil || !strings.Contains(err.Error(), "cut off") {
			t.Errorf("%s: error %v, want one that says it is cut off", name, err)
		}
	}
}

// A list that lacks more than the official count allows is not taken for the
// whole country's.
func TestPartOfTheCountry(t *testing.T) {
	base := small()
	base.Counts = []network.ReportedCount{
		{Territory: network.FranceRef, Date: "2020-01-31", Labelled: 2}, {Territory: network.FranceRef, Date: "2020-03-31", Labelled: 5},
		{Territory: "region:32", Date: "2020-02-29", Labelled: 9},
	}
	list := siteList(t, nil, map[string]string{"id_fs": "2"})
	for asOf, covers := range map[network.Date]bool{"2020-01-02": true, "2020-02-29": true, "2020-04-01": false} {
		made, err := ingest.Build(t.Context(), oneFile("l.csv", list), []string{"l.csv"}, base, smallEdition, ingest.Options{AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		if got := len(made.Edition.Coverage) == 1; got != covers {
			t.Errorf("as of %s: coverage %+v", asOf, made.Edition.Coverage)
		}
		said := slices.ContainsFunc(made.Edition.Gaps, func(g network.DataGap) bool { return g.Field == "Network.sites" })
		if said == covers {
			t.Errorf("as of %s: gaps %+v", asOf, made.Edition.Gaps)
		}
	}
}

func TestDayInName(t *testing.T) {
	list := siteList(t, nil)
	for name, want := range map[string]network.Date{
		"liste-fs-20240801.csv": "2024-08-01", "2021-02-06-x.csv": "2021-02-06", "460-janvier-2020.csv": "2020-01-31",
		"février_2024 (2).csv": "2024-02-29", "liste-decembre-2021.csv": "2021-12-31", "x.csv": "2020-01-01", "bassin 2021.csv": "2020-01-01",
	} {
		if got := mustBuildSmall(t, name, list).Edition.AsOf; got != want {
			t.Errorf("%s: as of %s, want %s", name, got, want)
		}
	}
}
