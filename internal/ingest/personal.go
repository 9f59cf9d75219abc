package ingest

import (
	"maillage/internal/cog"
	"maillage/internal/network"
)

// Personal returns the codes of the sites with a mail address or a mobile number
// that would be withheld if they were read from a list: none of an edition that
// this version made.
func Personal(records *network.Records) []string {
	b := newImporter(records, network.Edition{}, Options{})
	b.geo = &geography{communes: records.Communes, byCode: map[cog.CommuneCode]*network.Commune{}}
	for i := range records.Communes {
		b.geo.byCode[records.Communes[i].Code] = &records.Communes[i]
	}
	var codes []string
	for _, s := range records.Sites {
		r := &siteReader{importer: b, table: &table{in: &input{}}}
		if r.withhold(&s); r.in.report.Withheld > 0 {
			codes = append(codes, s.Code)
		}
	}
	return codes
}
