package ingest

import (
	"cmp"
	"maps"
	"slices"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/source"
)

// siteInput returns the file that brings the sites, nil if none does.
func (b *importer) siteInput() *input {
	for _, in := range b.inputs {
		if in.format.brings == sitesKind {
			return in
		}
	}
	return nil
}

// allSites returns the file's sites, else the base's with their communes led to
// those of today.
func (b *importer) allSites() []network.Site {
	if b.siteInput() == nil {
		sites := slices.Clone(b.base.Sites)
		lost := 0
		for i := range sites {
			lost += b.relocate(&sites[i])
		}
		if lost > 0 {
			b.assume("%d sites of the edition before stand in a commune that is in no file; they are kept without it.", lost)
		}
		return sites
	}
	if now, before := len(b.sites), len(b.base.Sites); now*2 < before {
		b.assume("The list has %d sites, less than half the %d of the edition before.", now, before)
	}
	slices.SortFunc(b.sites, byKey(func(s network.Site) string { return s.Code }))
	return b.sites
}

// relocate leads a site's communes to those of the geography and returns 1 if
// its own is gone.
func (b *importer) relocate(s *network.Site) (lost int) {
	if s.CommuneCode != "" {
		current, ok := b.geo.current(s.CommuneCode)
		if !ok {
			current, lost = "", 1
		}
		s.CommuneCode = current
	}
	if s.ServesCodes == nil {
		return lost
	}
	served := make([]cog.CommuneCode, 0, len(s.ServesCodes))
	for _, code := range s.ServesCodes {
		if current, ok := b.geo.current(code); ok && !slices.Contains(served, current) {
			served = append(served, current)
		}
	}
	s.ServesCodes = served
	return lost
}

// allCounts returns the base's counts, each replaced by the files' of the same
// territory and day.
func (b *importer) allCounts() []network.ReportedCount {
	byKeys := map[countKey]network.ReportedCount{}
	for _, c := range b.base.Counts {
		byKeys[countKey{c.Territory, c.Date}] = c
	}
	for key, labelled := range b.counts {
		byKeys[key] = network.ReportedCount{Territory: key.territory, Date: key.date, Labelled: labelled, SourceCode: source.Barometer}
	}
	return slices.SortedFunc(maps.Values(byKeys), func(x, y network.ReportedCount) int {
		return cmp.Or(cmp.Compare(x.Territory, y.Territory), cmp.Compare(x.Date, y.Date))
	})
}

// allTargets returns the base's targets, each replaced by the files' of the same
// code, of which the base may know when it was announced.
func (b *importer) allTargets() []network.Target {
	byCode := map[string]network.Target{}
	for _, t := range b.base.Targets {
		byCode[t.Code] = t
	}
	for _, t := range b.targets {
		t.AnnouncedOn = byCode[t.Code].AnnouncedOn
		byCode[t.Code] = t
	}
	return slices.SortedFunc(maps.Values(byCode), byKey(func(t network.Target) string { return t.Code }))
}
