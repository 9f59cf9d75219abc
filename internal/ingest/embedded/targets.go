package embedded

import (
	"maillage/internal/network"
	"maillage/internal/source"
)

// targets returns the numbers of labelled sites that the government promised
// for the whole country, in the order of their codes.
//
// "2,000 by 2022" may be read in two ways, hence two targets. The barometer
// states 2,543 in its data and 2,500 in its documentation, and no day of
// announcement for either: 2021 is the year it opened.
func targets() []network.Target {
	return []network.Target{
		{Code: "2000-sites-by-2022-01-01", Sites: 2000, DueOn: "2022-01-01", AnnouncedOn: "2019-11-25", SourceCode: source.Release, Territory: network.FranceRef},
		{Code: "2000-sites-by-2022-12-31", Sites: 2000, DueOn: "2022-12-31", AnnouncedOn: "2019-11-25", SourceCode: source.Release, Territory: network.FranceRef},
		{Code: "2500-sites-2022", Sites: 2500, DueOn: "2022-12-31", AnnouncedOn: "2021", SourceCode: source.Barometer, Territory: network.FranceRef},
		{Code: "2543-sites-2022", Sites: 2543, DueOn: "2022-12-31", AnnouncedOn: "2021", SourceCode: source.Barometer, Territory: network.FranceRef},
		{Code: "300-sites-2020", Sites: 300, DueOn: "2020-01-01", AnnouncedOn: "2019-07", SourceCode: source.MaireInfo, Territory: network.FranceRef},
		{Code: "460-sites-2020", Sites: 460, DueOn: "2020-01-01", AnnouncedOn: "2019-11-25", SourceCode: source.Release, Territory: network.FranceRef},
	}
}
