package embedded

import (
	"slices"
	"strings"

	"maillage/internal/network"
	"maillage/internal/source"
)

// sources returns the publications behind the embedded records, and the
// official ones that later imports bring, in the order of their codes.
func sources(read []network.FileReport) []network.Source {
	all := slices.DeleteFunc(source.Publications(), func(s network.Source) bool {
		return s.Code == source.CantonNames || s.Code == source.TravelTimes || s.Code == source.SiteMap
	})
	for i := range all {
		s := &all[i]
		s.Sha256 = network.Text(fileOf(read, s.Code))
		if s.Code == source.Cog {
			s.PublishedOn = "2024" // the vintage that the geography is of
		}
	}
	return all
}

// fileOf returns the checksum of the file that was read of a source, "" if none
// was.
func fileOf(read []network.FileReport, code string) string {
	prefix, ok := map[string]string{source.Divisions: "etalab-", source.Geonames: "cities-500-"}[code]
	if !ok {
		return ""
	}
	for _, f := range read {
		if strings.HasPrefix(f.File, prefix) {
			return f.Sha256
		}
	}
	return ""
}
