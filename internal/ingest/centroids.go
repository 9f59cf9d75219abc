package ingest

import (
	"maillage/internal/cog"
	"maillage/internal/network"
)

// A centroid is the centre and surface of a commune's outline.
type centroid struct {
	position   *network.Position
	surfaceKm2 *float64
}

// readCentroids reads centres and surfaces. The outlines are some years older
// than the communes: of one that was merged, they are but a part of today's.
func readCentroids(b *importer, in *input) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	b.centroids = map[cog.CommuneCode]centroid{}
	for t.next() {
		code, err := cog.ParseCommune(t.get("code"))
		if err != nil {
			t.refuse("code", err.Error())
			continue
		}
		if !b.isCurrent(code) {
			t.refuse("code", "is no commune any more")
			continue
		}
		if _, twice := b.centroids[code]; twice {
			t.refuse("code", "this commune stands in the file twice")
			continue
		}
		lat, okLat := parseFloat(t.get("lat"))
		lon, okLon := parseFloat(t.get("lon"))
		if !okLat || !okLon || !onEarth(lat, lon) {
			t.refuse("lat", "latitude and longitude are no point of the Earth")
			continue
		}
		c := centroid{position: &network.Position{Latitude: lat, Longitude: lon, Precision: network.PositionCentre}}
		if km2, ok := parseFloat(t.get("surface_km2")); ok && km2 > 0 {
			c.surfaceKm2 = &km2
		} else if t.get("surface_km2") != "" {
			t.refuseValue("surface_km2", "is no surface")
		}
		b.centroids[code] = c
	}
	return t.err
}
