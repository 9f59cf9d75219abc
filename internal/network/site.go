package network

import "maillage/internal/cog"

// A SiteKind tells a label from its antennas. Only principal sites count as
// labels.
type SiteKind string

// The kinds of site.
const (
	Principal SiteKind = "PRINCIPAL"
	Antenna   SiteKind = "ANTENNA"
)

// A SiteFormat is how a site meets its public.
type SiteFormat string

// The formats of sites.
const (
	Fixed        SiteFormat = "FIXED"
	FixedAntenna SiteFormat = "FIXED_ANTENNA"
	Multisite    SiteFormat = "MULTISITE"
	Bus          SiteFormat = "BUS"
	Itinerant    SiteFormat = "ITINERANT"
)

// A Site is a France Services site as an official list publishes it, after the
// personal contacts have been withheld. Source: ANCT.
type Site struct {
	Code                 string `bun:",pk"` // the official number, or a slug where none is published
	OfficialNumber       *int
	Name                 string
	Kind                 SiteKind
	Format               SiteFormat
	LabelledOn           PartialDate        // of an antenna: its parent's
	Group                Text               `bun:"group_name"`
	Address              Address            `bun:"embed:address_"`
	Position             *Position          `bun:"type:text"`
	CommuneCode          cog.CommuneCode    // current; "" for an itinerant site without a seat
	PublishedCommuneCode cog.CommuneCode    // as published: an arrondissement, a merged commune
	PublishedPlace       Text               // the place in the words of the source, where it gave no code
	ServesCodes          []cog.CommuneCode  // where an itinerant site stops; nil if not published
	DepartmentCode       cog.DepartmentCode // as published; "" in an overseas collectivity
	CollectivityCode     string
	Hours                Hours `bun:"embed:hours_"`
	ByAppointment        *bool
	Contact              Contact `bun:"embed:contact_"`
	Note                 Text
}

// Itinerant says whether the site moves: a bus or a round of stops.
func (s *Site) Itinerant() bool { return s.Format == Bus || s.Format == Itinerant }

// An Address is a postal address as published.
type Address struct {
	Street     Text
	Complement Text
	PostalCode Text
	City       Text
}

// Hours are the opening hours of each day as published, local time, "" for a
// day without any: "09:00 - 12:00 / 14:00 - 17:00".
type Hours struct {
	Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday Text
}

// A Contact is how to reach a site. Personal addresses and numbers were
// withheld at import; see Withheld.
type Contact struct {
	Email Text
	Phone Text
}
