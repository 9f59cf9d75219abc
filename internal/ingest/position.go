package ingest

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"maillage/internal/network"
)

// farKm is the greatest distance at which a site can stand from the centre of
// its commune: the widest, in Guyane, put their sites 70 km off.
const farKm = 100

// A box is a part of the Earth, in degrees.
type box struct{ south, north, west, east float64 }

// territories are boxes around the lands of the Republic where people live.
var territories = []box{
	{41.2, 51.3, -5.3, 9.8},        // mainland and Corsica
	{15.7, 18.3, -63.3, -60.9},     // Guadeloupe, Saint-Martin, Saint-Barthélemy
	{14.2, 15.0, -61.4, -60.7},     // Martinique
	{2.0, 6.0, -54.8, -51.4},       // Guyane
	{-21.6, -20.7, 55.0, 56.0},     // La Réunion
	{-13.2, -12.4, 44.8, 45.5},     // Mayotte
	{46.6, 47.3, -56.6, -56.0},     // Saint-Pierre-et-Miquelon
	{-14.6, -13.0, -178.4, -175.9}, // Wallis-et-Futuna
	{-28.0, -7.5, -155.0, -134.0},  // French Polynesia
	{-23.0, -17.8, 158.0, 172.5},   // New Caledonia
}

// onEarth says whether a latitude and longitude are those of a point; 0, 0 is
// what programs write that know none.
func onEarth(lat, lon float64) bool {
	return math.Abs(lat) <= 90 && math.Abs(lon) <= 180 && (lat != 0 || lon != 0)
}

// plausible says whether a site of a commune can stand at a point: near the
// commune's centre where it is well known, else on the lands of the Republic.
func plausible(lat, lon float64, commune *network.Commune) bool {
	if !onEarth(lat, lon) {
		return false
	}
	if commune != nil && commune.Position != nil {
		switch p := commune.Position; p.Precision {
		case network.PositionCentre, network.PositionSettlement:
			return kilometres(lat, lon, p.Latitude, p.Longitude) <= farKm
		}
	}
	for _, b := range territories {
		if b.south <= lat && lat <= b.north && b.west <= lon && lon <= b.east {
			return true
		}
	}
	return false
}

// How one text says where a point is: in well-known text x comes first, which is the
// longitude; in all else the latitude does.
var (
	wktPoint = regexp.MustCompile(`(?i)^(?:SRID=4326;)?POINT *Z? *\( *(` + degrees + `) +(` + degrees + `)(?: +` + degrees + `)? *\)$`)
	pair     = regexp.MustCompile(`^[\[(]? *(` + degrees + `) *[,; ] *(` + degrees + `) *[\])]?$`)
)

const degrees = `[-+]?[0-9]+(?:[.,][0-9]+)?`

// point reads a text that says both latitude and longitude: "46.1, 5.8" or
// "POINT (5.8 46.1)".
func point(text string) (lat, lon string, ok bool) {
	if found := wktPoint.FindStringSubmatch(text); found != nil {
		return found[2], found[1], true
	}
	if found := pair.FindStringSubmatch(text); found != nil {
		return found[1], found[2], true
	}
	return "", "", false
}

// kilometres is the great-circle distance between two points in degrees, on a
// sphere of the mean radius of the Earth.
func kilometres(lat1, lon1, lat2, lon2 float64) float64 {
	const radius, degree = 6371.0088, math.Pi / 180
	sinLat := math.Sin((lat2 - lat1) * degree / 2)
	sinLon := math.Sin((lon2 - lon1) * degree / 2)
	h := sinLat*sinLat + math.Cos(lat1*degree)*math.Cos(lat2*degree)*sinLon*sinLon
	return 2 * radius * math.Asin(math.Min(1, math.Sqrt(h)))
}

// parseFloat reads a decimal number, with the comma that French spreadsheets
// write too; NaN and infinities are none.
func parseFloat(s string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}
