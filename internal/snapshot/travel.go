package snapshot

import (
	"math"
	"sort"

	"maillage/internal/geo"
)

// CodeBadModel and CodeBadMinutes are the codes of an Error about a travel
// model, or a number of minutes, that makes no sense.
const (
	CodeBadModel   = "BAD_MODEL"
	CodeBadMinutes = "BAD_MINUTES"
)

// A TravelModelInput says how to estimate travel times.
type TravelModelInput struct {
	Detour   float64 // road distance ÷ great-circle distance
	SpeedKmh float64 // kilometres an hour
}

// A travelModel estimates the minutes that a distance takes.
type travelModel struct{ detour, speed float64 }

// usualModel is calibrated on the Cour des comptes' figure of 2024, 95 % of the
// people within 20 minutes: with the principal sites of the end of 2023 it gives
// 94.9 %. Nothing else confirms it.
var usualModel = travelModel{detour: 1.4, speed: 45}

// Between what bounds a model is taken: from walking pace to a high-speed train,
// from a straight line to a road around a gulf.
const (
	leastDetour, mostDetour = 1, 10
	leastSpeed, mostSpeed   = 1, 400
)

// newModel returns the model asked for, the usual one for nil.
func newModel(in *TravelModelInput) (travelModel, error) {
	switch {
	case in == nil:
		return usualModel, nil
	case !(leastDetour <= in.Detour && in.Detour <= mostDetour): // refuses NaN too
		return travelModel{}, errorf(CodeBadModel, "model: a detour of %g is not between %d and %d", in.Detour, leastDetour, mostDetour)
	case !(leastSpeed <= in.SpeedKmh && in.SpeedKmh <= mostSpeed):
		return travelModel{}, errorf(CodeBadModel, "model: a speed of %g km/h is not between %d and %d", in.SpeedKmh, leastSpeed, mostSpeed)
	}
	return travelModel{in.Detour, in.SpeedKmh}, nil
}

const (
	metresInKm    = 1000
	minutesInHour = 60
)

// minutes returns how long a distance takes, to the hundredth: what is compared
// is what is shown.
func (m travelModel) minutes(metres float64) float64 {
	return roundMinutes(metres / metresInKm * m.detour / m.speed * minutesInHour)
}

func roundMinutes(minutes float64) float64 { return math.Round(minutes*100) / 100 }

// distance returns the metres that take so many minutes.
func (m travelModel) distance(minutes float64) float64 {
	return minutes / minutesInHour * m.speed / m.detour * metresInKm
}

// farthest returns the greatest distance that takes so many minutes at most.
func (m travelModel) farthest(minutes float64) float64 {
	return greatest(2*math.Pi*geo.Radius, func(metres float64) bool { return m.minutes(metres) <= minutes })
}

// widest returns the greatest gap that takes so many minutes at most, negative
// if none does.
func (m travelModel) widest(minutes float64) geo.Gap {
	return geo.Gap(greatest(float64(geo.Everywhere), func(gap float64) bool { return m.minutes(geo.Gap(gap).Metres()) <= minutes }))
}

// greatest returns the greatest number from 0 to most that is short enough, where
// all below it are too; -1 if not even 0 is. Comparing with it is the same as
// computing minutes, to the last bit, and much faster.
func greatest(most float64, shortEnough func(float64) bool) float64 {
	if shortEnough(most) {
		return most
	}
	// Positive floats are in the order of their bits.
	n := sort.Search(int(math.Float64bits(most)), func(bits int) bool { return !shortEnough(math.Float64frombits(uint64(bits))) })
	if n == 0 {
		return -1
	}
	return math.Float64frombits(uint64(n - 1))
}

// A TravelModel says how minutes were come by.
type TravelModel struct {
	Detour    *float64
	SpeedKmh  *float64
	Estimated bool
	Source    string
}

// The method in words. Texts are made once: a list of communes tells it for each.
const (
	method = "Estimate: great-circle distance × detour ÷ speed; inside a commune half the square root of its surface (Inrets) stands for the distance. "

	usualMethod = method + "Detour and speed are calibrated on the Cour des comptes' 95 % within 20 minutes (2024), and confirmed by nothing else."
	askedMethod = method + "Detour and speed are those asked for."
)

// described tells clients of the model.
func (m travelModel) described() *TravelModel {
	source := askedMethod
	if m == usualModel {
		source = usualMethod
	}
	return &TravelModel{Detour: &m.detour, SpeedKmh: &m.speed, Estimated: true, Source: source}
}

// checkMinutes refuses minutes below 0.
func checkMinutes(argument string, minutes int32) error {
	if minutes < 0 {
		return errorf(CodeBadMinutes, "%s: %d is below 0", argument, minutes)
	}
	return nil
}
