package ingest_test

import (
	"context"
	"errors"
	"math"
	"regexp"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"maillage/internal/ingest"
)

// FuzzBuild gives any bytes as a file. Whatever they are, they make an edition
// that adds up or are refused in a sentence; every format is among the seeds, so
// that mutations of its header and rows reach its reader.
func FuzzBuild(f *testing.F) {
	const api = `[{"nom":"Ham","code":"80410","codesPostaux":["80400"],"codeDepartement":"80","population":4500,"codeEpci":"200070993",` +
		`"surface":900.5,"centre":{"type":"Point","coordinates":[3.07,49.74]}},{"nom":"Amiens","code":"80021","codesPostaux":[],"codeDepartement":"80"},` +
		`{"nom":"Paris","code":"75056","codesPostaux":[],"codeDepartement":"75"},{"nom":"Saint-Martin","code":"97801","codesPostaux":[],"codeDepartement":"978"}]`
	for _, seed := range []string{
		string(siteList(f, map[string]string{"mail": "claire.exemplaire@ham.fr - mairie@ham.fr", "telephone": "06 00 00 00 00"}, map[string]string{"id_fs": "2", "latitude": "3.07", "longitude": "49.74"})),
		cogHeader + "COM,80021,32,80,80D,801,1,AMIENS,Amiens,Amiens,8099,\nCOM,80410,32,80,80D,801,1,HAM,Ham,Ham,8014,\nCOMD,80411,,80,,,,,,Hamel,,80410\nCOM,75056,11,75,,,,,,Paris,7599,\nARM,75118,11,75,,,,,,Paris 18e,,75056\n",
		api,
		"code,nom\n80001,Abbeville\n2A001,Ajaccio\n97101,Les Abymes\n",
		"code,nom,lon,lat,surface_km2\n80021,Amiens,2.29,49.9,49.5\n80410,Ham,3.07,49.74,9\n",
		"id_indicateur,maille_geographique,date,valeur\nnb-labellisations-france-services,national,2022-05-31,2197.0\n",
		"id_indicateur,code_region,date,valeur\nnb-labellisations-france-services,32,2022-05-31,156.0\n",
		"id_indicateur,code_departement,cible,date_cible\nnb-labellisations-france-services,80,30.0,2022-12-31\n",
		"Sites labellisés au 1er janvier 2020 :\nCommune | Département |\n---|---|\nHam | Somme |\nAmiens |\nSomme |\n",
		"commune,site,minutes\n80410,80-ham,0\n80999,80-ham,3\n80021,80-ham,41.2\n75118,80-ham,95\n",
		string(januaryList(f, nil, map[string]string{"lib_france_services": "Ham", "itinerance": "Oui"})),
		string(february(feature("7.0", `,"LATITUDE":49.74,"LONGITUDE":3.07`, `{"type":"Point","coordinates":[49.74,3.07]}`))),
		feature("7", `,"LATITUDE":49.74,"LONGITUDE":3.07`, "null") + "\n",
		`{"type":"FeatureCollection","features":[{"properties":{"nom":"Ham","code":"80410","codesPostaux":[],"codeDepartement":"80"}}]}`,
		"PK\x03\x04", "\xff\xfea\x00", "\ufeff", "\xe9", "[", "{", `[[[[[`, "\"",
	} {
		f.Add([]byte(seed))
	}
	base := small()
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := fstest.MapFS{"f": {Data: data}}
		made, err := ingest.Build(context.Background(), fsys, []string{"f"}, base, smallEdition, ingest.Options{})
		if err != nil {
			var bad *ingest.FileError
			if !errors.As(err, &bad) {
				t.Fatalf("%T: %v", err, err)
			}
			if text := err.Error(); len(text) > 1200 || !utf8.ValidString(text) {
				t.Errorf("error of %d bytes: %q", len(text), text)
			}
			return
		}
		assertReferences(t, made.Records)
		report := made.Edition.Report.Files[0]
		if report.Rows <= 0 || report.Rows != report.Kept+report.Refused || report.Refused*2 > report.Rows {
			t.Errorf("rows do not add up: %+v", report)
		}
		for _, s := range made.Records.Sites {
			if p := s.Position; p != nil && (math.IsNaN(p.Latitude) || math.Abs(p.Latitude) > 90 || math.Abs(p.Longitude) > 180) {
				t.Errorf("site %s stands at %v", s.Code, *p)
			}
		}
		// The records can be hashed and stored, and importing the same again changes nothing.
		again, err := ingest.Build(context.Background(), fsys, []string{"f"}, made.Records, made.Edition, ingest.Options{})
		if err != nil {
			t.Fatalf("the same file on its own edition: %v", err)
		}
		if hashOf(t, made.Records) != hashOf(t, again.Records) {
			t.Error("the same file on its own edition makes other records")
		}
	})
}

// FuzzSites gives any text as a field of the official list: its row is kept or
// refused, and the one beside it is kept; a mobile number is never published.
func FuzzSites(f *testing.F) {
	for i, column := range siteColumns {
		f.Add(uint8(i), "x")
		f.Add(uint8(i), column)
	}
	f.Add(uint8(8), "-1e309")
	f.Add(uint8(11), "+33 (0) 6 00 00 00 00 ou 03 00 00 00 00")
	f.Add(uint8(23), "Espace labélisé 02/2020")
	f.Fuzz(func(t *testing.T, column uint8, value string) {
		name := siteColumns[int(column)%len(siteColumns)]
		fsys := fstest.MapFS{"f.csv": {Data: siteList(t, map[string]string{"id_fs": "8"}, map[string]string{"id_fs": "9", name: value})}}
		made, err := ingest.Build(context.Background(), fsys, []string{"f.csv"}, small(), smallEdition, ingest.Options{})
		var bad *ingest.FileError
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("%s %q: %T %v", name, value, err, err)
		}
		if err != nil {
			if utf8.ValidString(value) && !containsNUL(value) {
				t.Fatalf("%s %q: the whole file is refused: %v", name, value, err)
			}
			return
		}
		for _, s := range made.Records.Sites {
			if plainMobile.MatchString(string(s.Contact.Phone)) && !s.Itinerant() {
				t.Errorf("%s %q: %q is published", name, value, s.Contact.Phone)
			}
		}
		report := made.Edition.Report.Files[0]
		if report.Rows != 2 || report.Kept != len(made.Records.Sites) || report.Kept < 1 {
			t.Errorf("%s %q: %+v with %d sites", name, value, report, len(made.Records.Sites))
		}
	})
}

// plainMobile is a mobile number as the official list writes it.
var plainMobile = regexp.MustCompile(`\b0[67]( ?[0-9]{2}){4}\b`)

func containsNUL(s string) bool {
	for i := range len(s) {
		if s[i] == 0 {
			return true
		}
	}
	return false
}
