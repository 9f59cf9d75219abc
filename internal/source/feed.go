package source

import (
	"slices"
	"time"
)

// A Feed is a file of a publication that is made anew from time to time.
type Feed struct {
	Code        string // what operators call it: "sites"
	Publication string // the code of the publication it is a file of
	Format      string // what ingest calls it
	URL         string // "" where no address is known to stay: then it is not fetched
	Every       time.Duration
}

const (
	daily  = 24 * time.Hour
	weekly = 7 * daily
)

// feeds are what can be imported, one for each format but the press release,
// which is of one day. Insee's address of the communes has a year in it, and none
// is known to stay for the names of cantons, the centroids and the barometer.
// The lists of EPCI, departments and regions of geo.api.gouv.fr are not among
// them, since nothing of theirs is read: those of the embedded edition hold.
var feeds = []Feed{
	{
		Code: "sites", Publication: Sites, Format: "official site list", Every: daily,
		URL: "https://www.data.gouv.fr/fr/datasets/r/31576dff-fd61-4de9-819f-32c2f880b142",
	},
	{
		Code: "communes", Publication: GeoAPI, Format: "geo.api.gouv.fr communes", Every: weekly,
		URL: "https://geo.api.gouv.fr/communes?fields=nom,code,centre,surface,codesPostaux,codeEpci,codeDepartement,codeRegion,zone,population&format=json",
	},
	{Code: "cog", Publication: Cog, Format: "COG communes", Every: weekly},
	{Code: "canton-names", Publication: CantonNames, Format: "canton names", Every: weekly},
	{Code: "centroids", Publication: Centroids, Format: "commune centroids", Every: weekly},
	{Code: "counts-national", Publication: Barometer, Format: "barometer counts, national", Every: daily},
	{Code: "counts-regional", Publication: Barometer, Format: "barometer counts, regional", Every: daily},
	{Code: "counts-departmental", Publication: Barometer, Format: "barometer counts, departmental", Every: daily},
	{Code: "targets-national", Publication: Barometer, Format: "barometer targets, national", Every: weekly},
	{Code: "targets-regional", Publication: Barometer, Format: "barometer targets, regional", Every: weekly},
	{Code: "targets-departmental", Publication: Barometer, Format: "barometer targets, departmental", Every: weekly},
	{Code: "travel-times", Publication: TravelTimes, Format: "travel times", Every: weekly},
}

// Feeds returns all of them. The list is the caller's own.
func Feeds() []Feed { return slices.Clone(feeds) }
