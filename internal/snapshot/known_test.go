package snapshot

import (
	"errors"
	"slices"
	"testing"

	"maillage/internal/cog"
)

// A code that a filter names must exist; what may have been meant is suggested.
func TestUnknownCodes(t *testing.T) {
	n, err := carried()
	if err != nil {
		t.Fatal(err)
	}
	sites := func(f *SiteFilter) error {
		_, err := n.Sites(f, nil, nil, nil, nil, nil, nil)
		return err
	}
	communes := func(f *CommuneFilter) error {
		_, err := n.Communes(f, nil, nil, nil, nil, nil, nil)
		return err
	}
	for name, test := range map[string]struct {
		err     error
		suggest string // among the suggestions; "" if there need be none
	}{
		"site":         {sites(&SiteFilter{Code: []string{"nulle-part"}}), ""},
		"region":       {sites(&SiteFilter{Region: []cog.RegionCode{"00"}}), "06 Mayotte"},
		"department":   {sites(&SiteFilter{Department: []cog.DepartmentCode{"80", "800"}}), "80 Somme"},
		"collectivity": {sites(&SiteFilter{Collectivity: []string{"saint martin"}}), "978 Saint-Martin"},
		"canton":       {sites(&SiteFilter{Canton: []cog.CantonCode{"8021"}}), ""}, // none is embedded
		"EPCI":         {sites(&SiteFilter{Epci: []cog.EpciCode{"240200443"}}), "240200444 CC de la Thiérache du Centre"},
		"commune":      {sites(&SiteFilter{Commune: []cog.CommuneCode{"80000"}}), "80021 Amiens"}, // a postal code
		"service":      {sites(&SiteFilter{Service: []string{"caf"}}), ""},
		"partner":      {sites(&SiteFilter{Partner: []string{"pole-emploi"}}), "france-travail France Travail"},
		"within":       {sites(&SiteFilter{Combined: Combined[SiteFilter]{Not: &SiteFilter{Partner: []string{"La Post"}}}}), "la-poste La Poste"},
		"of communes":  {communes(&CommuneFilter{Code: []cog.CommuneCode{"80999"}}), ""},
	} {
		var e *Error
		switch {
		case !errors.As(test.err, &e) || e.Code != CodeUnknownCode:
			t.Errorf("%s: error %v, want %s", name, test.err, CodeUnknownCode)
		case test.suggest != "" && !slices.Contains(e.Suggestions, test.suggest), len(e.Suggestions) > maxSuggestions:
			t.Errorf("%s: %q is suggested, want %q", name, e.Suggestions, test.suggest)
		}
	}
	for name, err := range map[string]error{
		"former":               communes(&CommuneFilter{Code: []cog.CommuneCode{"01340"}}),
		"of an arrondissement": sites(&SiteFilter{Commune: []cog.CommuneCode{"75118"}}),
		"of a later service":   sites(&SiteFilter{Partner: []string{"urssaf"}}),
	} {
		if err != nil {
			t.Errorf("a code %s is refused: %v", name, err)
		}
	}
	if _, err := n.Departments([]cog.RegionCode{"00"}); err == nil {
		t.Error("departments of an unknown region are listed")
	}
}
