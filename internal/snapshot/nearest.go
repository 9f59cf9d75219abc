package snapshot

import (
	"cmp"
	"math"
	"slices"

	"maillage/internal/geo"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// A Distance is how far a site is from a place.
type Distance struct {
	from, to spot
	model    *TravelModel
	minutes  float64
}

// Metres returns the great-circle distance.
func (d *Distance) Metres() int { return int(math.Round(d.from.point.Metres(d.to.point))) }

// Minutes returns how long it takes by the model.
func (d *Distance) Minutes() float64 { return d.minutes }

// Model says how the minutes were come by.
func (d *Distance) Model() *TravelModel { return d.model }

// Origin returns from where it is measured.
func (d *Distance) Origin() *network.Position { return d.from.position }

// Destination returns to where it is measured: the site, or its commune's
// centre where no source places it.
func (d *Distance) Destination() *network.Position { return d.to.position }

// A SiteDistance is a site and how far it is.
type SiteDistance struct {
	Distance
	site *Site
}

// Site returns the site.
func (d *SiteDistance) Site() *Site { return d.site }

// spot returns where the site is.
func (s *Site) spot() spot { return s.in.archive.located().sites[s.number] }

// distance measures from a place to a site that is somewhere.
func (n *Network) distance(from origin, site int32, m travelModel, told *TravelModel) Distance {
	to := n.archive.located().sites[site]
	travel := n.archive.travel(from, n.archive.sites.rows[site].commune, from.point.Gap(to.point))
	return Distance{from: from.spot, to: to, model: told, minutes: m.minutes(travel)}
}

// travel returns the metres that a way across a gap to a site in a commune is
// estimated by: inside the commune one comes from, if its surface is known, not
// the distance from its centre, since people live all over it, but half the
// square root of its surface.
func (a *archive) travel(from origin, to int32, gap geo.Gap) float64 {
	if from.commune != none && from.commune == to {
		if inside, ok := a.inside(from.commune); ok {
			return inside
		}
	}
	return gap.Metres()
}

// inside returns the metres that a way within a commune is estimated by, false
// if its surface is not known. Source: Inrets.
func (a *archive) inside(commune int32) (float64, bool) {
	surface := a.communes.rows[commune].SurfaceKm2
	if surface == nil || !(*surface >= 0 && *surface <= math.MaxFloat64) { // nor NaN
		return 0, false
	}
	return math.Sqrt(*surface) / 2 * metresInKm, true
}

// A nearSite is a site found, and how far it is.
type nearSite struct {
	travel float64 // metres
	gap    geo.Gap
	site   int32
}

// compareNear puts the quickest first, then the nearest, then the first code.
func compareNear(x, y nearSite) int {
	switch {
	case x.travel != y.travel:
		return cmp.Compare(x.travel, y.travel)
	case x.gap != y.gap:
		return cmp.Compare(x.gap, y.gap)
	}
	return cmp.Compare(x.site, y.site)
}

// A finder of the sites nearest to a place.
type finder struct {
	from   origin
	reach  float64          // metres of travel, see travelModel.farthest
	most   int              // how many
	exists []bool           // whether a site does at the date
	wants  func(int32) bool // whether a site is looked for; nil if all are
}

// A nearness is what a finder has found so far.
type nearness struct {
	*finder
	archive *archive
	sites   []nearSite // in order
	gap     geo.Gap    // beyond which none is wanted
	// The way to a site inside the commune may be longer than its distance, or
	// shorter: all of them are looked at apart, if its surface is known.
	inside float64
	known  bool
}

// findNear returns the sites in order.
func (a *archive) findNear(f *finder) []nearSite {
	if f.most == 0 {
		return nil
	}
	n := nearness{finder: f, archive: a, sites: make([]nearSite, 0, min(f.most, relay.DefaultPage)), gap: geo.GapOf(f.reach)}
	if f.from.commune != none {
		n.inside, n.known = a.inside(f.from.commune)
	}
	a.located().siteTree.Search(f.from.point, n.gap, n.visit)
	if n.known && n.inside <= f.reach {
		for _, site := range a.sitesIn(f.from.commune) {
			if to := a.located().sites[site]; to.position != nil && f.looksFor(site) {
				n.insert(nearSite{n.inside, f.from.point.Gap(to.point), site})
			}
		}
	}
	return n.sites
}

// looksFor says whether a site is looked for.
func (f *finder) looksFor(site int32) bool {
	return f.exists[site] && (f.wants == nil || f.wants(site))
}

// visit looks at a site across a gap, and returns how far to look on.
func (n *nearness) visit(site int32, gap geo.Gap) geo.Gap {
	if n.known && n.archive.sites.rows[site].commune == n.from.commune || !n.looksFor(site) {
		return n.gap
	}
	metres := gap.Metres()
	if metres > n.reach {
		return n.gap
	}
	n.insert(nearSite{metres, gap, site})
	if len(n.sites) == n.most {
		n.gap = n.sites[len(n.sites)-1].gap
	}
	return n.gap
}

// insert adds a site, in the place of the last one if there are enough.
func (n *nearness) insert(f nearSite) {
	at, _ := slices.BinarySearchFunc(n.sites, f, compareNear)
	if at == n.most {
		return
	}
	if len(n.sites) == n.most {
		n.sites = n.sites[:n.most-1]
	}
	n.sites = slices.Insert(n.sites, at, f)
}

// sitesIn returns all sites that stand in a commune, at whatever date.
func (a *archive) sitesIn(commune int32) []int32 {
	return a.located().inCommune.of(a.communes.rows[commune].place.number)
}

// nearest returns the sites that exist at the date and fulfil a filter, nearest
// first.
func (n *Network) nearest(from origin, f finder, m travelModel) []*SiteDistance {
	f.from, f.exists = from, n.day.exists
	sites, told := n.archive.findNear(&f), m.described()
	distances := make([]SiteDistance, len(sites))
	for k, s := range sites {
		distances[k] = SiteDistance{n.distance(from, s.site, m, told), &n.sites[s.site]}
	}
	return every(distances)
}

// NearestSites returns the sites nearest to a place, nearest first; a site that
// nothing places is left out. The error is an *Error.
func (n *Network) NearestSites(to PlaceInput, filter *SiteFilter, model *TravelModelInput, withinMinutes *int32, first int32) ([]*SiteDistance, error) {
	m, err := newModel(model)
	if err != nil {
		return nil, err
	}
	from, err := n.place(&to)
	if err != nil {
		return nil, err
	}
	most, err := howMany(first)
	if err != nil {
		return nil, err
	}
	holds, err := compile(filter, n)
	if err != nil {
		return nil, err
	}
	f := finder{reach: math.Inf(1), most: most}
	if !holds.none() {
		f.wants = func(site int32) bool { return holds.hold(&n.archive.sites.rows[site]) }
	}
	if withinMinutes == nil {
		return n.nearest(from, f, m), nil
	}
	if err := checkMinutes("withinMinutes", *withinMinutes); err != nil {
		return nil, err
	}
	f.reach = m.farthest(float64(*withinMinutes))
	return n.nearest(from, f, m), nil
}

// howMany refuses a first that no list may be long.
func howMany(first int32) (int, error) {
	if first < 0 || first > relay.LargestPage {
		return 0, &relay.PageError{Argument: "first", Reason: "a list holds 0 to 1,000 items"}
	}
	return int(first), nil
}

// DistanceTo returns how far the site is from a place. The error is an *Error
// where either is nowhere.
func (s *Site) DistanceTo(place PlaceInput, model *TravelModelInput) (*Distance, error) {
	m, err := newModel(model)
	if err != nil {
		return nil, err
	}
	from, err := s.in.place(&place)
	if err != nil {
		return nil, err
	}
	if _, err := s.in.placed(s.spot(), none, "site "+s.Code); err != nil {
		return nil, err
	}
	d := s.in.distance(from, s.number, m, m.described())
	return &d, nil
}

// Nearest returns the other sites nearest to it, none if nothing places it.
func (s *Site) Nearest(first int32) ([]*SiteDistance, error) {
	most, err := howMany(first)
	if err != nil || s.spot().position == nil {
		return []*SiteDistance{}, err
	}
	self := s.number
	return s.in.nearest(origin{s.spot(), none}, finder{
		reach: math.Inf(1), most: most, wants: func(site int32) bool { return site != self },
	}, usualModel), nil
}
