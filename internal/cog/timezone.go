package cog

// Opening hours are local, and the Republic spans twelve time zones.
var overseasZones = map[string]string{
	"971": "America/Guadeloupe",
	"972": "America/Martinique",
	"973": "America/Cayenne",
	"974": "Indian/Reunion",
	"975": "America/Miquelon",
	"976": "Indian/Mayotte",
	"977": "America/St_Barthelemy",
	"978": "America/Marigot",
	"984": "Indian/Kerguelen",
	"986": "Pacific/Wallis",
	"987": "Pacific/Tahiti",
	"988": "Pacific/Noumea",
	"989": "Etc/GMT+8", // Clipperton, uninhabited
}

// TimeZone returns the IANA name of the clock a department or an overseas
// collectivity lives by: "Europe/Paris", "Indian/Reunion". French Polynesia
// answers with Tahiti's, where nearly all its people live.
func TimeZone(departmentOrCollectivity string) string {
	if zone, ok := overseasZones[departmentOrCollectivity]; ok {
		return zone
	}
	return "Europe/Paris"
}
