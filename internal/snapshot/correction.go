package snapshot

import "maillage/internal/network"

// A Correction is a value of a site that was put right when its list was
// imported.
type Correction struct {
	Field                       string
	PublishedValue, ServedValue network.Text
	Rule                        string
}

// gatherCorrections lists, by site, what the report of the import says was put
// right.
func (a *archive) gatherCorrections() {
	a.corrections = map[string][]Correction{}
	for _, rule := range a.edition.Report.Rules {
		for _, f := range rule.Findings {
			if i := a.sites.find(f.Site); f.Corrected && i != none { // by the code it was published under
				code := a.sites.rows[i].Code
				a.corrections[code] = append(a.corrections[code], Correction{f.Field, f.Published, f.Served, f.Rule})
			}
		}
	}
}

// Corrections returns what was put right in the site.
func (s *Site) Corrections() []Correction { return s.in.archive.corrections[s.Code] }
