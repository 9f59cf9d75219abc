package snapshot

import (
	"context"
	"slices"
	"strings"

	"maillage/internal/identity"
	"maillage/internal/network"
)

// A SiteDoubt is two published rows that may be one site, or of which the first
// may have been merged into the other.
type SiteDoubt struct {
	identity.Doubt
	edition *Edition // in which they are doubted
}

// A DoubtReason is why two rows are in doubt: an identity.Reason in capitals.
type DoubtReason string

// A DoubtVerdict is what two rows may be: a network.Verdict in capitals.
type DoubtVerdict string

func verdictOf(v network.Verdict) DoubtVerdict { return DoubtVerdict(strings.ToUpper(string(v))) }

// Doubts lists which of its sites are in doubt, those that nobody decided of
// first.
func (e *Edition) Doubts() []SiteDoubt {
	doubts := []SiteDoubt{}
	for _, d := range slices.Concat(e.past.register.Doubts, e.past.register.Settled) {
		if d.Edition == e.Number {
			doubts = append(doubts, SiteDoubt{d, e})
		}
	}
	return doubts
}

// Reason returns why they are in doubt.
func (d *SiteDoubt) Reason() DoubtReason {
	return DoubtReason(strings.ToUpper(string(d.Doubt.Reason)))
}

// TakenFor returns what they are taken for until somebody decides.
func (d *SiteDoubt) TakenFor() DoubtVerdict { return verdictOf(d.Doubt.TakenFor()) }

// Proposed returns what a person is asked to decide.
func (d *SiteDoubt) Proposed() DoubtVerdict { return verdictOf(d.Doubt.Proposed()) }

// Row returns the first row.
func (d *SiteDoubt) Row() DoubtedRow { return DoubtedRow{d.AsOf, d.Doubt.Row, d.edition} }

// Other returns the other row.
func (d *SiteDoubt) Other() DoubtedRow { return DoubtedRow{d.OtherAsOf, d.Doubt.Other, d.edition} }

// Decision returns what a person decided, nil until then.
func (d *SiteDoubt) Decision() *DoubtDecision {
	if d.Doubt.Decision == nil {
		return nil
	}
	return &DoubtDecision{verdictOf(d.Doubt.Decision.Verdict), d.Doubt.Decision.On, d.Doubt.Decision.Source}
}

// A DoubtDecision is what a person decided of two rows.
type DoubtDecision struct {
	Verdict  DoubtVerdict
	ClosedOn network.PartialDate
	Source   network.Text
}

// A DoubtedRow is a published row that is in doubt.
type DoubtedRow struct {
	AsOf    network.Date // the last day of an edition that has it
	row     int
	edition *Edition
}

// Code returns the code it was published under.
func (r *DoubtedRow) Code() string { return r.published().Code }

// Name returns its name.
func (r *DoubtedRow) Name() string { return r.published().Name }

// Place returns its address, or the place in the words of the source.
func (r *DoubtedRow) Place() network.Text { return network.Text(identity.Place(r.published())) }

func (r *DoubtedRow) published() *network.Site { return r.edition.past.row(r.row) }

// Site returns the site it is of as the edition shows it, nil if that does not
// know it.
func (r *DoubtedRow) Site(ctx context.Context) (*Site, error) {
	n, err := r.edition.open(ctx)
	if err != nil {
		return nil, err
	}
	return n.Site(r.edition.past.register.Of(r.row).Code), nil
}
