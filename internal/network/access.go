package network

import "maillage/internal/cog"

// A ReportedShare is a share of the people of a territory of whom an authority
// said that they live within so many minutes of a site.
type ReportedShare struct {
	Code       string `bun:",pk"`
	Territory  TerritoryRef
	Minutes    int
	Share      float64 // 0..1
	Date       PartialDate
	Author     string
	SourceCode string
}

// A TravelTime is how long it takes from a commune to a site by a table that
// was imported, rather than by an estimate.
type TravelTime struct {
	CommuneCode cog.CommuneCode `bun:",pk"`
	SiteCode    string          `bun:",pk"`
	Minutes     float64         // to the hundredth
	SourceCode  string
}
