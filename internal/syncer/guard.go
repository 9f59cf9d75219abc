package syncer

import (
	"fmt"
	"slices"
	"strings"

	"maillage/internal/ingest"
	"maillage/internal/network"
	"maillage/internal/source"
)

// mostLost is how many rows in a hundred a file may lose between two visits.
const mostLost = 5

// meant says whether an edition may be published, and holds back the files that
// keep it from that: what they say may be read, but looks like a mistake of the
// source's, on which no edition is made without a person's word.
func (p *pass) meant(made *ingest.Import) bool {
	meant := true
	for _, v := range p.taken() {
		report := reportOf(made, v)
		v.Rows = report.Kept
		if reason := p.mistake(v, report); reason != "" && !p.accepted(v) {
			v.end(Held, reason)
			meant = false
		}
	}
	return meant && p.inOrder(made)
}

func reportOf(made *ingest.Import, v *Visit) network.FileReport {
	for _, f := range made.Edition.Report.Files {
		if strings.HasPrefix(f.File, v.File) {
			return f
		}
	}
	return network.FileReport{}
}

// mistake says what looks wrong with a file beside the last one of its kind that
// was published, by whatever way; "" if nothing does.
func (p *pass) mistake(v *Visit, now network.FileReport) string {
	before := p.before(v.feed)
	if len(now.Columns) > 0 {
		lost := slices.DeleteFunc(slices.Clone(before.Columns), func(c string) bool { return slices.Contains(now.Columns, c) })
		if len(lost) > 0 {
			return "it has lost columns that were published before: " + strings.Join(lost, ", ")
		}
	}
	if now.Kept*100 < before.Kept*(100-mostLost) {
		return fmt.Sprintf("it has shrunk: %d rows of it can be kept, %.1f %% fewer than the %d of the file published before",
			now.Kept, 100*float64(before.Kept-now.Kept)/float64(before.Kept), before.Kept)
	}
	return ""
}

// before returns the report of the last file of a feed's format in an edition,
// looked for from the one that is served.
func (p *pass) before(feed source.Feed) network.FileReport {
	for _, e := range p.editions {
		if e.Withdrawn {
			continue
		}
		for _, f := range e.Report.Files {
			if f.Format == feed.Format {
				return f
			}
		}
	}
	return network.FileReport{}
}

// inOrder says whether an edition would be served: one that speaks for a day
// before that of the base would not. A list that carries an earlier day in its
// name is held back. One that carries none is official on the day it is fetched,
// so it speaks for the base's day at least.
func (p *pass) inOrder(made *ingest.Import) bool {
	if made.Edition.AsOf >= p.base.AsOf {
		return true
	}
	for _, v := range p.taken() {
		if v.feed.Publication != source.Sites {
			continue
		}
		if named := publishedOn(made); len(named) == len(made.Edition.AsOf) {
			v.end(Held, fmt.Sprintf("it speaks for %s, before %s, the day of the edition served", named, p.base.AsOf))
			return false
		}
		p.assumed = append(p.assumed, fmt.Sprintf("%s: the list carries no day; it is official on the day it was fetched, so it speaks for %s, the day of the edition before.",
			v.File, p.base.AsOf))
	}
	p.asOf = p.base.AsOf
	return false
}

// publishedOn returns the day or year that the name of the list carries.
func publishedOn(made *ingest.Import) network.PartialDate {
	for _, s := range made.Records.Sources {
		if s.Code == source.Sites {
			return s.PublishedOn
		}
	}
	return ""
}
