package quality

import (
	"cmp"
	"slices"

	"maillage/internal/network"
)

// Codes of the rules.
const (
	Exchanged  = "coordinates-exchanged"
	Nowhere    = "coordinates-far"
	Outside    = "coordinates-outside-commune"
	Commune    = "commune-unknown"
	Department = "department-not-communes"
	Overlap    = "hours-overlap"
	Future     = "label-in-future"
	Duplicate  = "duplicate"
	Personal   = "personal-contact"
)

// A rule is something that a list can be doubted for.
type rule struct {
	code, sentence string
	find           func(*subject) []network.Finding // nil if it is found while the list is read
}

// rules are in the order of reports.
var rules = []rule{
	{Exchanged, "Latitude and longitude are each other's; they are exchanged.", nil},
	{Nowhere, "The coordinates lie more than 100 km from the commune, or on no land of the Republic; they are not served.", nil},
	{Outside, "The coordinates lie farther from the commune's centre than three radii of a disc of its surface and 2 km; they are served as published.", outside},
	{Commune, "The commune's code is missing or none; the commune is found by its name, postal code or address.", nil},
	{Department, "The department is not the one of the commune; both are served as published.", department},
	{Overlap, "Ranges of a day overlap, or are 00:00 - 00:00; they are merged, and what is no time is left out.", overlap},
	{Future, "The label is dated after the last day of the edition; the site counts from that day.", future},
	{Duplicate, "A site stands in the list twice: without a number, the row that says less is left out; with two numbers, both are served.", duplicates},
	{Personal, "A contact names a person; it is not served, and is counted only.", nil},
}

// A subject is what a list is judged by.
type subject struct {
	sites    []network.Site
	communes map[string]*network.Commune
	asOf     network.Date
}

// Check judges the sites of an edition and returns the rules that found any in
// them or were found while the list was read. Personal contacts are a number
// alone.
func Check(records *network.Records, asOf network.Date, found []network.Finding, personal int) []network.RuleReport {
	s := &subject{sites: records.Sites, communes: make(map[string]*network.Commune, len(records.Communes)), asOf: asOf}
	for i := range records.Communes {
		s.communes[string(records.Communes[i].Code)] = &records.Communes[i]
	}
	var reports []network.RuleReport
	for _, r := range rules {
		var of []network.Finding
		for _, f := range found {
			if f.Rule == r.code {
				of = append(of, f)
			}
		}
		if r.find != nil {
			of = append(of, r.find(s)...)
		}
		slices.SortStableFunc(of, func(a, b network.Finding) int { return cmp.Compare(a.Site, b.Site) })
		report := network.RuleReport{Rule: r.code, Sentence: r.sentence, Count: len(of), Findings: of[:min(len(of), MaxListed)]}
		if r.code == Personal {
			report.Count = personal
		} else {
			report.Sites = new(sitesOf(of))
		}
		for i := range report.Findings {
			report.Findings[i].Rule = r.code
		}
		if report.Count > 0 {
			reports = append(reports, report)
		}
	}
	return reports
}

// sitesOf returns in how many sites findings, sorted by them, are.
func sitesOf(found []network.Finding) int {
	n := 0
	for i := range found {
		if i == 0 || found[i].Site != found[i-1].Site {
			n++
		}
	}
	return n
}

// MaxListed is how many findings of a rule are listed; all are counted.
const MaxListed = 1000
