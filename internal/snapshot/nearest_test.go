package snapshot

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"maillage/internal/cog"
	"maillage/internal/geo"
	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/realdata"
	"maillage/internal/relay"
)

// scatter places the drawn communes and sites: over the globe, at its poles and
// on the date line, or nowhere.
func scatter(t *rapid.T, r *network.Records, earlier []memory) {
	position := func(label string) *network.Position {
		if rapid.IntRange(0, 5).Draw(t, label+" is nowhere") == 0 {
			return nil
		}
		latitude := rapid.OneOf(rapid.SampledFrom([]float64{-90, 0, 49.9, 90}), rapid.Float64Range(-90, 90)).Draw(t, label+" latitude")
		longitude := rapid.OneOf(rapid.SampledFrom([]float64{-180, 0, 2.3, 179.99, 180}), rapid.Float64Range(-180, 180)).Draw(t, label+" longitude")
		return &network.Position{Latitude: latitude, Longitude: longitude, Precision: network.PositionCentre}
	}
	for i := range r.Communes {
		r.Communes[i].Position = position("commune")
		if surface := rapid.SampledFrom([]float64{0, 12, 1e6, 4e8}).Draw(t, "surface"); surface > 0 {
			r.Communes[i].SurfaceKm2 = &surface
		}
		r.Communes[i].PostalCodes = []string{rapid.SampledFrom([]string{"80000", "27000"}).Draw(t, "postal code")}
	}
	for i := range r.Sites {
		r.Sites[i].Position = position("site")
	}
	for _, m := range earlier {
		for i := range m.sites {
			m.sites[i].Position = position("site")
		}
	}
}

// drawScattered draws an edition whose records are somewhere, and a date.
func drawScattered(t *rapid.T) *Network {
	r := records(t)
	earlier := drawEarlier(t, r)
	scatter(t, r, earlier)
	a := remembering(edition, r, earlier)
	return a.at(rapid.SampledFrom([]network.Date{"2019-12-31", "2020-01-01", "2021-06-30", "2022-01-31", "2022-12-30", "2024-01-31"}).Draw(t, "date"), "")
}

// where says where a site is taken to be, told another way than the atlas does.
func where(s *Site) *network.Position {
	if s.Position != nil {
		return s.Position
	}
	if c := s.Commune(); c != nil {
		return c.Position
	}
	return nil
}

func apart(t interface{ Fatal(...any) }, from, to *network.Position) geo.Gap {
	a, err := geo.At(from.Latitude, from.Longitude)
	if err != nil {
		t.Fatal(err)
	}
	b, err := geo.At(to.Latitude, to.Longitude)
	if err != nil {
		t.Fatal(err)
	}
	return a.Gap(b)
}

// A scanned site is one met by looking at all.
type scanned struct {
	travel float64
	gap    geo.Gap
	site   *Site
}

// scanNear lists all sites of the date by their distance, looking at each.
func scanNear(t *rapid.T, n *Network, from *network.Position, home *Commune, holds func(*Site) bool) []scanned {
	var all []scanned
	for i := range n.sites {
		s := &n.sites[i]
		if !s.existsOn(n.date) || where(s) == nil || !holds(s) {
			continue
		}
		gap := apart(t, from, where(s))
		travel := gap.Metres()
		if home != nil && home.SurfaceKm2 != nil && s.CommuneCode == home.Code() {
			travel = math.Sqrt(*home.SurfaceKm2) / 2 * 1000
		}
		all = append(all, scanned{travel, gap, s})
	}
	slices.SortStableFunc(all, func(x, y scanned) int {
		return cmp.Or(cmp.Compare(x.travel, y.travel), cmp.Compare(x.gap, y.gap))
	})
	return all
}

func codesNear(sites []scanned) []string {
	codes := []string{}
	for _, s := range sites {
		codes = append(codes, s.site.Code)
	}
	return codes
}

func codesOf(distances []*SiteDistance) []string {
	codes := []string{}
	for _, d := range distances {
		codes = append(codes, d.Site().Code)
	}
	return codes
}

// The nearest sites are those that looking at every site finds, in that order.
func TestNearestSites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawScattered(t)
		to, from, home := drawOrigin(t, n)
		filter := rapid.SampledFrom([]*SiteFilter{nil, {Kind: []network.SiteKind{network.Principal}}}).Draw(t, "filter")
		first := rapid.Int32Range(0, 40).Draw(t, "first")
		var within *int32
		if rapid.Bool().Draw(t, "within?") {
			within = new(rapid.OneOf(rapid.Int32Range(0, 100), rapid.Int32Range(0, 50_000), rapid.Just(int32(math.MaxInt32))).Draw(t, "within"))
		}
		got, err := n.NearestSites(to, filter, nil, within, first)
		if err != nil {
			t.Fatal(err)
		}
		want := scanNear(t, n, from, home, func(s *Site) bool { return filter == nil || s.Kind == network.Principal })
		if within != nil {
			want = slices.DeleteFunc(want, func(s scanned) bool { return usualModel.minutes(s.travel) > float64(*within) })
		}
		want = want[:min(len(want), int(first))]
		if !slices.Equal(codesOf(got), codesNear(want)) {
			t.Fatalf("nearest are %v, want %v", codesOf(got), codesNear(want))
		}
		for k, d := range got {
			if d.Minutes() != usualModel.minutes(want[k].travel) || d.Metres() != int(math.Round(want[k].gap.Metres())) || *d.Origin() != *from {
				t.Fatalf("%d m and %f minutes from %v, want %+v", d.Metres(), d.Minutes(), d.Origin(), want[k])
			}
			again, err := d.Site().DistanceTo(to, nil)
			if err != nil || again.Minutes() != d.Minutes() || again.Metres() != d.Metres() {
				t.Fatalf("%s is %v away when asked itself, %v", d.Site().Code, again, err)
			}
		}
	})
}

// drawOrigin draws a place to measure from: how it is named, where it is, and
// the commune it is, if it is one.
func drawOrigin(t *rapid.T, n *Network) (PlaceInput, *network.Position, *Commune) {
	if c := every(n.communes); len(c) > 0 && rapid.Bool().Draw(t, "from a commune?") {
		if home := rapid.SampledFrom(c).Draw(t, "home"); home.Position != nil {
			return PlaceInput{Commune: new(home.Code())}, home.Position, home
		}
	}
	p := &PositionInput{
		Latitude:  rapid.OneOf(rapid.SampledFrom([]float64{-90, 0, 90}), rapid.Float64Range(-90, 90)).Draw(t, "latitude"),
		Longitude: rapid.OneOf(rapid.SampledFrom([]float64{-180, 0, 180}), rapid.Float64Range(-180, 180)).Draw(t, "longitude"),
	}
	return PlaceInput{Position: p}, &network.Position{Latitude: p.Latitude, Longitude: p.Longitude, Precision: network.PositionPublished}, nil
}

// Every commune's nearest site, on every date, is the first principal site that
// looking at all finds; so are travel times, lists beyond them and shares.
func TestAccess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawScattered(t)
		minutes := map[cog.CommuneCode]float64{}
		for _, c := range every(n.communes) {
			if c.Position == nil {
				if c.NearestSite() != nil {
					t.Fatalf("%s is nowhere and has a nearest site", c.Code())
				}
				continue
			}
			want := scanNear(t, n, c.Position, c, func(s *Site) bool { return s.Kind == network.Principal })
			got := c.NearestSite()
			minutes[c.Code()] = math.Inf(1)
			switch {
			case len(want) == 0 && got == nil:
				continue
			case len(want) == 0 || got == nil || got.Site() != want[0].site || got.Minutes() != usualModel.minutes(want[0].travel):
				t.Fatalf("nearest to %s on %s is %+v, want %+v", c.Code(), n.date, got, want)
			}
			minutes[c.Code()] = got.Minutes()
		}
		bound := rapid.OneOf(rapid.Int32Range(0, 200), rapid.Int32Range(0, 50_000)).Draw(t, "minutes")
		checkAccess(t, n, n.Region("32").territory, minutes, bound, func(c *Commune) bool { return c.Region() != nil && c.Region().Code == "32" })
		checkAccess(t, n, n.France().territory, minutes, bound, func(c *Commune) bool { return c.Department() != nil })
	})
}

// checkAccess compares the access of a territory with its communes' minutes.
func checkAccess(t *rapid.T, n *Network, of territory, minutes map[cog.CommuneCode]float64, bound int32, lies func(*Commune) bool) {
	access, err := of.Access(nil)
	if err != nil {
		t.Fatal(err)
	}
	within, total := 0, 0
	farther := []string{}
	byMinutes := []*Commune{}
	for _, c := range every(n.communes) {
		if !lies(c) {
			continue
		}
		people := 0
		if p := c.Population(); p != nil {
			people = *p
		}
		total += people
		takes, known := minutes[c.Code()]
		switch {
		case known && takes <= float64(bound):
			within += people
		case known:
			farther = append(farther, string(c.Code()))
		}
		if known && people > 0 {
			byMinutes = append(byMinutes, c)
		}
	}
	share, err := access.Within(bound)
	if err != nil || share.Population != within {
		t.Fatalf("%d people within %d minutes, want %d, %v", share.Population, bound, within, err)
	}
	if covered := n.date <= of.coveredUntil(); (share.Share != nil) != (covered && total > 0) {
		t.Fatalf("covered %v, %d people, share %v", covered, total, share.Share)
	}
	communes, err := access.Beyond(bound, nil, &thousand, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, c := range communes.Nodes() {
		got = append(got, string(c.Code()))
	}
	if !slices.Equal(got, farther) {
		t.Fatalf("beyond are %v, want %v", got, farther)
	}
	points, err := access.Timeline(bound)
	if err != nil {
		t.Fatal(err)
	}
	if len(points) > 0 && points[len(points)-1].Population != within {
		t.Fatalf("the curve ends with %d people, want %d", points[len(points)-1].Population, within)
	}
	for _, p := range points {
		then, err := n.archive.at(p.Date, "").territory(of.ref).(interface {
			Access(*TravelModelInput) (*Access, error)
		}).Access(nil)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := then.Within(bound); err != nil || same.Population != p.Population {
			t.Fatalf("%d people on %s, on the curve %d, %v", same.Population, p.Date, p.Population, err)
		}
	}
	checkMedian(t, access, byMinutes, minutes, total)
}

func checkMedian(t *rapid.T, access *Access, communes []*Commune, minutes map[cog.CommuneCode]float64, total int) {
	slices.SortFunc(communes, func(x, y *Commune) int { return cmp.Compare(minutes[x.Code()], minutes[y.Code()]) })
	var want *float64
	reached := 0
	for _, c := range communes {
		if reached += *c.Population(); 2*reached >= total {
			if m := minutes[c.Code()]; !math.IsInf(m, 1) {
				want = &m
			}
			break
		}
	}
	if !access.covered(access.of.in.date) {
		want = nil
	}
	if got := access.MedianMinutes(); (got == nil) != (want == nil) || got != nil && *got != *want {
		t.Fatalf("median %v, want %v", got, want)
	}
}

// Filters by distance keep what looking at every record keeps.
func TestNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawScattered(t)
		to, from, home := drawOrigin(t, n)
		km := rapid.OneOf(rapid.Float64Range(0, 21_000), rapid.SampledFrom([]float64{0, 1e308, math.MaxFloat64})).Draw(t, "km")
		bound := rapid.Int32Range(0, 40_000).Draw(t, "minutes")
		input := &NearInput{Place: to}
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			input.WithinKm = &km
		case 1:
			input.WithinMinutes = &bound
		default:
			input.WithinKm, input.WithinMinutes = &km, &bound
		}
		near := func(metres, travel float64) bool {
			return (input.WithinKm == nil || metres <= km*1000) && (input.WithinMinutes == nil || usualModel.minutes(travel) <= float64(bound))
		}
		sites, err := sitesNear(n, input)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{}
		for _, s := range scanNear(t, n, from, home, func(*Site) bool { return true }) {
			if near(s.gap.Metres(), s.travel) {
				want = append(want, s.site.Code)
			}
		}
		slices.Sort(want)
		if got := codes(sites.Nodes()); !slices.Equal(got, want) {
			t.Fatalf("near are %v, want %v", got, want)
		}
		communes, err := communesBy(n, &CommuneFilter{Near: input})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range every(n.communes) {
			is := c.Position != nil && near(apart(t, from, c.Position).Metres(), apart(t, from, c.Position).Metres())
			if is != slices.Contains(communes.Nodes(), c) {
				t.Fatalf("%s is near: %v", c.Code(), is)
			}
		}
	})
}

func sitesNear(n *Network, near *NearInput) (*SiteConnection, error) {
	return n.siteConnection(n.day.sites, &SiteFilter{Near: near}, nil, nil, relay.Page{First: &thousand})
}

func communesBy(n *Network, filter *CommuneFilter, by ...*CommuneOrder) (*CommuneConnection, error) {
	return n.communeConnection(n.archive.communes.all(), filter, nil, by, relay.Page{First: &thousand})
}

// Communes by travel time: what is not known first, the quickest next; and a
// filter by it keeps the rest of the list.
func TestMinutesOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawScattered(t)
		c, err := communesBy(n, nil, &CommuneOrder{Field: "MINUTES", Direction: Ascending})
		if err != nil {
			t.Fatal(err)
		}
		minutes := func(c *Commune) float64 {
			if near := c.NearestSite(); near != nil {
				return near.Minutes()
			}
			return -1
		}
		if !slices.IsSortedFunc(c.Nodes(), func(x, y *Commune) int {
			return cmp.Or(cmp.Compare(minutes(x), minutes(y)), cmp.Compare(x.Code(), y.Code()))
		}) {
			t.Fatal("not in order of minutes")
		}
	})
}

// The first site proposed is the one that looking at every commune proposes, and
// every later one is the best there is once those before it are open.
func TestBestNextSites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := records(t)
		for i := range r.Communes { // close together
			r.Communes[i].Position = &network.Position{Latitude: rapid.Float64Range(49, 49.5).Draw(t, "latitude"), Longitude: 2}
			if rapid.Bool().Draw(t, "surface?") {
				r.Communes[i].SurfaceKm2 = new(rapid.Float64Range(0, 4000).Draw(t, "surface"))
			}
		}
		whole := edition
		whole.Coverage = []network.EditionCoverage{{Territory: network.FranceRef, Until: "2021-06-30"}}
		a := remembering(whole, r, nil)
		if sites, err := a.at("2021-07-01", "").France().BestNextSites(20, nil, 50); err != nil || len(sites) > 0 {
			t.Fatalf("%v are proposed beside sites that are not known, %v", sites, err)
		}
		n := a.at("2021-06-30", "")
		const minutes = 20
		got, err := n.France().BestNextSites(minutes, nil, 50)
		if err != nil {
			t.Fatal(err)
		}
		waiting := []*Commune{}
		country := []*Commune{}
		for _, c := range every(n.communes) {
			if c.Department() == nil {
				continue
			}
			country = append(country, c)
			if near := c.NearestSite(); (near == nil || near.Minutes() > minutes) && c.Population() != nil {
				waiting = append(waiting, c)
			}
		}
		for k := 0; ; k++ {
			bestGain, best := 0, (*Commune)(nil)
			for _, site := range country {
				gain := 0
				for _, c := range waiting {
					if minutesBetween(t, c, site) <= minutes {
						gain += *c.Population()
					}
				}
				if gain > bestGain {
					bestGain, best = gain, site
				}
			}
			if best == nil || k == 50 {
				if len(got) != k {
					t.Fatalf("%d sites proposed, want %d", len(got), k)
				}
				break
			}
			if k >= len(got) || got[k].Commune() != best || got[k].Gained != bestGain || got[k].Rank != k+1 {
				t.Fatalf("%d: want %s with %d people in %+v", k, best.Code(), bestGain, got)
			}
			waiting = slices.DeleteFunc(waiting, func(c *Commune) bool { return minutesBetween(t, c, best) <= minutes })
		}
	})
}

func minutesBetween(t *rapid.T, home, site *Commune) float64 {
	if home == site && home.SurfaceKm2 != nil {
		return usualModel.minutes(math.Sqrt(*home.SurfaceKm2) / 2 * 1000)
	}
	return usualModel.minutes(apart(t, home.Position, site.Position).Metres())
}

func TestPlaces(t *testing.T) {
	position := func(latitude float64) *network.Position {
		return &network.Position{Latitude: latitude, Longitude: 2, Precision: network.PositionCentre}
	}
	a := remembering(edition, &network.Records{
		Communes: []network.Commune{
			{Code: "80001", Position: position(49), PostalCodes: []string{"80000"}, FormerCodes: []cog.CommuneCode{"80009"}},
			{Code: "80002", Position: position(50), PostalCodes: []string{"80000", "80200"}},
			{Code: "80003", PostalCodes: []string{"80300"}},
		},
		Sites: []network.Site{
			{Code: "1", Kind: network.Principal, LabelledOn: "2020-01-01", Position: position(48)},
			{Code: "2", Kind: network.Principal, LabelledOn: "2020-01-01", CommuneCode: "80002"},
			{Code: "3", Kind: network.Principal, LabelledOn: "2020-01-01"},
			{Code: "4", Kind: network.Principal, LabelledOn: "2024-01-01", Position: position(48)},
		},
	}, nil)
	n := a.at("2021-01-01", "")
	for name, test := range map[string]struct {
		place     PlaceInput
		latitude  float64
		precision network.PositionPrecision
		code      string
	}{
		"a point":               {place: PlaceInput{Position: &PositionInput{-13.5, 180}}, latitude: -13.5, precision: network.PositionPublished},
		"a commune":             {place: PlaceInput{Commune: new(cog.CommuneCode("80001"))}, latitude: 49, precision: network.PositionCentre},
		"a former commune":      {place: PlaceInput{Commune: new(cog.CommuneCode("80009"))}, latitude: 49, precision: network.PositionCentre},
		"a postal code":         {place: PlaceInput{PostalCode: new("80200")}, latitude: 50, precision: network.PositionCentre},
		"a shared postal code":  {place: PlaceInput{PostalCode: new("80000")}, latitude: 49.5, precision: network.PositionPostalCode},
		"a site":                {place: PlaceInput{Site: new("site:1@2021-01-01")}, latitude: 48, precision: network.PositionCentre},
		"a site by its code":    {place: PlaceInput{Site: new("2")}, latitude: 50, precision: network.PositionCentre},
		"nothing":               {code: CodeBadPlace},
		"two things":            {place: PlaceInput{Site: new("1"), PostalCode: new("80200")}, code: CodeBadPlace},
		"off the globe":         {place: PlaceInput{Position: &PositionInput{91, 0}}, code: CodeBadPlace},
		"no number":             {place: PlaceInput{Position: &PositionInput{math.NaN(), 0}}, code: CodeBadPlace},
		"beyond all numbers":    {place: PlaceInput{Position: &PositionInput{0, math.Inf(1)}}, code: CodeBadPlace},
		"an unknown commune":    {place: PlaceInput{Commune: new(cog.CommuneCode("80999"))}, code: CodeUnknownPlace},
		"an unplaced commune":   {place: PlaceInput{Commune: new(cog.CommuneCode("80003"))}, code: CodeUnknownPlace},
		"an unknown code":       {place: PlaceInput{PostalCode: new("99999")}, code: CodeUnknownPlace},
		"an unplaced code":      {place: PlaceInput{PostalCode: new("80300")}, code: CodeUnknownPlace},
		"an unknown site":       {place: PlaceInput{Site: new("site:9")}, code: CodeUnknownPlace},
		"a site of another day": {place: PlaceInput{Site: new("4")}, code: CodeUnknownPlace},
		"an unplaced site":      {place: PlaceInput{Site: new("3")}, code: CodeUnknownPlace},
	} {
		from, err := n.place(&test.place)
		var refused *Error
		switch errors.As(err, &refused); {
		case test.code == "" && (err != nil || math.Abs(from.position.Latitude-test.latitude) > 0.001 || from.position.Precision != test.precision):
			t.Errorf("%s is at %+v, %v, want %f, %s", name, from.position, err, test.latitude, test.precision)
		case test.code != "" && (refused == nil || refused.Code != test.code):
			t.Errorf("%s: error %v, want %s", name, err, test.code)
		}
	}
	if distances, err := n.Site("3").Nearest(3); err != nil || len(distances) != 0 {
		t.Errorf("a site that is nowhere is near %v, %v", distances, err)
	}
	if distances, err := n.Site("1").Nearest(3); err != nil || !slices.Equal(codesOf(distances), []string{"2"}) {
		t.Errorf("beside site 1 is %v, %v", codesOf(distances), err)
	}
}

func TestRefusedTravel(t *testing.T) {
	a := remembering(edition, &network.Records{}, nil)
	n := a.at("2021-01-01", "")
	somewhere := PlaceInput{Position: &PositionInput{49, 2}}
	nearest := func(m *TravelModelInput, within *int32, first int32) error {
		_, err := n.NearestSites(somewhere, nil, m, within, first)
		return err
	}
	filter := func(near *NearInput) error {
		_, err := sitesNear(n, near)
		return err
	}
	next := func(minutes, first int32) error {
		_, err := n.France().BestNextSites(minutes, nil, first)
		return err
	}
	for name, err := range map[string]error{
		"no detour":          nearest(&TravelModelInput{Detour: 0, SpeedKmh: 45}, nil, 5),
		"a detour of NaN":    nearest(&TravelModelInput{Detour: math.NaN(), SpeedKmh: 45}, nil, 5),
		"infinite speed":     nearest(&TravelModelInput{Detour: 1.4, SpeedKmh: math.Inf(1)}, nil, 5),
		"backwards":          nearest(&TravelModelInput{Detour: 1.4, SpeedKmh: -45}, nil, 5),
		"minutes below 0":    nearest(nil, new(int32(-1)), 5),
		"a list below 0":     nearest(nil, nil, -1),
		"too long a list":    nearest(nil, nil, 1001),
		"near what?":         filter(&NearInput{WithinKm: new(1.0)}),
		"how near?":          filter(&NearInput{Place: somewhere}),
		"nearer than near":   filter(&NearInput{Place: somewhere, WithinKm: new(-1.0)}),
		"NaN":                filter(&NearInput{Place: somewhere, WithinKm: new(math.NaN())}),
		"before it began":    filter(&NearInput{Place: somewhere, WithinMinutes: new(int32(-1))}),
		"next: too far":      next(100, 10),
		"next: too many":     next(30, 51),
		"next: less than 0":  next(30, -1),
		"next: back in time": next(-1, 1),
	} {
		if err == nil {
			t.Errorf("%s is not refused", name)
		}
	}
}

// officialNetwork is that of the official files of 2024 at a date.
func officialArchive(t testing.TB) *archive {
	t.Helper()
	edition, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	made, err := ingest.Build(t.Context(), realdata.FS(t), realdata.Edition(), records, edition, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return remembering(made.Edition, made.Records, nil)
}

// The shares of the people of the departments within so many kilometres of a
// principal site, as measured on the same files before there was a service.
func TestMeasuredShares(t *testing.T) {
	a := officialArchive(t)
	bounds := []float64{5, 10, 15, 20, 30}
	for date, want := range map[network.Date][]float64{
		"2020-01-31": {22.18, 39.62, 54.33, 70.93, 91.13},
		"2022-01-31": {57.58, 84.24, 95.80, 99.10, 99.79},
		"2024-08-01": {68.73, 93.42, 99.16, 99.69, 99.85},
	} {
		n := a.at(date, "")
		day := a.reached().on(date)
		var people, total [5]int
		access, err := n.France().Access(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, commune := range access.communes {
			from := n.archive.communes.rows[commune].spot()
			s, ok := a.reached().nearest(commune, day)
			for k, km := range bounds {
				total[k] += int(access.reach.people[commune])
				if ok && crowFly(a, from, date, s).Metres() <= km*1000 {
					people[k] += int(access.reach.people[commune])
				}
			}
		}
		for k := range bounds {
			if got := 100 * float64(people[k]) / float64(total[k]); math.Abs(got-want[k]) > 0.3 {
				t.Errorf("%s: %.2f %% within %g km, want %.2f", date, got, bounds[k], want[k])
			}
		}
	}
	// What detour and speed are calibrated on: 94.85 % at the end of 2023.
	access, err := a.at("2023-12-31", "").France().Access(nil)
	if err != nil {
		t.Fatal(err)
	}
	if share, err := access.Within(20); err != nil || share.Share == nil || math.Abs(*share.Share-0.9485) > 0.003 {
		t.Errorf("%v within 20 minutes at the end of 2023, %v", share, err)
	}
}

// crowFly returns the gap to the principal site that is the nearest as the crow
// flies: the quickest one, unless there is one nearer while the quickest is in
// the commune itself.
func crowFly(a *archive, from spot, date network.Date, quickest step) geo.Gap {
	gap := from.point.Gap(a.located().sites[quickest.site].point)
	a.located().siteTree.Search(from.point, gap, func(site int32, g geo.Gap) geo.Gap {
		if s := &a.sites.rows[site]; s.Kind == network.Principal && s.existsOn(date) {
			gap = min(gap, g)
		}
		return gap
	})
	return gap
}

// An imported table's minutes take the place of estimates for the communes in
// it, from the day its first site is there.
func TestImportedTimes(t *testing.T) {
	people := 100
	position := func(latitude float64) *network.Position { return &network.Position{Latitude: latitude, Longitude: 2} }
	whole := edition
	whole.Coverage = []network.EditionCoverage{{Territory: network.FranceRef, Until: edition.AsOf}}
	a := remembering(whole, &network.Records{
		Departments: []network.Department{{Code: "80"}},
		Communes: []network.Commune{
			{Code: "80001", DepartmentCode: "80", Population: &people, Position: position(49)},
			{Code: "80002", DepartmentCode: "80", Population: &people, Position: position(49)},
		},
		Sites: []network.Site{
			{Code: "1", Kind: network.Principal, LabelledOn: "2020-01-01", Position: position(49.01)},
			{Code: "2", Kind: network.Principal, LabelledOn: "2021-01-01", Position: position(49.2)},
			{Code: "3", Kind: network.Antenna, LabelledOn: "2020-01-01", Position: position(49)},
		},
		TravelTimes: []network.TravelTime{
			{CommuneCode: "80001", SiteCode: "2", Minutes: 47.5, SourceCode: "travel-times"},
			{CommuneCode: "80001", SiteCode: "3", Minutes: 1, SourceCode: "travel-times"},
		},
		Sources: []network.Source{{Code: "travel-times", Title: "Une table", PublishedOn: "2024"}},
	}, nil)
	before, after := a.at("2020-06-30", ""), a.at("2021-06-30", "")
	if near := before.Commune("80001").NearestSite(); near.Site().Code != "1" || !near.Model().Estimated {
		t.Errorf("before the table's site is there the nearest is %+v", near)
	}
	near := after.Commune("80001").NearestSite()
	if near.Site().Code != "2" || near.Minutes() != 47.5 || near.Model().Estimated || near.Model().Detour != nil || near.Model().Source != "Une table, 2024." {
		t.Errorf("the nearest is %+v by %+v, want what the table says", near, near.Model())
	}
	if other := after.Commune("80002").NearestSite(); other.Site().Code != "1" || !other.Model().Estimated {
		t.Errorf("nearest to a commune that is not in the table is %+v", other)
	}
	access, err := after.France().Access(nil)
	if err != nil {
		t.Fatal(err)
	}
	points, err := access.Timeline(30)
	if err != nil || len(points) != 2 || points[0].Population != 200 || points[1].Population != 100 {
		t.Errorf("the curve is %+v, %v: people of the first commune leave when the table speaks", points, err)
	}
	for minutes, want := range map[int32]int{47: 100, 48: 200} {
		if share, err := access.Within(minutes); err != nil || share.Population != want {
			t.Errorf("%d people within %d minutes, want %d, %v", share.Population, minutes, want, err)
		}
	}
	if median := access.MedianMinutes(); median == nil || *median != after.Commune("80002").NearestSite().Minutes() {
		t.Errorf("median %v", median)
	}
	if far, err := communesBy(after, &CommuneFilter{BeyondMinutes: new(int32(30))}); err != nil || len(far.Nodes()) != 1 || far.Nodes()[0].Code() != "80001" {
		t.Errorf("beyond 30 minutes are %v, %v", far, err)
	}
	if told := access.Model(); !told.Estimated || !strings.HasPrefix(told.Source, "Une table, 2024, for the communes in it") {
		t.Errorf("the model is %+v", told)
	}
}
