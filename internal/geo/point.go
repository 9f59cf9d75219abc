package geo

import (
	"fmt"
	"math"
)

// Radius is the mean radius of the earth in metres (IUGG).
const Radius = 6_371_008.8

// A Point is a place on the earth, as a vector of length 1 from its centre: x
// towards 0° N 0° E, y towards 0° N 90° E, z towards the north pole. Poles and
// the date line are points like all others.
type Point struct{ X, Y, Z float64 }

// A DegreesError says that two numbers are not a latitude and a longitude.
type DegreesError struct{ Latitude, Longitude float64 }

func (e *DegreesError) Error() string {
	return fmt.Sprintf("latitude %g, longitude %g is no point of the globe: a latitude lies within ±90, a longitude within ±180",
		e.Latitude, e.Longitude)
}

// At returns the point of a latitude and a longitude in degrees, or a
// *DegreesError.
func At(latitude, longitude float64) (Point, error) {
	// The negation refuses NaN too.
	if !(math.Abs(latitude) <= 90 && math.Abs(longitude) <= 180) {
		return Point{}, &DegreesError{latitude, longitude}
	}
	sinLat, cosLat := math.Sincos(latitude * math.Pi / 180)
	sinLon, cosLon := math.Sincos(longitude * math.Pi / 180)
	return Point{cosLat * cosLon, cosLat * sinLon, sinLat}, nil
}

// Degrees returns the latitude and longitude.
func (p Point) Degrees() (latitude, longitude float64) {
	return math.Atan2(p.Z, math.Hypot(p.X, p.Y)) * 180 / math.Pi, math.Atan2(p.Y, p.X) * 180 / math.Pi
}

// Metres returns the great-circle distance to another point.
func (p Point) Metres(q Point) float64 { return p.Gap(q).Metres() }

// Centre returns the point in the middle of others; false where there is none,
// as of no points, or of two antipodes.
func Centre(points []Point) (Point, bool) {
	var sum Point
	for _, p := range points {
		sum.X, sum.Y, sum.Z = sum.X+p.X, sum.Y+p.Y, sum.Z+p.Z
	}
	length := math.Sqrt(sum.X*sum.X + sum.Y*sum.Y + sum.Z*sum.Z)
	if length < 1e-9 {
		return Point{}, false
	}
	return Point{sum.X / length, sum.Y / length, sum.Z / length}, true
}

// A Gap is the square of the straight line between two points through a globe
// of radius 1, from 0 to 4. It grows with the distance and is cheaper to
// compute: gaps are for comparing.
type Gap float64

// Gap returns the gap to another point.
func (p Point) Gap(q Point) Gap {
	x, y, z := p.X-q.X, p.Y-q.Y, p.Z-q.Z
	return Gap(x*x + y*y + z*z)
}

// Metres returns the great-circle distance across the gap. It is the haversine
// formula, half the line being the sine of half the angle.
func (g Gap) Metres() float64 { return 2 * Radius * math.Asin(min(1, math.Sqrt(float64(g))/2)) }

// Everywhere is a gap that no two points exceed, whatever the rounding.
const Everywhere Gap = 5

// GapOf returns a gap that no distance up to so many metres exceeds. It errs
// on the large side, by a few millimetres in a hundred kilometres: compare the
// metres where the bound must be exact.
func GapOf(metres float64) Gap {
	switch {
	case metres < 0:
		return -1
	case metres >= math.Pi*Radius:
		return Everywhere
	}
	half := math.Sin(metres / (2 * Radius))
	const slack = 1e-7
	return Gap(4*half*half*(1+slack) + 1e-18)
}
