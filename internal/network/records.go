package network

// Records is all that one edition publishes, each list in the order of its
// codes. It is what ingest makes, the store keeps and the snapshot links; none
// of them changes it once made.
type Records struct {
	Regions         []Region
	Departments     []Department
	Arrondissements []Arrondissement
	Collectivities  []Collectivity
	Epcis           []Epci
	Cantons         []Canton
	Communes        []Commune
	Sites           []Site
	Partners        []Partner
	Services        []Service
	Targets         []Target
	Counts          []ReportedCount
	Shares          []ReportedShare
	TravelTimes     []TravelTime
	Sources         []Source
}
