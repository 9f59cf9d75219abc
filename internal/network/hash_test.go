package network

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"testing"

	"maillage/internal/cog"
)

func TestSha256(t *testing.T) {
	records := func() *Records {
		number := 12
		return &Records{
			Regions: []Region{{Code: "32", Name: "Hauts-de-France"}, {Code: "94", Name: "Corse"}},
			Sites:   []Site{{Code: "12", OfficialNumber: &number, Position: &Position{Latitude: 49.9}}},
			Counts:  []ReportedCount{{Territory: FranceRef, Date: "2020-01-31", Labelled: 460}},
		}
	}
	hash := func(r *Records) string {
		t.Helper()
		s, err := r.Sha256()
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	want := hash(records())

	written := sha256.Sum256([]byte("Regions\n" + `{"Code":"32","Name":"Hauts-de-France"}` + "\n"))
	if got := hash(&Records{Regions: []Region{{Code: "32", Name: "Hauts-de-France"}}}); got != hex.EncodeToString(written[:]) {
		t.Errorf("one region has hash %s, which is not that of its line", got)
	}
	if r := records(); hash(r) != want {
		t.Error("equal records hash differently")
	}
	reversed := records()
	slices.Reverse(reversed.Regions)
	if hash(reversed) != want {
		t.Error("the order of a list changes the hash")
	}
	for name, change := range map[string]func(*Records){
		"a list of none": func(r *Records) { r.Sites[0].ServesCodes = []cog.CommuneCode{} },
		"a zero":         func(r *Records) { zero := 0; r.Sites[0].OfficialNumber = &zero },
		"a value":        func(r *Records) { r.Sites[0].Position.Latitude += 1e-9 },
		"a record less":  func(r *Records) { r.Regions = r.Regions[:1] },
		"one stop":       func(r *Records) { r.Sites[0].ServesCodes = append(r.Sites[0].ServesCodes, "80021") },
		"a list renamed": func(r *Records) { r.Collectivities, r.Regions = []Collectivity{{Code: "32"}}, nil },
	} {
		r := records()
		change(r)
		if hash(r) == want {
			t.Errorf("%s does not change the hash", name)
		}
	}

	broken := records()
	broken.Sites[0].Position.Latitude = math.NaN()
	if _, err := broken.Sha256(); err == nil {
		t.Error("NaN has a hash")
	}
}
