// Package embedded is the edition that the program carries: what it answers
// from before any file was imported or fetched. It holds the regions,
// departments, EPCI and communes of the Code officiel géographique 2024, the 31
// sites of Hauts-de-France labelled on 1 January 2020, the partners, the State's
// targets and its official national and regional counts until the end of 2022.
//
// The files beside are of two kinds. Written by hand, from the source each
// names: sites-2020-01-01.tsv, counts.tsv, and the Go files of figures.
// Generated from two npm packages by the program in gen, never edited: all
// others.
//
// The room stands on network, cog and ingest; the command enters it.
package embedded

import (
	"embed"
	"fmt"
	"time"

	"maillage/internal/network"
)

//go:generate go run ./gen -out .

//go:embed *.tsv communes.tsv.gz
var files embed.FS

const (
	// asOf is the last day of the official counts.
	asOf network.Date = "2022-12-31"
	// firstLabels is the day of the first labels, and the one day on which the
	// list of Hauts-de-France is known to be whole.
	firstLabels network.Date = "2020-01-01"
	// hautsDeFrance is the region of the embedded sites.
	hautsDeFrance network.TerritoryRef = "region:32"
)

// importedAt is fixed, so that the edition is the same wherever it is made.
var importedAt = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// Edition returns the embedded edition, not numbered yet, and its records, each
// list in the order of its codes. They are new at every call and the caller's
// own. An error means that the program was built with broken files.
func Edition() (network.Edition, *network.Records, error) {
	reports, err := readFiles()
	if err != nil {
		return network.Edition{}, nil, fmt.Errorf("embedded edition: %w", err)
	}
	records, err := readRecords()
	if err != nil {
		return network.Edition{}, nil, fmt.Errorf("embedded edition: %w", err)
	}
	records.Partners = partners()
	records.Services = coreServices(records.Partners)
	records.Targets = targets()
	records.Shares = shares()
	records.Sources = sources(reports)
	return network.Edition{
		Label:      "Édition embarquée : Hauts-de-France au 1er janvier 2020, décomptes officiels jusqu'au 31 décembre 2022",
		AsOf:       asOf,
		ImportedAt: importedAt,
		Coverage:   []network.EditionCoverage{{Territory: hautsDeFrance, Until: firstLabels}},
		Gaps:       gaps(),
		Report:     network.Report{Files: reports, Assumptions: assumptions()},
	}, records, nil
}
