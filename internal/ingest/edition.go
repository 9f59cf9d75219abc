package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/quality"
	"maillage/internal/search"
	"maillage/internal/source"
)

// finish makes the edition of all that was read.
func (b *importer) finish() *Import {
	records := *b.base
	records.Communes, records.Cantons = b.geo.communes, b.geo.cantons
	records.Sites = b.allSites()
	records.Counts, records.Targets = b.allCounts(), b.allTargets()
	records.TravelTimes = b.allTimes(records.Sites)
	records.Sources = b.sources()
	asOf := b.asOf()
	edition := network.Edition{
		Label: b.label(asOf), AsOf: asOf, Coverage: b.coverage(asOf), Gaps: b.gaps(asOf), Withheld: b.allWithheld(),
	}
	edition.Report = b.report() // last: it holds what the others assumed
	if b.siteInput() != nil {
		edition.Report.Rules = quality.Check(&records, asOf, b.found, b.withheld.emails+b.withheld.phones+b.withheld.notes)
	}
	return &Import{Edition: edition, Records: &records}
}

var (
	dayInName   = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})-?([0-9]{2})-?([0-9]{2})(?:[^0-9]|$)`)
	monthInName = regexp.MustCompile(`([a-z]+) (20[0-9]{2})`)
)

// dateIn returns the day that a file's name carries, the last one of a month in
// French letters, "" if none.
func dateIn(file string) network.Date {
	for _, found := range dayInName.FindAllStringSubmatch(file, -1) {
		if date, err := network.ParseDate(strings.Join(found[1:], "-")); err == nil {
			return date
		}
	}
	for _, found := range monthInName.FindAllStringSubmatch(strings.Join(search.Words(file), " "), -1) {
		if month := slices.Index(frenchMonths, found[1]); month >= 0 {
			year, _ := strconv.Atoi(found[2])
			return network.DateOf(time.Date(year, time.Month(month+2), 0, 0, 0, 0, 0, time.UTC))
		}
	}
	return ""
}

// asOf is the last day that the edition speaks for.
func (b *importer) asOf() network.Date {
	list := b.siteInput()
	latest := b.latest()
	switch {
	case b.opts.AsOf != "":
		if latest > b.opts.AsOf {
			b.assume("The files speak of days as late as %s; the edition speaks for %s, as asked.", latest, b.opts.AsOf)
		}
		return b.opts.AsOf
	case list == nil:
		return max(b.baseEdition.AsOf, latest)
	}
	// A press release is named after the day it came out, before what it announces.
	if named := dateIn(list.file); named != "" && list.format.source != source.Release {
		b.assume("%s: the list is of %s, the day its name carries.", list.file, named)
		if latest > named {
			b.assume("The files speak of days as late as %s, after the day of the list.", latest)
		}
		return named
	}
	b.assume("%s: the list is of %s, the latest day that it or a count speaks of.", list.file, latest)
	return latest
}

// latest is the latest day of a label or count in the files.
func (b *importer) latest() network.Date {
	var latest network.Date
	for i := range b.sites {
		latest = max(latest, b.sites[i].LabelledOn.First())
	}
	for key := range b.counts {
		latest = max(latest, key.date)
	}
	return latest
}

// label names the edition for people, in French.
func (b *importer) label(asOf network.Date) string {
	list := b.siteInput()
	switch {
	case b.opts.Label != "":
		return b.opts.Label
	case list == nil:
		before, _, _ := strings.Cut(cmp.Or(b.baseEdition.Label, "Édition sans liste"), " · ")
		return before + " · " + b.brought()
	case list.format.source == source.Release:
		return "Communiqué du 25 novembre 2019"
	}
	return "Liste officielle du " + frenchDate(asOf)
}

// brought says in French what the files are about.
func (b *importer) brought() string {
	has := map[kind]bool{}
	for _, in := range b.inputs {
		has[in.format.brings] = true
	}
	switch {
	case has[geographyKind] && has[figuresKind]:
		return "géographie et décomptes complétés"
	case has[figuresKind]:
		return "décomptes complétés"
	case has[timesKind] && !has[geographyKind]:
		return "temps de trajet ajoutés"
	}
	return "géographie complétée"
}

func frenchDate(d network.Date) string {
	months := [...]string{"janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	t := d.Time()
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s %s %d", day, months[t.Month()-1], t.Year())
}

// Where a press release's sites are all there is: Hauts-de-France, until the
// day it speaks of.
const (
	releaseRegion cog.RegionCode = "32"
	releaseUntil  network.Date   = "2020-01-01"
)

// coverage says where and until when the edition lists every site.
func (b *importer) coverage(asOf network.Date) []network.EditionCoverage {
	list := b.siteInput()
	switch {
	case list == nil:
		return b.baseEdition.Coverage
	case list.format.source == source.Release:
		return []network.EditionCoverage{{Territory: network.RegionRef(releaseRegion), Until: releaseUntil}}
	}
	if official, short := b.shortOf(asOf); short {
		b.assume("%s: the list has %d principal sites, the official count of %s is %d: it is not taken for complete and covers no territory.",
			list.file, b.principalSites(), official.Date, official.Labelled)
		return nil
	}
	return []network.EditionCoverage{{Territory: network.FranceRef, Until: asOf}}
}

// shortOf says whether the list lacks more than one site in a hundred of the
// official count of its day: the last before it, else the first after it.
func (b *importer) shortOf(asOf network.Date) (official network.ReportedCount, short bool) {
	for _, c := range b.allCounts() {
		before, found := c.Date <= asOf, official.Date != ""
		if c.Territory == network.FranceRef && (!found || before && c.Date > official.Date) {
			official = c
		}
	}
	return official, b.principalSites()*100 < official.Labelled*99
}

func (b *importer) principalSites() int {
	n := 0
	for i := range b.sites {
		if b.sites[i].Kind == network.Principal {
			n++
		}
	}
	return n
}

// allWithheld counts what was withheld of the sites that the edition has.
func (b *importer) allWithheld() []network.Withheld {
	if b.siteInput() == nil {
		return b.baseEdition.Withheld
	}
	all := []network.Withheld{
		{Field: "Contact.email", Count: b.withheld.emails, Reason: "Mail address that names a person."},
		{Field: "Contact.phone", Count: b.withheld.phones, Reason: "Mobile number of a site that does not move: a person's, not the service's."},
		{Field: "Site.note", Count: b.withheld.notes, Reason: "Note that held such an address or number: only that part is withheld."},
	}
	return slices.DeleteFunc(all, func(w network.Withheld) bool { return w.Count == 0 })
}

// gaps are the base's, less those that the files fill, and those that they
// leave.
func (b *importer) gaps(asOf network.Date) []network.DataGap {
	gaps := slices.DeleteFunc(slices.Clone(b.baseEdition.Gaps), func(g network.DataGap) bool {
		return slices.ContainsFunc(b.inputs, func(in *input) bool { return slices.Contains(in.format.fills, g.Field) })
	})
	if b.cog != nil {
		gaps = append(gaps, network.DataGap{
			Field:  "Commune.canton",
			Reason: "Insee's file names no canton for the communes of Martinique and Guyane, which have none.",
			Since:  asOf,
		})
	}
	if b.api != nil || b.centroids != nil {
		gaps = append(gaps, b.missingOutlines(asOf)...)
	}
	if list := b.siteInput(); list != nil && list.format.source != source.Release {
		gaps = append(gaps, b.listGaps(asOf)...)
	}
	return gaps
}

// listGaps says what a list of sites leaves open.
func (b *importer) listGaps(asOf network.Date) []network.DataGap {
	antennas := "The list dates an antenna by its parent's label: an antenna is known from the first edition that shows it."
	if !slices.ContainsFunc(b.sites, func(s network.Site) bool { return s.Kind == network.Antenna }) {
		antennas = "The list tells no antennas from principal sites."
	}
	gaps := []network.DataGap{{Field: "Progress.antennas", Reason: antennas, Since: asOf}}
	if official, short := b.shortOf(asOf); short {
		gaps = append(gaps, network.DataGap{Field: "Network.sites", Since: asOf, Reason: fmt.Sprintf(
			"The list has %d principal sites, the official count of %s is %d.", b.principalSites(), official.Date, official.Labelled)})
	}
	return gaps
}

// missingOutlines says of how many communes the files of outlines lack the
// centre or the surface.
func (b *importer) missingOutlines(asOf network.Date) []network.DataGap {
	var noCentre, noSurface int
	for i := range b.geo.communes {
		c := &b.geo.communes[i]
		if c.Position == nil || c.Position.Precision != network.PositionCentre {
			noCentre++
		}
		if c.SurfaceKm2 == nil {
			noSurface++
		}
	}
	var gaps []network.DataGap
	if noCentre > 0 {
		gaps = append(gaps, network.DataGap{Field: "Commune.position", Since: asOf, Reason: fmt.Sprintf(
			"The official centre of %d communes is not in the files imported: their position has another precision, or there is none.", noCentre)})
	}
	if noSurface > 0 {
		gaps = append(gaps, network.DataGap{Field: "Commune.surfaceKm2", Since: asOf, Reason: fmt.Sprintf(
			"The surface of %d communes is not in the files imported.", noSurface)})
	}
	return gaps
}

// report puts together what became of every file.
func (b *importer) report() network.Report {
	var r network.Report
	for _, in := range b.inputs {
		r.Files = append(r.Files, in.report)
		r.Refusals = append(r.Refusals, in.refusals...)
		r.Unmatched = append(r.Unmatched, in.unmatched...)
		r.Assumptions = append(r.Assumptions, in.assumed()...)
		if len(in.extra) > 0 {
			r.Assumptions = append(r.Assumptions, fmt.Sprintf("%s: columns that are not known were passed over: %s.", in.file, strings.Join(clipAll(in.extra), ", ")))
		}
	}
	r.Assumptions = append(r.Assumptions, b.assumptions...)
	return r
}

func clipAll(texts []string) []string {
	const most = 20
	var clipped []string
	for _, t := range texts[:min(len(texts), most)] {
		clipped = append(clipped, clip(t))
	}
	return clipped
}
