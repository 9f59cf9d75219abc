package network

import "time"

// An Edition is one import that was accepted: what the sources said then. It is
// never changed; it may be withdrawn from service.
type Edition struct {
	Number     int               `bun:",pk" json:"number"` // in the order of import, from 1; 0 before it is stored
	Label      string            `json:"label"`            // for people: "Liste officielle du 1 août 2024"
	AsOf       Date              `json:"asOf"`             // the last day it speaks for
	ImportedAt time.Time         `json:"importedAt"`
	Sha256     string            `json:"sha256"` // of its published records, the same on every database
	Coverage   []EditionCoverage `bun:"type:text" json:"coverage"`
	Gaps       []DataGap         `bun:"type:text" json:"gaps"`
	Withheld   []Withheld        `bun:"type:text" json:"withheld"`
	Report     Report            `bun:"type:text" json:"report"`
	Withdrawn  bool              `bun:"-" json:"withdrawn,omitempty"` // kept, but not to serve
}

// An EditionCoverage says that an edition lists every site of a territory up to
// a day.
type EditionCoverage struct {
	Territory TerritoryRef `json:"territory"`
	Until     Date         `json:"until"`
}

// A DataGap is a field that no source publishes, and why.
type DataGap struct {
	Field  string `json:"field"` // schema coordinate: "Site.agents"
	Reason string `json:"reason"`
	Since  Date   `json:"since"`
}

// Withheld counts the values of a field that were not published because they
// are personal.
type Withheld struct {
	Field  string `json:"field"` // schema coordinate: "Contact.email"
	Count  int    `json:"count"`
	Reason string `json:"reason"`
}

// A Licence is what one may do with a source.
type Licence struct {
	Name string
	URL  Text // of its text, "" if there is none
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
	Files       []FileReport `json:"files"`
	Refusals    []Refusal    `json:"refusals"`    // the first of each file, see FileReport.Refused for how many
	Unmatched   []Unmatched  `json:"unmatched"`   // communes that were named but not found
	Assumptions []string     `json:"assumptions"` // what the import took for granted, in sentences
	Rules       []RuleReport `json:"rules"`       // what is doubtful in the sites, and what was put right
}

// A RuleReport is what a rule of quality found.
type RuleReport struct {
	Rule     string    `json:"rule"` // code: "hours-overlap"
	Sentence string    `json:"sentence"`
	Count    int       `json:"count"`
	Sites    *int      `json:"sites"`    // nil where the sites are not told
	Findings []Finding `json:"findings"` // the first thousand; none of what is personal
}

// A Finding is a value that a rule doubts. A personal contact is never one.
type Finding struct {
	Rule      string `json:"rule"`
	Site      string `json:"site"` // code
	Name      string `json:"name"` // of the site
	Field     string `json:"field"`
	Published Text   `json:"published"`
	Served    Text   `json:"served"`    // "" if nothing is
	Corrected bool   `json:"corrected"` // or served as published
}

// A FileReport counts the rows of one file.
type FileReport struct {
	File          string   `json:"file"`               // base name
	Format        string   `json:"format"`             // "liste officielle", "COG communes"…
	Encoding      string   `json:"encoding,omitempty"` // of its text, "" of a workbook
	Sha256        string   `json:"sha256"`
	Rows          int      `json:"rows"`
	Kept          int      `json:"kept"`
	Refused       int      `json:"refused"`
	RefusedValues int      `json:"refusedValues"` // values left out of rows that were kept
	Withheld      int      `json:"withheld"`
	Columns       []string `json:"columns,omitempty"` // as names are compared; of a list of objects, those that any of them has
}

// A Refusal is a row that was left out, or a value of a row that was kept
// without it, and why.
type Refusal struct {
	File   string `json:"file"`
	Line   int    `json:"line"` // from 1; of the first line of the record
	Column Text   `json:"column"`
	Value  Text   `json:"value"`
	Reason string `json:"reason"`
}

// An Unmatched is a place that a file names and the geography does not know.
type Unmatched struct {
	File       string   `json:"file"`
	Line       int      `json:"line"`
	Value      string   `json:"value"`
	Candidates []string `json:"candidates"` // "80021 Amiens", best first
}

// A Sighting is when the editions show a site. It is derived across editions,
// not published by any.
type Sighting struct {
	FirstSeenOn  Date // AsOf of the first edition that shows it
	LastSeenOn   Date // AsOf of the last one
	MissingSince Date // AsOf of the first later edition without it, "" if none
}
