package embedded

import "maillage/internal/network"

// gaps returns what the edition cannot answer, and why: first what no source
// publishes, then what an import brings.
func gaps() []network.DataGap {
	const label = firstLabels
	return []network.DataGap{
		{Field: "Site.agents", Since: label, Reason: "No source publishes the agents of each site; the label requires two."},
		{Field: "Site.videoConference", Since: label, Reason: "No source publishes which sites have video-conference equipment."},
		{Field: "Site.visits", Since: label, Reason: "No source publishes the visits of each site."},
		{Field: "Network.sites", Since: label, Reason: "Only the 31 sites of Hauts-de-France labelled on 1 January 2020 are embedded; the ANCT's list brings all others."},
		{Field: "Site.address", Since: label, Reason: "The press release names communes only; the ANCT's list brings addresses."},
		{Field: "Site.position", Since: label, Reason: "The press release names communes only; the ANCT's list brings positions."},
		{Field: "Site.openingHours", Since: label, Reason: "The press release gives no hours; the ANCT's list brings them."},
		{Field: "Site.byAppointment", Since: label, Reason: "The press release does not say; the ANCT's list does."},
		{Field: "Site.contact", Since: label, Reason: "The press release gives no contact; the ANCT's list brings them."},
		{Field: "Network.cantons", Since: label, Reason: "The embedded geography has no cantons; Insee's communes file brings them."},
		{Field: "Commune.canton", Since: label, Reason: "The embedded geography has no cantons; Insee's communes file brings them."},
		{Field: "Commune.surfaceKm2", Since: label, Reason: "The embedded geography has no surfaces; geo.api.gouv.fr brings them."},
		{Field: "Commune.position", Since: label, Reason: "Main settlements (GeoNames) for 90 % of the population, means of neighbouring communes for the others, none for part of the overseas collectivities; shares of access are off by up to 3.5 points."},
		{Field: "Progress.reported", Since: label, Reason: "Official counts are embedded for France and its regions; the barometer's files bring the departments'."},
		{Field: "Partner.since", Since: "2024-01-01", Reason: "Partners that joined since 2024 are known by month or year only; the Anah's day is not verified."},
		{Field: "Target.announcedOn", Since: "2021-01-01", Reason: "The barometer does not say when it set its targets; the year it opened is given."},
	}
}

// assumptions returns what was taken for granted to make the edition.
func assumptions() []string {
	return []string{
		"The geography is that of the Code officiel géographique on 1 January 2024, at every date.",
		"The site of the CC Thiérache Sambre et Oise stands in Guise (02361), as the ANCT's lists say.",
		"Two sites published for one commune are two sites, told apart by a number.",
		"A commune without a settlement in GeoNames stands at the mean of the communes that share its postal code, else its EPCI, else its department.",
		"An official count holds until the next one is published.",
	}
}
