package identity_test

import (
	"testing"

	"maillage/internal/identity"
	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/realdata"
)

// The lists of 2020 and 2024 number their sites. With the numbers of the earlier
// one hidden, the score finds nearly all of them again, and errs by one in a
// hundred: where a bus and a house share an address, or a number was changed.
func TestScoreOnRealLists(t *testing.T) {
	edition, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	files := realdata.FS(t)
	build := func(file string) *ingest.Import {
		made, err := ingest.Build(t.Context(), files, []string{file}, records, edition, ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	now := build("sites/liste-fs-20240801.csv")
	for _, test := range []struct {
		file                string
		right, wrong, doubt int // that are found for sure, and those that are listed
	}{
		{"sites/2020-02-06-france_services.geojson", 510, 6, 20},
		{"sites/2020-10-12-france_services.geojson", 870, 8, 25},
	} {
		then := build(test.file)
		then.Edition.Number, now.Edition.Number = 1, 2
		var versions []network.SiteVersion
		for _, site := range then.Records.Sites {
			site.Code, site.OfficialNumber = "slug-"+site.Code, nil
			versions = append(versions, network.SiteVersion{Site: site, Since: 1, Until: 2})
		}
		for _, site := range now.Records.Sites {
			versions = append(versions, network.SiteVersion{Site: site, Since: 2})
		}
		r := identity.Resolve([]network.Edition{then.Edition, now.Edition}, versions, nil, identity.GeographyOf(now.Records))
		listed := map[string]bool{}
		for _, d := range r.Doubts {
			for _, row := range []int{d.Row, d.Other} {
				listed[versions[row].Code] = true
			}
		}
		right, wrong := 0, 0
		for code, site := range r.In(1) {
			switch {
			case site.OfficialNumber == nil || listed[code]:
			case "slug-"+site.Code == code:
				right++
			default:
				wrong++
				t.Logf("%s was taken for %s", code, site.Code)
			}
		}
		t.Logf("%s: %d sites, %d right, %d wrong, %d doubts", test.file, len(r.In(1)), right, wrong, len(r.Doubts))
		if right < test.right || wrong > test.wrong || len(r.Doubts) > test.doubt {
			t.Errorf("%s: %d right, %d wrong, %d doubts; want %d, %d, %d at worst", test.file, right, wrong, len(r.Doubts), test.right, test.wrong, test.doubt)
		}
	}
}
