package geo

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func at(t interface{ Fatal(...any) }, latitude, longitude float64) Point {
	p, err := At(latitude, longitude)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// haversine is the textbook formula, in metres.
func haversine(lat1, lon1, lat2, lon2 float64) float64 {
	const degree = math.Pi / 180
	sinLat, sinLon := math.Sin((lat2-lat1)*degree/2), math.Sin((lon2-lon1)*degree/2)
	h := sinLat*sinLat + math.Cos(lat1*degree)*math.Cos(lat2*degree)*sinLon*sinLon
	return 2 * Radius * math.Asin(math.Sqrt(min(1, h)))
}

func TestMetres(t *testing.T) {
	half := math.Pi * Radius
	for name, test := range map[string]struct{ lat1, lon1, lat2, lon2, want, off float64 }{
		"nowhere":            {48.85, 2.35, 48.85, 2.35, 0, 0},
		"a metre":            {48.85, 2.35, 48.85 + 180/half, 2.35, 1, 1e-6},
		"Paris to Marseille": {48.8566, 2.3522, 43.2965, 5.3698, 660_480, 100},
		"antipodes":          {48.85, 2.35, -48.85, 2.35 - 180, half, 1},
		"pole to pole":       {90, 13, -90, 101, half, 1},
		"a pole is a point":  {90, 13, 90, 101, 0, 1e-6},
		"the date line":      {-13.3, 179.9, -13.3, -179.9, haversine(-13.3, 0, -13.3, 0.2), 1e-6},
		"the line itself":    {10, 180, 10, -180, 0, 1e-6},
		"across the world":   {-21.1, 55.5, 16.2, -61.5, haversine(-21.1, 55.5, 16.2, -61.5), 1e-3},
	} {
		if got := at(t, test.lat1, test.lon1).Metres(at(t, test.lat2, test.lon2)); math.Abs(got-test.want) > test.off {
			t.Errorf("%s: %f m, want %f", name, got, test.want)
		}
	}
}

func TestNoPoint(t *testing.T) {
	for _, degrees := range [][2]float64{
		{90.1, 0}, {-91, 0}, {0, 180.1}, {0, -181}, {math.NaN(), 0}, {0, math.NaN()}, {math.Inf(1), 0}, {0, math.Inf(-1)}, {1e308, 1e308},
	} {
		var refused *DegreesError
		if p, err := At(degrees[0], degrees[1]); !errors.As(err, &refused) {
			t.Errorf("%v is the point %v", degrees, p)
		}
	}
}

// degrees draws places that break what treats the globe as a map.
func degrees(t *rapid.T, label string) (latitude, longitude float64) {
	latitude = rapid.OneOf(rapid.SampledFrom([]float64{-90, -89.999, 0, 45, 89.999, 90}), rapid.Float64Range(-90, 90)).Draw(t, label+" latitude")
	longitude = rapid.OneOf(rapid.SampledFrom([]float64{-180, -179.999, 0, 90, 179.999, 180}), rapid.Float64Range(-180, 180)).Draw(t, label+" longitude")
	return latitude, longitude
}

func point(t *rapid.T, label string) Point {
	latitude, longitude := degrees(t, label)
	return at(t, latitude, longitude)
}

// The distance is the haversine formula's, the same both ways, and degrees lead
// back to the point.
func TestMetresIsHaversine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat1, lon1 := degrees(t, "a")
		lat2, lon2 := degrees(t, "b")
		a, b := at(t, lat1, lon1), at(t, lat2, lon2)
		got, want := a.Metres(b), haversine(lat1, lon1, lat2, lon2)
		// Either formula loses centimetres near the antipodes.
		if math.Abs(got-want) > 1 || got != b.Metres(a) {
			t.Fatalf("%f and %f m, want %f", got, b.Metres(a), want)
		}
		if again := at(t, first(a.Degrees()), second(a.Degrees())); again.Metres(a) > 1e-3 {
			t.Fatalf("%v comes back as %v", a, again)
		}
	})
}

func first(a, _ float64) float64  { return a }
func second(_, b float64) float64 { return b }

// No distance up to a bound exceeds the bound's gap.
func TestGapOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := point(t, "a"), point(t, "b")
		metres := a.Metres(b)
		if a.Gap(b) > GapOf(metres) {
			t.Fatalf("a gap of %g at %f m, which is to hold %g", a.Gap(b), metres, GapOf(metres))
		}
		// Near the antipodes a gap hardly grows: there the bound is wider.
		if reach := GapOf(metres); metres < 1.9e7 && reach.Metres() > metres*1.000001+0.02 {
			t.Fatalf("%f m reach as far as %f", metres, reach.Metres())
		}
	})
	if GapOf(1e308) != Everywhere || GapOf(math.Inf(1)) != Everywhere || GapOf(-1) >= 0 {
		t.Error("a bound beyond the globe holds no more than the globe, one below 0 nothing")
	}
}

func TestCentre(t *testing.T) {
	middle, ok := Centre([]Point{at(t, -13, 179), at(t, -13, -179)})
	if _, longitude := middle.Degrees(); !ok || math.Abs(math.Abs(longitude)-180) > 1e-9 {
		t.Errorf("the middle across the date line is at %f", longitude)
	}
	if _, ok := Centre(nil); ok {
		t.Error("nothing has a centre")
	}
	if _, ok := Centre([]Point{at(t, 0, 0), at(t, 0, 180)}); ok {
		t.Error("antipodes have a centre")
	}
}

// A search shows the same points as looking at every one.
func TestSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := make([]Point, rapid.IntRange(0, 60).Draw(t, "points"))
		numbers := make([]int32, len(points))
		for i := range points {
			points[i], numbers[i] = point(t, "point"), int32(100+i)
			if i > 0 && rapid.IntRange(0, 3).Draw(t, "the same") == 0 {
				points[i] = points[i-1]
			}
		}
		from := point(t, "from")
		reach := rapid.OneOf(rapid.Just(Everywhere), rapid.Just(Gap(-1)), rapid.Just(Gap(0)), rapid.Map(rapid.Float64Range(0, 2e7), GapOf)).Draw(t, "reach")
		var want, got []int32
		for i, p := range points {
			if from.Gap(p) <= reach {
				want = append(want, numbers[i])
			}
		}
		NewIndex(points, numbers).Search(from, reach, func(number int32, gap Gap) Gap {
			if gap != from.Gap(points[number-100]) {
				t.Fatalf("a gap of %g to %v", gap, points[number-100])
			}
			got = append(got, number)
			return reach
		})
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Fatalf("met %v, want %v", got, want)
		}
		got = nil
		NewRows(points, numbers).Within(from, reach, func(number int32) { got = append(got, number) })
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Fatalf("met %v in rows, want %v", got, want)
		}
	})
}

// Rows show the same points as looking at every one, however many rows there are.
func TestRows(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	points, numbers := make([]Point, 7*rowSize+3), make([]int32, 7*rowSize+3)
	for i := range points { // a country on the prime meridian, islands anywhere
		latitude, longitude := 42+9*r.Float64(), -5+14*r.Float64()
		if i%10 == 0 {
			latitude, longitude = -90+180*r.Float64(), -180+360*r.Float64()
		}
		var err error
		if points[i], err = At(latitude, longitude); err != nil {
			t.Fatal(err)
		}
		numbers[i] = int32(i)
	}
	rows := NewRows(points, numbers)
	for i, from := range points {
		reach := GapOf(math.Exp(r.Float64()*17) - 1) // up to the other side of the globe
		var want, got []int32
		for k, p := range points {
			if from.Gap(p) <= reach {
				want = append(want, int32(k))
			}
		}
		rows.Within(from, reach, func(number int32) { got = append(got, number) })
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Fatalf("%d points around %d, want %d", len(got), i, len(want))
		}
	}
}

// A reach that shrinks to what was met finds the nearest.
func TestNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := make([]Point, rapid.IntRange(1, 60).Draw(t, "points"))
		numbers := make([]int32, len(points))
		want := Everywhere
		from := point(t, "from")
		for i := range points {
			points[i], numbers[i] = point(t, "point"), int32(i)
			want = min(want, from.Gap(points[i]))
		}
		got := Everywhere
		NewIndex(points, numbers).Search(from, Everywhere, func(_ int32, gap Gap) Gap {
			got = min(got, gap)
			return got
		})
		if got != want {
			t.Fatalf("nearest at %f m, want %f", got.Metres(), want.Metres())
		}
	})
}
