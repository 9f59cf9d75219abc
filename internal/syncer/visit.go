package syncer

import (
	"fmt"
	"slices"

	"maillage/internal/network"
	"maillage/internal/source"
	"maillage/internal/source/download"
)

// An Outcome is how a visit to a source ended.
type Outcome string

// How a visit ends.
const (
	Taken     Outcome = "new"       // the file is in the edition that was published
	Unchanged Outcome = "unchanged" // there is nothing new in it
	Held      Outcome = "held back" // it cannot be meant, or cannot be read
	Failed    Outcome = "failed"    // it could not be fetched
)

// A Visit is what became of one feed.
type Visit struct {
	Code    string  `json:"source"`
	Outcome Outcome `json:"outcome"`
	Reason  string  `json:"reason,omitempty"` // why it failed or was held back, in a sentence
	File    string  `json:"file,omitempty"`   // what was fetched
	Rows    int     `json:"rows,omitempty"`   // that were kept of it
	feed    source.Feed
	fetched *download.File // nil if nothing was
	known   network.Download
}

func (v *Visit) end(outcome Outcome, reason string) {
	v.Outcome, v.Reason = outcome, reason
}

// remembers returns what to keep of a visit for the next, false if nothing.
// Of a file that was held back only that it was asked for: the next visit is to
// fetch it again.
func (v *Visit) remembers() (network.Download, bool) {
	d := v.known
	if address := hashOf(v.feed.URL); d.Address != address {
		d = network.Download{Code: v.Code, Address: address, Sha256: d.Sha256}
	}
	if v.fetched != nil && v.Outcome != Held {
		d.ETag, d.LastModified, d.Sha256 = v.fetched.ETag, v.fetched.LastModified, v.fetched.Sha256
	}
	return d, v.Outcome != Failed
}

// A Report is what one pass did.
type Report struct {
	Visits  []*Visit         `json:"sources"`
	Edition *network.Edition `json:"edition"` // that was published; nil if nothing is new
}

// Failed returns the feeds that could not be fetched.
func (r *Report) Failed() []source.Feed {
	var failed []source.Feed
	for _, v := range r.ended(Failed) {
		failed = append(failed, v.feed)
	}
	return failed
}

// Reasons says of each source that was held back or failed why, none if none was.
func (r *Report) Reasons() []string {
	var reasons []string
	for _, v := range r.ended(Held, Failed) {
		reasons = append(reasons, fmt.Sprintf("%s %s: %s", v.Code, v.Outcome, v.Reason))
	}
	return reasons
}

// ended returns the visits that ended in one of these ways.
func (r *Report) ended(ways ...Outcome) []*Visit {
	return slices.DeleteFunc(slices.Clone(r.Visits), func(v *Visit) bool { return !slices.Contains(ways, v.Outcome) })
}

// Err says in a sentence how many sources were held back or failed, nil if none.
func (r *Report) Err() error {
	switch held, failed := len(r.ended(Held)), len(r.ended(Failed)); {
	case held > 0 && failed > 0:
		return fmt.Errorf("of %d sources %d are held back and %d could not be fetched", len(r.Visits), held, failed)
	case held > 0:
		return fmt.Errorf("of %d sources %d are held back", len(r.Visits), held)
	case failed > 0:
		return fmt.Errorf("of %d sources %d could not be fetched", len(r.Visits), failed)
	}
	return nil
}
