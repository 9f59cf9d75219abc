package ingest

import (
	"cmp"
	"math"
	"slices"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/source"
)

// mostMinutes is more than any way by road within the country takes.
const mostMinutes = 10_000

// A timeKey is a way from a commune to a site.
type timeKey struct {
	commune cog.CommuneCode
	site    string
}

// readTimes reads a table of travel times: the commune one comes from, the site
// by its code, the minutes.
func readTimes(b *importer, in *input) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	sites := b.siteCodes()
	seen := map[timeKey]float64{}
	for t.next() {
		code, err := cog.ParseCommune(t.get("commune"))
		if err != nil {
			t.refuse("commune", err.Error())
			continue
		}
		commune, ok := b.geo.current(code)
		if !ok {
			t.refuse("commune", "is no commune of the geography")
			continue
		}
		site := t.get("site")
		if !sites[site] {
			t.refuse("site", "is no site of the list")
			continue
		}
		minutes, ok := parseFloat(t.get("minutes"))
		if !ok || !(minutes >= 0 && minutes <= mostMinutes) {
			t.refuse("minutes", "is no number of minutes between 0 and 10000")
			continue
		}
		minutes = math.Round(minutes*100) / 100
		key := timeKey{commune, site}
		if before, twice := seen[key]; twice {
			t.refuse("minutes", twiceReason(before == minutes))
			continue
		}
		seen[key] = minutes
		b.times = append(b.times, network.TravelTime{CommuneCode: commune, SiteCode: site, Minutes: minutes, SourceCode: source.TravelTimes})
	}
	return t.err
}

// siteCodes are the codes of the sites that the edition will have.
func (b *importer) siteCodes() map[string]bool {
	sites := b.sites
	if b.siteInput() == nil {
		sites = b.base.Sites
	}
	codes := make(map[string]bool, len(sites))
	for i := range sites {
		codes[sites[i].Code] = true
	}
	return codes
}

// allTimes returns the file's travel times, else those of the base whose commune
// and site are still there.
func (b *importer) allTimes(sites []network.Site) []network.TravelTime {
	times := b.times
	if !slices.ContainsFunc(b.inputs, func(in *input) bool { return in.format.brings == timesKind }) {
		times = b.keptTimes(sites)
	}
	slices.SortFunc(times, func(x, y network.TravelTime) int {
		return cmp.Or(cmp.Compare(x.CommuneCode, y.CommuneCode), cmp.Compare(x.SiteCode, y.SiteCode))
	})
	return times
}

func (b *importer) keptTimes(sites []network.Site) []network.TravelTime {
	if len(b.base.TravelTimes) == 0 {
		return nil
	}
	there := make(map[string]bool, len(sites))
	for i := range sites {
		there[sites[i].Code] = true
	}
	var kept []network.TravelTime
	for _, t := range b.base.TravelTimes {
		if current, ok := b.geo.current(t.CommuneCode); ok && current == t.CommuneCode && there[t.SiteCode] {
			kept = append(kept, t)
		}
	}
	if lost := len(b.base.TravelTimes) - len(kept); lost > 0 {
		b.assume("%d travel times of the edition before are left out: their commune or site is no longer there.", lost)
	}
	return kept
}
