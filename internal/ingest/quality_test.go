package ingest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

// What the rules find in the official list of August 2024: how often, in how
// many sites.
func TestRulesOnOfficialList(t *testing.T) {
	got := map[string][2]int{}
	for _, r := range wholeImport(t).Edition.Report.Rules {
		sites := 0
		if r.Sites != nil {
			sites = *r.Sites
		}
		got[r.Rule] = [2]int{r.Count, sites}
		for _, f := range r.Findings {
			if f.Rule == "department-not-communes" && (f.Site != "1820" || !strings.HasPrefix(string(f.Published), "27 (76540 Rouen")) {
				t.Errorf("%+v", f)
			}
		}
	}
	want := map[string][2]int{
		"coordinates-outside-commune": {2, 2}, "department-not-communes": {1, 1}, "hours-overlap": {142, 61}, "duplicate": {1, 1}, "personal-contact": {272, 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What is put right while a list is read says what stood there and what is
// served; a contact that is withheld stands nowhere in the report.
func TestCorrectionsOfRows(t *testing.T) {
	made := mustBuildSmall(t, "liste-20240801.csv", siteList(t,
		map[string]string{"latitude": "3.07", "longitude": "49.74"},
		map[string]string{"id_fs": "2", "insee_com": "80998", "latitude": "10", "longitude": "10"},
		map[string]string{"id_fs": "3", "mail": "claire.exemplaire@ham.fr", "telephone": "06 00 00 00 00", "labellisation_fs": "Espace labellisé 01/09/2024"},
	))
	type line struct {
		Rule, Site        string
		Published, Served network.Text
	}
	var got []line
	for _, r := range made.Edition.Report.Rules {
		for _, f := range r.Findings {
			got = append(got, line{f.Rule, f.Site, f.Published, f.Served})
		}
	}
	want := []line{
		{"coordinates-exchanged", "1", "3.07, 49.74", "49.74, 3.07"},
		{"coordinates-far", "2", "10, 10", ""},
		{"commune-unknown", "2", "80998 Ham", "80410"},
		{"label-in-future", "3", "2024-09-01", "2024-09-01"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var b strings.Builder
	if err := ingest.WriteReport(&b, made.Edition.Report); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, part := range []string{"coordinates-far: 1. ", "10, 10 → nothing", "commune: 80998 Ham → 80410", "personal-contact: 2. "} {
		if !strings.Contains(text, part) {
			t.Errorf("the report does not say %q:\n%s", part, text)
		}
	}
	if strings.Contains(text, "exemplaire") || strings.Contains(text, "06 00") {
		t.Errorf("the report quotes a personal contact:\n%s", text)
	}
}
