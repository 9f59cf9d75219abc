package ingest_test

import (
	"reflect"
	"strings"
	"testing"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

// The rows that each reader refuses, among enough good ones that the file is
// taken for what it is.
func TestRowsRefusedByFormat(t *testing.T) {
	const (
		communes = cogHeader +
			"COM,75056,11,75,75C,751,0,PARIS,Paris,Paris,7599,\nCOM,80021,32,80,80D,801,1,AMIENS,Amiens,Amiens,8099,\n" +
			"COM,80410,32,80,80D,801,0,HAM,Ham,Ham,8014,\n"
		cantons   = "code,nom\n80001,Abbeville\n80002,Ailly\n"
		centroids = "code,nom,lon,lat,surface_km2\n80021,Amiens,2.29,49.9,49.5\n80410,Ham,3.07,49.74,9\n"
		regional  = "id_indicateur,code_region,date,valeur\nnb-labellisations-france-services,32,2022-05-31,156.0\nnb-labellisations-france-services,32,2022-06-30,156.0\n"
		national  = "id_indicateur,maille_geographique,cible,date_cible\nnb-labellisations-france-services,national,2543.0,2022-12-31\nnb-labellisations-france-services,national,3000,2026-12-31\n"
	)
	ours := "nb-labellisations-france-services,"
	for _, test := range []struct {
		name, file, row string
		column          network.Text
		reason          string // a part of it
		value           bool   // the value only
	}{
		{"commune code", communes, "COM,8041,32,80,,,,,,Ham,,\n", "com", "five characters", false},
		{"commune twice", communes, "COM,80410,32,80,,,,,,Ham,,\n", "com", "twice", false},
		{"commune type", communes, "XXX,80411,32,80,,,,,,Ham,,\n", "typecom", "COMD", false},
		{"commune without name", communes, "COM,80411,32,80,,,,,, ,,\n", "libelle", "name", false},
		{"commune's department", communes, "COM,62001,32,62,,,,,,Lens,,\n", "dep", "no department", false},
		{"commune's canton", communes, "COM,80411,32,80,,,,,,Ham,80AB,\n", "can", "canton code", true},
		{"part of no commune", communes, "COMD,80411,32,80,,,,,,Ham,,x\n", "comparent", "five characters", false},
		{"canton code", cantons, "80101,Boves\n", "code", "canton code", false},
		{"canton twice", cantons, "80001,Abbeville\n", "code", "twice", false},
		{"canton without name", cantons, "80003,\n", "nom", "name", false},
		{"centroid code", centroids, "8041,Ham,3.07,49.74,9\n", "code", "five characters", false},
		{"centroid of a merged commune", centroids, "80999,Estouilly,3.07,49.74,9\n", "code", "any more", false},
		{"centroid twice", centroids, "80410,Ham,3.07,49.74,9\n", "code", "twice", false},
		{"centroid nowhere", centroids, "75056,Paris,2.3,948.9,105\n", "lat", "no point", false},
		{"centroid's surface", centroids, "75056,Paris,2.3,48.9,-105\n", "surface_km2", "no surface", true},
		{"region", regional, ours + "33,2022-05-31,1\n", "code_region", "region", false},
		{"region not of the edition", regional, ours + "11,2022-05-31,1\n", "code_region", "no region", false},
		{"date", regional, ours + "32,31/05/2022,1\n", "date", "not a date", false},
		{"half a site", regional, ours + "32,2022-07-31,1.5\n", "valeur", "number of sites", false},
		{"sites below zero", regional, ours + "32,2022-07-31,-1\n", "valeur", "number of sites", false},
		{"no number", regional, ours + "32,2022-07-31,NaN\n", "valeur", "number of sites", false},
		{"count said again", regional, ours + "32,2022-06-30,156\n", "date", "says again", false},
		{"count contradicted", regional, ours + "32,2022-06-30,157\n", "date", "contradicts", false},
		{"not national", national, ours + "régional,1,2022-12-31\n", "maille_geographique", "national", false},
		{"target said again", national, ours + "national,2543,2022-12-31\n", "cible", "says again", false},
		{"target contradicted", national, ours + "national,2544,2022-12-31\n", "cible", "contradicts", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			made := mustBuildSmall(t, "f.csv", []byte(test.file+test.row))
			report := made.Edition.Report
			rows := strings.Count(test.file, "\n")
			want := network.FileReport{File: "f.csv", Format: report.Files[0].Format, Encoding: "UTF-8", Sha256: report.Files[0].Sha256, Rows: rows, Kept: rows - 1, Refused: 1, Columns: report.Files[0].Columns}
			if test.value {
				want.Kept, want.Refused, want.RefusedValues = rows, 0, 1
			}
			if !reflect.DeepEqual(report.Files[0], want) || len(report.Refusals) != 1 {
				t.Fatalf("report %+v, want %+v", report, want)
			}
			if got := report.Refusals[0]; got.Line != rows+1 || got.Column != test.column || !strings.Contains(got.Reason, test.reason) {
				t.Errorf("refusal %+v, want line %d, column %s, %q", got, rows+1, test.column, test.reason)
			}
		})
	}
}

// The barometer publishes other indicators in files of the same columns.
func TestOtherIndicators(t *testing.T) {
	const header = "id_indicateur,maille_geographique,date,valeur\n"
	const other = "taux-de-fibre,national,2022-05-31,71.5\n"
	made := mustBuildSmall(t, "n.csv", []byte(header+other+other+"nb-labellisations-france-services,national,2022-05-31,2197.0\n"))
	want := []network.ReportedCount{{Territory: "france", Date: "2022-05-31", Labelled: 2197, SourceCode: "barometre"}}
	if got := made.Records.Counts; len(got) != 1 || got[0] != want[0] {
		t.Errorf("counts %+v", got)
	}
	if got := strings.Join(made.Edition.Report.Assumptions, " "); !strings.Contains(got, "2 rows of other indicators") {
		t.Errorf("assumptions %q", got)
	}
	if _, err := buildSmall(map[string][]byte{"n.csv": []byte(header + other)}, ingest.Options{}); err == nil {
		t.Error("a file of other indicators alone is accepted")
	}
}

// A press release may name places that are none; it may also be no list at all.
func TestReleaseRows(t *testing.T) {
	const head = "Les sites labellisés au 1er janvier 2020 :\nCommune | Département |\n---|---|\n"
	made := mustBuildSmall(t, "communiqué.txt", []byte(head+"Ham | Somme |\nAmiens | Somme |\nNulle-Part | Somme |\n"))
	report := made.Edition.Report
	if f := report.Files[0]; f.Rows != 3 || f.Kept != 2 || len(made.Records.Sites) != 2 || len(report.Unmatched) != 1 || report.Unmatched[0].File != "communiqué.txt" {
		t.Errorf("report %+v, %d sites", report, len(made.Records.Sites))
	}
	if made.Edition.AsOf != "2020-01-01" {
		t.Errorf("as of %s", made.Edition.AsOf)
	}
	for name, text := range map[string]string{"no row": head, "no day": "Commune | Département |\nHam | Somme |\n", "binary": head + "P\x01\xe9ronne | Somme |\n"} {
		_, err := buildSmall(map[string][]byte{"communiqué.txt": []byte(text)}, ingest.Options{})
		if err == nil || !strings.HasPrefix(err.Error(), "communiqué.txt") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
