package ingest

import (
	"maps"
	"regexp"
	"slices"

	"maillage/internal/network"
	"maillage/internal/source"
)

var yearInName = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})(?:[^0-9]|$)`)

// sources returns the base's sources and those of the files read, each with the
// hash of its file where it is one.
func (b *importer) sources() []network.Source {
	byCode := map[string]network.Source{}
	for _, s := range b.base.Sources {
		byCode[s.Code] = s
	}
	if b.siteInput() != nil { // its sites take the place of all others
		delete(byCode, source.Sites)
		delete(byCode, source.SiteMap)
	}
	files := map[string]int{}
	for _, in := range b.inputs {
		code := in.format.source
		publication, known := source.Publication(code)
		if !known {
			continue
		}
		if published := publishedOn(in.file); published != "" {
			publication.PublishedOn = published
		}
		publication.Sha256 = network.Text(in.report.Sha256)
		if files[code]++; files[code] > 1 {
			publication.Sha256 = "" // the report has the hash of each
		}
		byCode[code] = publication
	}
	return slices.SortedFunc(maps.Values(byCode), byKey(func(s network.Source) string { return s.Code }))
}

// publishedOn is the day or year that a file's name carries.
func publishedOn(file string) network.PartialDate {
	if date := dateIn(file); date != "" {
		return network.PartialDate(date)
	}
	if year := yearInName.FindStringSubmatch(file); year != nil {
		return network.PartialDate(year[1])
	}
	return ""
}
