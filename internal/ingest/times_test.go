package ingest_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

func TestTravelTimes(t *testing.T) {
	build := func(base *network.Records, name, text string) *ingest.Import {
		t.Helper()
		made, err := ingest.Build(t.Context(), fstest.MapFS{name: {Data: []byte(text)}}, []string{name}, base, smallEdition, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	const good = "site;commune;minutes\n80-ham;80021;41.237\n80-ham;80999;0\n" // a former code means its successor
	made := build(small(), "temps-2024.csv", good)
	want := []network.TravelTime{
		{CommuneCode: "80021", SiteCode: "80-ham", Minutes: 41.24, SourceCode: "travel-times"},
		{CommuneCode: "80410", SiteCode: "80-ham", Minutes: 0, SourceCode: "travel-times"},
	}
	if !slices.Equal(made.Records.TravelTimes, want) {
		t.Errorf("read %+v", made.Records.TravelTimes)
	}
	for column, rows := range map[string][]string{
		"commune": {"80-ham;80777;3", "80-ham;Ham;3", "80-ham;;3"},
		"site":    {"nowhere;75118;3", ";75118;3"},
		"minutes": {"80-ham;80021;12", "80-ham;80410;0", "80-ham;75118;-1", "80-ham;75118;NaN", "80-ham;75118;1e9", "80-ham;75118;"},
	} {
		for _, row := range rows {
			bad := build(small(), "temps.csv", good+row+"\n")
			refusals := bad.Edition.Report.Refusals
			if !slices.Equal(bad.Records.TravelTimes, want) || len(refusals) != 1 || string(refusals[0].Column) != column || refusals[0].Line != 4 {
				t.Errorf("%s: read %+v, refused %+v", row, bad.Records.TravelTimes, refusals)
			}
		}
	}
	if i := slices.IndexFunc(made.Records.Sources, func(s network.Source) bool { return s.Code == "travel-times" }); i < 0 || made.Records.Sources[i].Sha256 == "" {
		t.Errorf("the table is no source: %+v", made.Records.Sources)
	}
	if made.Edition.Label != "Petite édition · temps de trajet ajoutés" {
		t.Errorf("the edition is called %q", made.Edition.Label)
	}

	// A later import keeps them, but those of sites that are gone.
	again := build(made.Records, "liste-20240801.csv", string(siteList(t, map[string]string{})))
	if len(again.Records.TravelTimes) != 0 {
		t.Errorf("kept times to a site that is gone: %+v", again.Records.TravelTimes)
	}
	names := "code,nom\n8001,Abbeville\n"
	if kept := build(made.Records, "cantons.csv", names); !slices.Equal(kept.Records.TravelTimes, want) {
		t.Errorf("kept %+v", kept.Records.TravelTimes)
	}
}
