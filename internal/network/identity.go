package network

// A SiteVersion is a row of a site as published, and the editions that hold it.
type SiteVersion struct {
	Site  `bun:",extend"`
	Since int // number of the first edition that holds it
	Until int // number of the first that no longer does, 0 while it holds
}

// HeldIn says whether an edition holds the row.
func (v *SiteVersion) HeldIn(number int) bool {
	return v.Since <= number && (v.Until == 0 || number < v.Until)
}

// An Identity is what all editions together tell of a site. It is derived, not
// published by any.
type Identity struct {
	Code           string      // the official number once known, a slug before
	OfficialNumber *int        // nil if no edition gives one
	FormerCodes    []string    // other codes it was published under
	ClosedOn       PartialDate // "" unless a source says so
	Sighting
}

// A Verdict is what a person decided of two published rows.
type Verdict string

// The verdicts on rows.
const (
	Same      Verdict = "same"      // they are one site
	Different Verdict = "different" // they are two
	Merged    Verdict = "merged"    // the site of the first was merged into that of the other
	Closed    Verdict = "closed"    // the site of the first has closed; there is no other
)

// A Decision is a verdict on two rows, each named by the last day of an edition
// and the code it gives the site.
type Decision struct {
	AsOf      Date   `bun:",pk"`
	Code      string `bun:",pk"`
	OtherAsOf Date   `bun:",pk"`
	OtherCode string `bun:",pk"`
	Verdict   Verdict
	On        PartialDate `bun:"closed_on"` // of a closure: when
	Source    Text        // who says so
}
