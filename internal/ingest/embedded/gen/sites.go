package main

import (
	"fmt"
	"os"
	"strings"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

const (
	placesFile = "sites-2020-01-01.tsv"
	labelledOn = "2020-01-01"
)

// readSites resolves the places of the hand-written table. One that is not
// found is an error: the table is ours to correct.
func readSites(path string, g *geography) ([]network.Site, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var places []ingest.NamedPlace
	for i, line := range strings.Split(strings.TrimSpace(string(content)), "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "place\t") {
			continue
		}
		place, department, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("%s:%d: %q is not a place and a department", path, i+1, line)
		}
		places = append(places, ingest.NamedPlace{Line: i + 1, Place: place, Department: department})
	}
	matcher := ingest.NewMatcher(g.communes, g.departments, g.epcis)
	sites, unmatched := ingest.NamedSites(places, labelledOn, matcher)
	for _, u := range unmatched {
		return nil, fmt.Errorf("%s:%d: no commune for %q, perhaps %s", path, u.Line, u.Value, strings.Join(u.Candidates, ", "))
	}
	return sites, nil
}
