package network

import "time"

// An Edition is one import that was accepted: what the sources said then. It is
// never changed.
type Edition struct {
	Number     int    `bun:",pk"` // in the order of import, from 1; 0 before it is stored
	Label      string // for people: "Liste officielle du 1 août 2024"
	AsOf       Date   // the last day it speaks for
	ImportedAt time.Time
	Sha256     string            // of its published records, the same on every database
	Coverage   []EditionCoverage `bun:"type:text"`
	Gaps       []DataGap         `bun:"type:text"`
	Withheld   []Withheld        `bun:"type:text"`
	Report     Report            `bun:"type:text"`
}

// An EditionCoverage says that an edition lists every site of a territory up to
// a day.
type EditionCoverage struct {
	Territory TerritoryRef
	Until     Date
}

// A DataGap is a field that no source publishes, and why.
type DataGap struct {
	Field  string // schema coordinate: "Site.agents"
	Reason string
	Since  Date
}

// Withheld counts the values of a field that were not published because they
// are personal.
type Withheld struct {
	Field  string // schema coordinate: "Contact.email"
	Count  int
	Reason string
}

// A Licence is what one may do with a source.
type Licence struct {
	Name string
	URL  string
}

// A Source is a publication that records come from.
type Source struct {
	Code        string `bun:",pk"` // "anct-sites"
	Title       string
	Publisher   string
	URL         Text
	PublishedOn PartialDate
	Licence     Licence `bun:"embed:licence_"`
	Attribution string
	Sha256      Text // of the file as read, where there was one
}

// A Report is what an import did with its files.
type Report struct {
	Files       []FileReport
	Refusals    []Refusal   // the first of each file, see FileReport.Refused for how many
	Unmatched   []Unmatched // communes that were named but not found
	Assumptions []string    // what the import took for granted, in sentences
}

// A FileReport counts the rows of one file.
type FileReport struct {
	File     string // base name
	Format   string // "liste officielle", "COG communes"…
	Sha256   string
	Rows     int
	Kept     int
	Refused  int
	Withheld int
}

// A Refusal is a row that was left out, and why.
type Refusal struct {
	File   string
	Line   int // from 1; of the first line of the record
	Column string
	Value  string
	Reason string
}

// An Unmatched is a place that a file names and the geography does not know.
type Unmatched struct {
	File       string
	Line       int
	Value      string
	Candidates []string // "80021 Amiens", best first
}
