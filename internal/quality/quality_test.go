package quality_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/network"
	"maillage/internal/quality"
)

// ham is a good site of Ham: no rule doubts it.
func ham(code string) network.Site {
	return network.Site{
		Code: code, Name: "France services " + code, Kind: network.Principal, Format: network.Fixed, LabelledOn: "2020-01-01", CommuneCode: "80410", DepartmentCode: "80",
		Position: &network.Position{Latitude: 49.75, Longitude: 3.07}, Address: network.Address{Street: "1 rue du Port"},
		Hours: network.Hours{Monday: "09:00 - 12:00 / 12:00 - 17:00", Tuesday: "-", Wednesday: "Sur RDV"},
	}
}

func check(asOf network.Date, found []network.Finding, personal int, sites ...network.Site) []network.RuleReport {
	centre := &network.Position{Latitude: 49.74, Longitude: 3.07, Precision: network.PositionCentre}
	vague := &network.Position{Latitude: 48, Longitude: 2, Precision: network.PositionDepartment}
	return quality.Check(&network.Records{Sites: sites, Communes: []network.Commune{
		{Code: "80410", Name: "Ham", DepartmentCode: "80", Position: centre, SurfaceKm2: new(9.0)},
		{Code: "80021", Name: "Amiens", DepartmentCode: "80", Position: vague, SurfaceKm2: new(49.0)},
		{Code: "97801", Name: "Saint-Martin"},
	}}, asOf, found, personal)
}

// Each rule finds what it is for, says how often and where, and finds nothing in
// a good site beside.
func TestRules(t *testing.T) {
	for _, test := range []struct {
		rule             string
		change           func(*network.Site)
		field            string
		published, serve string // a part of each
		corrected        bool
	}{
		// 3·√(9/π) + 2 = 7.1 km; a tenth of a degree of latitude is 11.1 km.
		{quality.Outside, func(s *network.Site) { s.Position.Latitude = 49.84 }, "position", "49.84, 3.07 (11.1 km from Ham)", "49.84, 3.07", false},
		{quality.Department, func(s *network.Site) { s.DepartmentCode = "02" }, "department", "02 (80410 Ham lies in 80)", "02", false},
		{quality.Overlap, func(s *network.Site) { s.Hours.Friday = "08:00 - 12:00 / 11:00 - 13:00" }, "openingHours.friday", "08:00 - 12:00 / 11:00 - 13:00", "08:00 - 13:00", true},
		{quality.Overlap, func(s *network.Site) { s.Hours.Sunday = "00:00 - 00:00" }, "openingHours.sunday", "00:00 - 00:00", "", true},
		{quality.Future, func(s *network.Site) { s.LabelledOn = "2024-09" }, "labelledOn", "2024-09", "2024-09", false},
		{quality.Duplicate, func(s *network.Site) { s.Name = "FRANCE SERVICES 1"; s.Address.Street = "1, Rue du port" }, "code", "2 (as 1: France services 1)", "2", false},
	} {
		bad := ham("2")
		test.change(&bad)
		reports := check("2024-08-01", nil, 0, ham("1"), bad, ham("3"))
		if len(reports) != 1 || reports[0].Rule != test.rule || reports[0].Count != 1 || *reports[0].Sites != 1 || reports[0].Sentence == "" {
			t.Errorf("%s: %+v", test.rule, reports)
			continue
		}
		f := reports[0].Findings[0]
		if f.Rule != test.rule || f.Site != "2" || f.Name != bad.Name || f.Field != test.field || f.Corrected != test.corrected ||
			!strings.Contains(string(f.Published), test.published) || !strings.HasPrefix(string(f.Served), test.serve) {
			t.Errorf("%s: %+v", test.rule, f)
		}
	}
}

// Nothing is said of what cannot be known: a commune whose centre is vague, a
// site without a commune or a street.
func TestNothingIsSaidOfTheUnknown(t *testing.T) {
	far, nowhere := ham("1"), ham("2")
	far.CommuneCode, far.Position.Latitude = "80021", 43
	nowhere.CommuneCode, nowhere.DepartmentCode = "", "02"
	streetless := ham("3")
	streetless.Address.Street = ""
	again := streetless
	again.Code = "4"
	overseas := ham("5")
	overseas.CommuneCode, overseas.DepartmentCode, overseas.CollectivityCode = "97801", "", "978"
	if reports := check("2024-08-01", nil, 0, far, nowhere, streetless, again, overseas); len(reports) != 0 {
		t.Errorf("%+v", reports)
	}
}

// What was put right while the list was read is among the findings, by site; of
// personal contacts there is a number.
func TestFoundWhileReading(t *testing.T) {
	found := []network.Finding{
		{Rule: quality.Exchanged, Site: "9", Field: "position", Published: "3, 49", Served: "49, 3", Corrected: true},
		{Rule: quality.Exchanged, Site: "1", Field: "position", Published: "2, 49", Served: "49, 2", Corrected: true},
		{Rule: quality.Commune, Site: "9", Field: "commune", Published: "x", Served: "80410", Corrected: true},
	}
	got := check("2024-08-01", found, 7, ham("1"))
	if len(got) != 3 || got[2].Rule != quality.Personal || got[2].Count != 7 || got[2].Sites != nil || len(got[2].Findings) != 0 {
		t.Fatalf("%+v", got)
	}
	if diff := cmp.Diff([]network.Finding{found[1], found[0]}, got[0].Findings); diff != "" || *got[0].Sites != 2 {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
