package network

// A PartnerKind is what sort of body a partner is.
type PartnerKind string

// The kinds of partner.
const (
	Operator       PartnerKind = "OPERATOR"
	Administration PartnerKind = "ADMINISTRATION"
	Local          PartnerKind = "LOCAL"
)

// A Partner offers its services in the sites.
type Partner struct {
	Code        string `bun:",pk"`
	CurrentName string
	Formerly    []FormerName `bun:"type:text"` // oldest first
	Kind        PartnerKind
	Since       PartialDate `bun:"offered_since"` // first day it was offered
	SourceCode  string
}

// A FormerName is what a partner was called until a day, included.
type FormerName struct {
	Name  string
	Until Date
}

// A Service is what a partner offers in a site. A core service is offered by
// every site.
type Service struct {
	Code        string `bun:",pk"`
	Title       Text   // "" for a partner's core service, which is named after the partner of the day
	PartnerCode string
	Core        bool
	Since       PartialDate `bun:"offered_since"`
}

// A Target is a number of labelled sites that an authority promised for a day.
type Target struct {
	Code        string `bun:",pk"`
	Territory   TerritoryRef
	Sites       int
	DueOn       Date
	AnnouncedOn PartialDate
	SourceCode  string
}

// A ReportedCount is a number of labelled sites that an authority published.
type ReportedCount struct {
	Territory  TerritoryRef `bun:",pk"`
	Date       Date         `bun:",pk"`
	Labelled   int
	SourceCode string
}
