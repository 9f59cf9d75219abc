package ingest_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/unicode"

	"maillage/internal/cog"
	"maillage/internal/ingest"
	"maillage/internal/network"
)

// small is an edition of four communes, enough for every reader.
func small() *network.Records {
	return &network.Records{
		Regions:        []network.Region{{Code: "32", Name: "Hauts-de-France"}},
		Departments:    []network.Department{{Code: "80", Name: "Somme", RegionCode: "32"}, {Code: "75", Name: "Paris", RegionCode: "11"}},
		Collectivities: []network.Collectivity{{Code: "978", Name: "Saint-Martin"}},
		Epcis:          []network.Epci{{Code: "200070993", Name: "CC de l'Est de la Somme", Nature: network.CommunauteDeCommunes}},
		Communes: []network.Commune{
			{Code: "75056", Name: "Paris", DepartmentCode: "75"},
			{Code: "80021", Name: "Amiens", DepartmentCode: "80", Population: new(134000), PopulationYear: 2022,
				Position: &network.Position{Latitude: 49.9, Longitude: 2.29, Precision: network.PositionSettlement}},
			{Code: "80410", Name: "Ham", DepartmentCode: "80", FormerCodes: []cog.CommuneCode{"80999"},
				Position: &network.Position{Latitude: 49.7, Longitude: 3.1, Precision: network.PositionDepartment}},
			{Code: "97801", Name: "Saint-Martin"},
		},
		Sites: []network.Site{{Code: "80-ham", Name: "France Services — Ham", Kind: network.Principal, Format: network.Fixed,
			LabelledOn: "2020-01-01", CommuneCode: "80410", DepartmentCode: "80"}},
	}
}

var smallEdition = network.Edition{
	Label: "Petite édition", AsOf: "2020-06-30", Coverage: []network.EditionCoverage{{Territory: "region:32", Until: "2020-01-01"}},
}

var siteColumns = []string{"id_fs", "insee_dep", "lib_fs", "adresse", "complement_adresse", "insee_com", "code_postal", "lib_com",
	"latitude", "longitude", "mail", "telephone", "h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi",
	"prise_rdv", "commentaire", "type_fs", "format_fs", "groupe_fs", "labellisation_fs"}

// siteList writes an official list of sites, each a good one but for what is said.
func siteList(t testing.TB, rows ...map[string]string) []byte {
	t.Helper()
	records := [][]string{siteColumns}
	for _, row := range rows {
		site := map[string]string{
			"id_fs": "1", "insee_dep": "80", "lib_fs": "France services de Ham", "insee_com": "80410", "lib_com": "Ham",
			"latitude": "49.74", "longitude": "3.07", "type_fs": "Principal", "format_fs": "Fixe",
			"labellisation_fs": "Espace labellisé 01/01/2020",
		}
		maps.Copy(site, row)
		var record []string
		for _, column := range siteColumns {
			record = append(record, site[column])
		}
		records = append(records, record)
	}
	return writeCSV(t, records)
}

func writeCSV(t testing.TB, records [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := csv.NewWriter(&b).WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func buildSmall(content map[string][]byte, opts ingest.Options) (*ingest.Import, error) {
	fsys := fstest.MapFS{}
	for name, data := range content {
		fsys[name] = &fstest.MapFile{Data: data}
	}
	return ingest.Build(context.Background(), fsys, slices.Sorted(maps.Keys(content)), small(), smallEdition, opts)
}

// mustBuildSmall imports one file on the small edition.
func mustBuildSmall(t testing.TB, name string, data []byte) *ingest.Import {
	t.Helper()
	made, err := buildSmall(map[string][]byte{name: data}, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// A site that moves, one in an arrondissement, one in a merged commune, one in
// a collectivity.
func TestSiteRows(t *testing.T) {
	made := mustBuildSmall(t, "liste-20240801.csv", siteList(t,
		map[string]string{"id_fs": "12", "format_fs": "Bus_équivalent", "prise_rdv": "Oui", "h_lundi": "09:00 - 12:00", "groupe_fs": "Grand Ham"},
		map[string]string{"id_fs": "7", "insee_dep": "75", "insee_com": "75118", "lib_com": "Paris 18e", "latitude": "48.9", "longitude": "2.35"},
		map[string]string{"id_fs": "100", "insee_com": "80999", "type_fs": "Antenne", "format_fs": "Fixe_antenne(s)", "prise_rdv": "Non"},
		map[string]string{"id_fs": "3", "insee_dep": "978", "insee_com": "97801", "latitude": "", "longitude": "", "complement_adresse": " étage 1\n"},
	))
	position := &network.Position{Latitude: 49.74, Longitude: 3.07, Precision: network.PositionPublished}
	paris := &network.Position{Latitude: 48.9, Longitude: 2.35, Precision: network.PositionPublished}
	want := []network.Site{
		{Code: "100", OfficialNumber: new(100), Name: "France services de Ham", Kind: network.Antenna, Format: network.FixedAntenna, LabelledOn: "2020-01-01",
			Address: network.Address{City: "Ham"}, Position: position, CommuneCode: "80410", PublishedCommuneCode: "80999", DepartmentCode: "80", ByAppointment: new(false)},
		{Code: "12", OfficialNumber: new(12), Name: "France services de Ham", Kind: network.Principal, Format: network.Bus, LabelledOn: "2020-01-01", Group: "Grand Ham",
			Address: network.Address{City: "Ham"}, Position: position, CommuneCode: "80410", PublishedCommuneCode: "80410", DepartmentCode: "80",
			Hours: network.Hours{Monday: "09:00 - 12:00"}, ByAppointment: new(true)},
		{Code: "3", OfficialNumber: new(3), Name: "France services de Ham", Kind: network.Principal, Format: network.Fixed, LabelledOn: "2020-01-01",
			Address: network.Address{City: "Ham", Complement: "étage 1"}, CommuneCode: "97801", PublishedCommuneCode: "97801", CollectivityCode: "978"},
		{Code: "7", OfficialNumber: new(7), Name: "France services de Ham", Kind: network.Principal, Format: network.Fixed, LabelledOn: "2020-01-01",
			Address: network.Address{City: "Paris 18e"}, Position: paris, CommuneCode: "75056", PublishedCommuneCode: "75118", DepartmentCode: "75"},
	}
	if diff := cmp.Diff(want, made.Records.Sites); diff != "" {
		t.Errorf("sites (-want +got):\n%s", diff)
	}
}

// Rows that cannot be trusted are refused, one sentence each; the others stay.
func TestRefusedRows(t *testing.T) {
	for _, test := range []struct {
		name   string
		row    map[string]string
		column string
		reason string // a part of it
	}{
		{"number missing", map[string]string{"id_fs": ""}, "id_fs", "official number"},
		{"number is text", map[string]string{"id_fs": "12a"}, "id_fs", "official number"},
		{"number below one", map[string]string{"id_fs": "-3"}, "id_fs", "official number"},
		{"number beyond any", map[string]string{"id_fs": "99999999999999999999"}, "id_fs", "official number"},
		{"number of another site", map[string]string{"id_fs": "1"}, "id_fs", "line 2 too"},
		{"department cut by a spreadsheet", map[string]string{"insee_dep": "1"}, "insee_dep", "no department"},
		{"department not of the edition", map[string]string{"insee_dep": "62"}, "insee_dep", "no department"},
		{"commune too short", map[string]string{"insee_com": "804", "lib_com": "Nulle-Part"}, "insee_com", "five characters"},
		{"commune of nowhere", map[string]string{"insee_com": "80998", "lib_com": "Nulle-Part"}, "insee_com", "present or past"},
		{"no name", map[string]string{"lib_fs": "  "}, "lib_fs", "has a name"},
		{"kind", map[string]string{"type_fs": "Secondaire"}, "type_fs", "Principal nor Antenne"},
		{"format", map[string]string{"format_fs": "Péniche"}, "format_fs", "format"},
		{"no label day", map[string]string{"labellisation_fs": "Espace labellisé"}, "labellisation_fs", "no day"},
		{"label day that is none", map[string]string{"labellisation_fs": "Espace labellisé 31/02/2021"}, "labellisation_fs", "no day"},
	} {
		t.Run(test.name, func(t *testing.T) {
			row := map[string]string{"id_fs": "2"}
			maps.Copy(row, test.row)
			made := mustBuildSmall(t, "liste.csv", siteList(t, nil, row, map[string]string{"id_fs": "3"}))
			report := made.Edition.Report
			if f := report.Files[0]; f.Rows != 3 || f.Kept != 2 || f.Refused != 1 || len(made.Records.Sites) != 2 || len(report.Refusals) != 1 {
				t.Fatalf("report %+v, %d sites", report, len(made.Records.Sites))
			}
			got := report.Refusals[0]
			if got.File != "liste.csv" || got.Line != 3 || string(got.Column) != test.column || !strings.Contains(got.Reason, test.reason) {
				t.Errorf("refusal %+v, want line 3, column %s, %q", got, test.column, test.reason)
			}
		})
	}
}

func TestUnknownCommuneHasCandidates(t *testing.T) {
	made := mustBuildSmall(t, "liste.csv", siteList(t, nil, map[string]string{"id_fs": "2", "insee_com": "80998", "lib_com": "Amien"}))
	want := []network.Unmatched{{File: "liste.csv", Line: 3, Value: "80998 Amien", Candidates: []string{"80021 Amiens"}}}
	if diff := cmp.Diff(want, made.Edition.Report.Unmatched); diff != "" {
		t.Errorf("unmatched (-want +got):\n%s", diff)
	}
}

func TestPositions(t *testing.T) {
	at := func(lat, lon string) map[string]string {
		return map[string]string{"id_fs": "2", "insee_com": "80021", "latitude": lat, "longitude": lon}
	}
	for _, test := range []struct {
		name     string
		row      map[string]string
		lat, lon float64 // 0, 0 if the position is lost
		refused  int
		assumed  string
	}{
		{"near", at("49.95", "2.3"), 49.95, 2.3, 0, ""},
		{"none", at("", ""), 0, 0, 0, ""},
		{"exchanged", at("2.3", "49.95"), 49.95, 2.3, 0, "exchanged"},
		{"in the sea", at("47", "-12"), 0, 0, 1, ""},
		{"far from its commune", at("43.3", "5.4"), 0, 0, 1, ""},
		{"zero", at("0", "0"), 0, 0, 1, ""},
		{"half", at("49.95", ""), 0, 0, 1, ""},
		{"no number", at("NaN", "2.3"), 0, 0, 1, ""},
		{"comma", at("49,95", "2,3"), 49.95, 2.3, 0, ""},
		{"infinite", at("49.95", "-Inf"), 0, 0, 1, ""},
		{"commune of vague position", map[string]string{"id_fs": "2", "latitude": "43.3", "longitude": "5.4"}, 43.3, 5.4, 0, ""},
		{"commune of vague position, in the sea", map[string]string{"id_fs": "2", "latitude": "30", "longitude": "5.4"}, 0, 0, 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			made := mustBuildSmall(t, "liste.csv", siteList(t, nil, test.row))
			report := made.Edition.Report
			if f := report.Files[0]; f.Kept != 2 || f.Refused != 0 || f.RefusedValues != test.refused || len(report.Refusals) != test.refused {
				t.Fatalf("report %+v", report)
			}
			var want *network.Position
			if test.lat != 0 {
				want = &network.Position{Latitude: test.lat, Longitude: test.lon, Precision: network.PositionPublished}
			}
			if diff := cmp.Diff(want, made.Records.Sites[1].Position); diff != "" {
				t.Errorf("position (-want +got):\n%s", diff)
			}
			if got := strings.Join(report.Assumptions, " "); !strings.Contains(got, test.assumed) {
				t.Errorf("assumptions %q do not say %q", got, test.assumed)
			}
		})
	}
}

// Files that mean nothing are refused with one sentence that says why.
func TestFilesRefused(t *testing.T) {
	list := siteList(t, nil, map[string]string{"id_fs": "2", "commentaire": "fermé l'été"})
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(list)
	if err != nil {
		t.Fatal(err)
	}
	header := strings.Join(siteColumns, ",") + "\n"
	const api = `[{"nom":"Ham","code":"80410","codesPostaux":["80400"],"codeDepartement":"80","population":4500}`
	for _, test := range []struct {
		name   string
		data   string
		line   int
		column string
		reason string // a part of it
	}{
		{"empty", "", 0, "", "is empty"},
		{"blank", " \n\t\n", 0, "", "is empty"},
		{"BOM alone", "\ufeff", 0, "", "is empty"},
		{"header alone", header, 0, "", "no row"},
		{"ZIP", "PK\x03\x04\x14\x00", 0, "", "ZIP"},
		{"gzip", "\x1f\x8b\x08\x00", 0, "", "gzip"},
		{"PDF", "%PDF-1.7\n", 0, "", "PDF"},
		{"binary", "id_fs,\x00\x01\x02 and so on and so forth", 0, "", "binary"},
		{"web page", "<!DOCTYPE html><html><body>404</body></html>", 0, "", "web page"},
		{"something else", "a,b,c\n1,2,3\n", 1, "", "none of the formats"},
		{"prose", "Bonjour.\n", 1, "", "none of the formats"},
		{"JSON of something else", `{"message":"not found"}`, 1, "", "none of the formats"},
		{"empty JSON list", `[]`, 1, "", "none of the formats"},
		{"UTF-8 and Windows-1252", string(list) + "\xe9,", 4, "", "partly"},
		{"UTF-16 cut off", string(utf16[:len(utf16)-1]), 3, "", "cut off"},
		{"UTF-16 with half a character", string(utf16) + "\x00\xd8a\x00", 4, "", "no character"},
		{"UTF-16 without BOM", string(utf16[2:]), 0, "", "UTF-16"},
		{"binary later on", string(list) + strings.Repeat("\n", 70_000) + "\x00", 70_004, "", "binary"},
		{"character cut off", string(list) + "\xc3", 4, "", "cut off"},
		{"column missing", strings.Replace(string(list), "labellisation_fs", "etiquette", 1), 1, "labellisation_fs", "is missing"},
		{"column twice", strings.Replace(string(list), "groupe_fs", "commentaire", 1), 1, "commentaire", "twice"},
		{"cut in a row", string(list[:len(list)-60]), 3, "", "cut off"},
		{"cut in quoted text", string(list) + `3,80,"France services`, 4, "", "quotation mark"},
		{"cut in quoted text of several lines", string(list) + "3,80,\"France\nservices\n", 4, "", "never closed"},
		{"quotation mark astray", string(list) + `3,80,France "services` + "\n", 4, "", "quotation mark"},
		{"all rows refused", strings.NewReplacer(",80410,", ",99999,", ",Ham,", ",Nulle-Part,").Replace(string(list)), 2, "insee_com", "would be refused"},
		{"JSON cut off", api, 0, "", "cut off"},
		{"JSON cut in a record", api + `,{"nom":"Pér`, 0, "", "cut off"},
		{"JSON broken", api + `,{"nom":}]`, 0, "", "no JSON"},
		{"JSON and more", api + `] []`, 0, "", "follows"},
		{"GeoJSON of communes", `{"type":"FeatureCollection","features":[{"properties":{"nom":"Ham","code":"80410","codesPostaux":[],"codeDepartement":"80"}}]}`, 0, "", "GeoJSON"},
		{"a part of the country", api + `]`, 0, "", "not the whole country"},
		{"communes taken for cantons", "code,nom\n80021,Amiens\n80410,Ham\n80123,Boves\n", 3, "code", "canton"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := buildSmall(map[string][]byte{"fichier.csv": []byte(test.data)}, ingest.Options{})
			var bad *ingest.FileError
			if !errors.As(err, &bad) {
				t.Fatalf("error %v, want a FileError", err)
			}
			if bad.File != "fichier.csv" || bad.Line != test.line || bad.Column != test.column || !strings.Contains(bad.Reason, test.reason) {
				t.Errorf("%+v, want line %d, column %q, %q", bad, test.line, test.column, test.reason)
			}
			if text := err.Error(); strings.Contains(text, "\n") || len(text) > 700 || !strings.HasPrefix(text, "fichier.csv") {
				t.Errorf("not one sentence: %q", text)
			}
		})
	}
}

func TestFilesThatDoNotGoTogether(t *testing.T) {
	list := siteList(t, nil)
	seed := []byte("labellisées au 1er janvier 2020\nCommune | Département |\nHam | Somme |\n")
	for name, content := range map[string]map[string][]byte{
		"two lists":        {"a.csv": list, "b.csv": list},
		"list and release": {"a.csv": list, "b.txt": seed},
		"two of a kind":    {"a.csv": []byte("code,nom\n80001,Ham\n"), "b.csv": []byte("code,nom\n80001,Ham\n")},
	} {
		_, err := buildSmall(content, ingest.Options{})
		if err == nil || !strings.Contains(err.Error(), "second file") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for _, names := range [][]string{nil, {"missing.csv"}, {"folder"}, {"../a.csv"}} {
		fsys := fstest.MapFS{"folder/a.csv": {Data: list}}
		if _, err := ingest.Build(context.Background(), fsys, names, small(), smallEdition, ingest.Options{}); err == nil {
			t.Errorf("%v: no error", names)
		}
	}
}

// A list is read the same whatever its order of columns, line ends, separator
// and byte order mark; what it has beyond is named.
func TestListsWrittenOtherwise(t *testing.T) {
	list := siteList(t, map[string]string{"commentaire": "deux\nlignes, \"et\" des guillemets"}, map[string]string{"id_fs": "2"})
	want := mustBuildSmall(t, "liste.csv", list).Records
	records, err := csv.NewReader(bytes.NewReader(list)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rewrite := func(comma rune, crlf bool, edit func([]string) []string) []byte {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = comma, crlf
		for _, r := range records {
			if err := w.Write(edit(slices.Clone(r))); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		return b.Bytes()
	}
	same := func(r []string) []string { return r }
	for name, data := range map[string][]byte{
		"BOM":              append([]byte("\ufeff"), list...),
		"CRLF":             rewrite(',', true, same),
		"semicolons":       rewrite(';', false, same),
		"tabs":             rewrite('\t', false, same),
		"columns reversed": rewrite(',', false, func(r []string) []string { slices.Reverse(r); return r }),
		"capitals":         bytes.Replace(list, []byte("id_fs"), []byte("ID_FS"), 1),
		"more columns":     rewrite(',', false, func(r []string) []string { return append(r, "couleur") }),
	} {
		t.Run(name, func(t *testing.T) {
			made := mustBuildSmall(t, "liste.csv", data)
			if diff := cmp.Diff(want.Sites, made.Records.Sites); diff != "" {
				t.Errorf("sites (-plain +%s):\n%s", name, diff)
			}
			if named := strings.Contains(strings.Join(made.Edition.Report.Assumptions, " "), "couleur"); named != (name == "more columns") {
				t.Errorf("assumptions: %q", made.Edition.Report.Assumptions)
			}
		})
	}
}

// A row with a field too few in the middle of a file is refused, not the file.
func TestShortRow(t *testing.T) {
	list := string(siteList(t, nil, map[string]string{"id_fs": "2"}))
	lines := strings.SplitAfter(list, "\n")
	made := mustBuildSmall(t, "liste.csv", []byte(lines[0]+"7,80\n"+lines[1]+lines[2]))
	if f := made.Edition.Report.Files[0]; f.Rows != 3 || f.Kept != 2 || made.Edition.Report.Refusals[0].Line != 2 {
		t.Errorf("report %+v", made.Edition.Report)
	}
}

func TestPersonalData(t *testing.T) {
	for _, test := range []struct {
		name         string
		row          map[string]string
		email, phone string
		note         string
		fields       []string // withheld
	}{
		{"service", map[string]string{"mail": "ham@france-services.gouv.fr", "telephone": "03 23 00 00 00"}, "ham@france-services.gouv.fr", "03 23 00 00 00", "", nil},
		{"given name and surname", map[string]string{"mail": "claire.exemplaire@cc-test.fr"}, "", "", "", []string{"Contact.email"}},
		{"surname first", map[string]string{"mail": "exemplaire-durand.Claire@cc-test.fr"}, "", "", "", []string{"Contact.email"}},
		{"rare names", map[string]string{"mail": "oriabel.fictive@cc-test.fr"}, "", "", "", []string{"Contact.email"}},
		{"initial", map[string]string{"mail": "o.fictive@cc-test.fr"}, "", "", "", []string{"Contact.email"}},
		{"glued initial", map[string]string{"mail": "mfictive@orange.fr"}, "", "", "", []string{"Contact.email"}},
		{"commune and service", map[string]string{"mail": "accueil.ham@cc-test.fr"}, "accueil.ham@cc-test.fr", "", "", nil},
		{"place names", map[string]string{"mail": "amiens.nord@orange.fr"}, "amiens.nord@orange.fr", "", "", nil},
		{"saint", map[string]string{"mail": "st.denis-floreal@orange.fr"}, "st.denis-floreal@orange.fr", "", "", nil},
		{"a site called after a person", map[string]string{"mail": "jean.modele@orange.fr", "lib_fs": "France services Espace Jean Modèle"}, "jean.modele@orange.fr", "", "", nil},
		{"acronyms", map[string]string{"mail": "mdsham@orange.fr"}, "mdsham@orange.fr", "", "", nil},
		{"two addresses", map[string]string{"mail": "mairie@ham.fr - claire.exemplaire@ham.fr"}, "mairie@ham.fr", "", "", []string{"Contact.email"}},
		{"mobile", map[string]string{"telephone": "06 00 00 00 00"}, "", "", "", []string{"Contact.phone"}},
		{"mobile, dots", map[string]string{"telephone": "07.00.00.00.00"}, "", "", "", []string{"Contact.phone"}},
		{"mobile, international", map[string]string{"telephone": "+33 6 00 00 00 00"}, "", "", "", []string{"Contact.phone"}},
		{"mobile, zero in brackets", map[string]string{"telephone": "+33 (0)6 00 00 00 00"}, "", "", "", []string{"Contact.phone"}},
		{"mobile of La Réunion", map[string]string{"telephone": "0692 00 00 00"}, "", "", "", []string{"Contact.phone"}},
		{"mobile of Guyane, international", map[string]string{"telephone": "+594 694 00 00 00"}, "", "", "", []string{"Contact.phone"}},
		{"mobile without its zero", map[string]string{"telephone": "600000000"}, "", "", "", []string{"Contact.phone"}},
		{"line of Guadeloupe", map[string]string{"telephone": "0590 00 00 00"}, "", "0590 00 00 00", "", nil},
		{"line and mobile", map[string]string{"telephone": "03 23 00 00 00 / 06 00 00 00 00"}, "", "03 23 00 00 00", "", []string{"Contact.phone"}},
		{"mobile of a bus", map[string]string{"telephone": "06 00 00 00 00", "commentaire": "ou 07 00 00 00 00", "format_fs": "Bus_équivalent"}, "", "06 00 00 00 00", "ou 07 00 00 00 00", nil},
		{"mobile of a round", map[string]string{"telephone": "06 00 00 00 00", "format_fs": "Itinérante"}, "", "06 00 00 00 00", "", nil},
		{"person's address of a bus", map[string]string{"mail": "claire.exemplaire@ham.fr", "format_fs": "Bus_équivalent"}, "", "", "", []string{"Contact.email"}},
		{"note", map[string]string{"commentaire": "Rendez-vous au 06.00.00.00.00 ou 03 23 00 00 00, claire.exemplaire@ham.fr."}, "", "",
			"Rendez-vous au [numéro de mobile non publié] ou 03 23 00 00 00, [adresse personnelle non publiée].", []string{"Site.note"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			made := mustBuildSmall(t, "liste.csv", siteList(t, test.row))
			s := made.Records.Sites[0]
			if got, want := s.Contact, (network.Contact{Email: network.Text(test.email), Phone: network.Text(test.phone)}); got != want {
				t.Errorf("contact %+v, want %+v", got, want)
			}
			if string(s.Note) != test.note {
				t.Errorf("note %q, want %q", s.Note, test.note)
			}
			var fields []string
			for _, w := range made.Edition.Withheld {
				if fields = append(fields, w.Field); w.Count != 1 || w.Reason == "" {
					t.Errorf("withheld %+v", w)
				}
			}
			if diff := cmp.Diff(test.fields, fields); diff != "" || made.Edition.Report.Files[0].Withheld != len(fields) {
				t.Errorf("withheld (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAsOf(t *testing.T) {
	list := siteList(t, map[string]string{"labellisation_fs": "Espace labellisé 15/03/2021"})
	counts := []byte("id_indicateur,maille_geographique,date,valeur\nnb-labellisations-france-services,national,2022-05-31,2197.0\n")
	names := []byte("code,nom\n80001,Ham\n")
	for _, test := range []struct {
		name    string
		content map[string][]byte
		opts    ingest.Options
		want    network.Date
		label   string
	}{
		{"asked for", map[string][]byte{"liste-20240801.csv": list}, ingest.Options{AsOf: "2023-12-31", Label: "Mon édition"}, "2023-12-31", "Mon édition"},
		{"of the name", map[string][]byte{"x/liste-20240801.csv": list}, ingest.Options{}, "2024-08-01", "Liste officielle du 1er août 2024"},
		{"of the name, hyphens", map[string][]byte{"2024-08-02-liste.csv": list}, ingest.Options{}, "2024-08-02", "Liste officielle du 2 août 2024"},
		{"no day in the name", map[string][]byte{"liste-20241399.csv": list}, ingest.Options{}, "2021-03-15", "Liste officielle du 15 mars 2021"},
		{"of a count", map[string][]byte{"liste.csv": list, "n.csv": counts}, ingest.Options{}, "2022-05-31", "Liste officielle du 31 mai 2022"},
		{"no list, later counts", map[string][]byte{"n.csv": counts}, ingest.Options{}, "2022-05-31", "Petite édition · décomptes complétés"},
		{"no list", map[string][]byte{"cantons-2030-01-01.csv": names}, ingest.Options{}, "2020-06-30", "Petite édition · géographie complétée"},
	} {
		t.Run(test.name, func(t *testing.T) {
			made, err := buildSmall(test.content, test.opts)
			if err != nil {
				t.Fatal(err)
			}
			if made.Edition.AsOf != test.want || made.Edition.Label != test.label {
				t.Errorf("as of %s, %q; want %s, %q", made.Edition.AsOf, made.Edition.Label, test.want, test.label)
			}
		})
	}
	if _, err := buildSmall(map[string][]byte{"liste.csv": list}, ingest.Options{AsOf: "soon"}); err == nil {
		t.Error("a last day that is no date is accepted")
	}
}

const cogHeader = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT\n"

// Two communes merge: their codes lead to the new one, sites of the base too.
func TestMerger(t *testing.T) {
	made := mustBuildSmall(t, "v_commune_2025.csv", []byte(cogHeader+
		"COM,75056,11,75,75C,751,0,PARIS,Paris,Paris,7599,\n"+
		"ARM,75118,11,75,75C,,0,PARIS 18,Paris 18,Paris 18e Arrondissement,,75056\n"+
		"COM,80021,32,80,80D,801,1,AMIENS,Amiens,Amiens-et-Ham,8099,\n"+
		"COMD,80021,32,80,80D,801,1,AMIENS,Amiens,Amiens,8099,80021\n"+
		"COMD,80410,32,80,80D,801,0,HAM,Ham,Ham,8014,80021\n"+
		"COM,80411,32,80,80D,801,0,HAMELET,Hamelet,Hamelet,8014,\n"))
	type commune struct {
		Name   string
		Canton cog.CantonCode
		Former []cog.CommuneCode
		People int
	}
	got := map[cog.CommuneCode]commune{}
	for _, c := range made.Records.Communes {
		people := 0
		if c.Population != nil {
			people = *c.Population
		}
		got[c.Code] = commune{c.Name, c.CantonCode, c.FormerCodes, people}
	}
	want := map[cog.CommuneCode]commune{
		"75056": {"Paris", "7599", []cog.CommuneCode{"75118"}, 0},
		"80021": {"Amiens-et-Ham", "8099", []cog.CommuneCode{"80410", "80999"}, 134000},
		"80411": {"Hamelet", "8014", nil, 0},
		"97801": {"Saint-Martin", "", nil, 0}, // not in Insee's file: of the base
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("communes (-want +got):\n%s", diff)
	}
	if s := made.Records.Sites[0]; s.CommuneCode != "80021" {
		t.Errorf("the site of Ham stands in %s", s.CommuneCode)
	}
	cantons := []network.Canton{
		{Code: "7599", Name: "Paris", Pseudo: true}, {Code: "8014", Name: "Canton 8014"}, {Code: "8099", Name: "Amiens-et-Ham", Pseudo: true},
	}
	if diff := cmp.Diff(cantons, made.Records.Cantons); diff != "" {
		t.Errorf("cantons (-want +got):\n%s", diff)
	}
}

// The API completes communes; of population it does not say the year.
func TestGeoAPI(t *testing.T) {
	const head = `[{"nom":"Paris","code":"75056","codesPostaux":["75002","75001","75001"],"codeDepartement":"75","population":2100000,"surface":10540},
		{"nom":"Amiens","code":"80021","codesPostaux":["80000"],"codeDepartement":"80","population":134000,"codeEpci":"200070993","centre":{"type":"Point","coordinates":[2.3,49.9]}},
		{"nom":"Ham","code":"80410","codesPostaux":["8040"],"codeDepartement":"80","population":-1,"codeEpci":"123","centre":{"type":"Point","coordinates":[200,49.9]}},`
	made := mustBuildSmall(t, "communes.json", []byte(head+`{"nom":"Saint-Martin","code":"97801","codesPostaux":["97150"],"codeDepartement":"978"},{"code":12}]`))
	want := []network.Commune{
		{Code: "75056", Name: "Paris", DepartmentCode: "75", PostalCodes: []string{"75001", "75002"}, Population: new(2100000), SurfaceKm2: new(105.4)},
		{Code: "80021", Name: "Amiens", DepartmentCode: "80", EpciCode: "200070993", PostalCodes: []string{"80000"}, Population: new(134000), PopulationYear: 2022,
			Position: &network.Position{Latitude: 49.9, Longitude: 2.3, Precision: network.PositionCentre}},
		{Code: "80410", Name: "Ham", DepartmentCode: "80", FormerCodes: []cog.CommuneCode{"80999"},
			Position: &network.Position{Latitude: 49.7, Longitude: 3.1, Precision: network.PositionDepartment}},
		{Code: "97801", Name: "Saint-Martin", PostalCodes: []string{"97150"}},
	}
	if diff := cmp.Diff(want, made.Records.Communes); diff != "" {
		t.Errorf("communes (-want +got):\n%s", diff)
	}
	f := made.Edition.Report.Files[0]
	if f.Rows != 5 || f.Refused != 1 || f.RefusedValues != 4 {
		t.Errorf("report %+v", made.Edition.Report)
	}
	names := []string{"centre", "code", "codedepartement", "codeepci", "codespostaux", "nom", "population", "surface"}
	if diff := cmp.Diff(names, f.Columns); diff != "" { // no commune has them all
		t.Errorf("columns (-want +got):\n%s", diff)
	}
}

func TestReportText(t *testing.T) {
	made := mustBuildSmall(t, "liste.csv", siteList(t, nil,
		map[string]string{"id_fs": "2", "insee_com": "80998", "lib_com": "Amien"}, map[string]string{"id_fs": "3", "telephone": "06 00 00 00 00"}))
	var text strings.Builder
	if err := ingest.WriteReport(&text, made.Edition.Report); err != nil {
		t.Fatal(err)
	}
	const want = `File       Format              Rows  Kept  Refused  Refused values  Withheld
liste.csv  official site list  3     2     1        0               1

Left out:
  liste.csv, line 3, column insee_com, "80998": is no commune, present or past

Not found:
  liste.csv, line 3: 80998 Amien — perhaps 80021 Amiens

Doubtful:
  personal-contact: 1. A contact names a person; it is not served, and is counted only.

Taken for granted:
  liste.csv: the list is of 2020-01-01, the latest day that it or a count speaks of.
`
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	data, err := json.Marshal(made.Edition.Report)
	if err != nil || !bytes.Contains(data, []byte(`"refusedValues":0`)) {
		t.Errorf("JSON %s, %v", data, err)
	}
}

// An import tells how far it is, and stops when it is told to.
func TestProgressAndCancel(t *testing.T) {
	list := siteList(t, nil)
	fsys := fstest.MapFS{"liste.csv": {Data: list}}
	ctx, cancel := context.WithCancel(context.Background())
	var last int64
	progress := func(file string, read, total int64) {
		if file != "liste.csv" || read <= last || total != int64(len(list)) {
			t.Errorf("%s: %d of %d after %d", file, read, total, last)
		}
		last = read
	}
	if _, err := ingest.Build(ctx, fsys, []string{"liste.csv"}, small(), smallEdition, ingest.Options{Progress: progress}); err != nil {
		t.Fatal(err)
	}
	if last != int64(len(list)) {
		t.Errorf("the last told is %d of %d bytes", last, len(list))
	}
	cancel()
	if _, err := ingest.Build(ctx, fsys, []string{"liste.csv"}, small(), smallEdition, ingest.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

func oneFile(name string, data []byte) fstest.MapFS { return fstest.MapFS{name: {Data: data}} }
