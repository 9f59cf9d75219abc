package snapshot

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"maillage/internal/geo"
)

const (
	// mostNextSites is how many sites are proposed at most.
	mostNextSites = 50
	// farthestNextSite is the longest way, in metres, that best next sites are
	// looked for at: every commune is compared with all others within it.
	farthestNextSite = 50 * metresInKm
	// keptNextSites is how many answers are kept.
	keptNextSites = 16
)

// A NextSite is where one more site would help most people.
type NextSite struct {
	Rank   int
	Gained int // people newly within the minutes

	commune int32
	within  int // people within the minutes once it is open
	total   int
	in      *Network
	told    *TravelModel
}

// Commune returns where the site would stand, at the commune's centre.
func (s *NextSite) Commune() *Commune { return &s.in.communes[s.commune] }

// Share returns the share of the people within the minutes once this site and
// those ranked before it are open.
func (s *NextSite) Share() *float64 { return shareOf(s.within, s.total) }

// Model says how the minutes were come by.
func (s *NextSite) Model() *TravelModel { return s.told }

// nextSites are the answers of an archive, the most recently used kept.
type nextSites struct {
	kept     *lru.Cache[nextSitesKey, func() []NextSite]
	building sync.Mutex
}

type nextSitesKey struct {
	day     int32
	minutes int32
	model   travelModel
}

func (s *nextSites) init() {
	// New only refuses a size that is not positive.
	s.kept, _ = lru.New[nextSitesKey, func() []NextSite](keptNextSites)
}

// BestNextSites returns the communes where one more site each would bring most
// people within so many minutes, the best first, each chosen after those before
// it: a greedy choice, which is at least 63 % as good as the best there is. There
// are none where the edition does not list every site: people would be gained
// who have a site already.
func (f *France) BestNextSites(minutes int32, model *TravelModelInput, first int32) ([]*NextSite, error) {
	m, err := newModel(model)
	if err != nil {
		return nil, err
	}
	if err := checkMinutes("minutes", minutes); err != nil {
		return nil, err
	}
	if metres := m.farthest(float64(minutes)); metres > farthestNextSite {
		return nil, errorf(CodeBadMinutes, "bestNextSites: one comes %.0f km far in %d minutes, at most %d km are taken: ask for fewer minutes",
			metres/metresInKm, minutes, farthestNextSite/metresInKm)
	}
	if first < 0 || first > mostNextSites {
		return nil, errorf(CodeBadMinutes, "bestNextSites: first %d is not between 0 and %d", first, mostNextSites)
	}
	n := f.in
	if n.date > f.coveredUntil() {
		return []*NextSite{}, nil
	}
	kept, day := &n.archive.nextSites, n.archive.reached().on(n.date)
	all := once(&kept.building, kept.kept, nextSitesKey{day, minutes, m}, func() []NextSite {
		return newPlanner(n, day, float64(minutes), m).choose()
	})
	told := n.archive.describeModel(m)
	sites := make([]*NextSite, min(int(first), len(all)))
	for k := range sites {
		site := all[k]
		site.in, site.told = n, told
		sites[k] = &site
	}
	return sites, nil
}

// A planner chooses where to open sites. It keeps, for every commune, how many
// people a site there would newly bring within the minutes.
type planner struct {
	archive  *archive
	farthest float64 // metres of travel
	widest   geo.Gap // between a commune and a site in another
	gain     []int
	waiting  []bool // communes whose people are not within the minutes yet
	within   int
	total    int
}

func newPlanner(n *Network, day int32, minutes float64, m travelModel) *planner {
	a, r := n.archive, n.archive.reached()
	p := &planner{
		archive: a, farthest: m.farthest(minutes), widest: m.widest(minutes),
		gain: make([]int, len(r.people)), waiting: make([]bool, len(r.people)),
	}
	for _, i := range r.departments {
		p.total += p.people(i)
		switch travel := r.travel(i, day, m); {
		case travel <= p.farthest:
			p.within += p.people(i)
		case travel > p.farthest: // which NaN is not
			p.waiting[i] = p.people(i) > 0
		}
	}
	for i, waiting := range p.waiting {
		if waiting {
			p.each(int32(i), func(site int32) { p.gain[site] += p.people(int32(i)) })
		}
	}
	return p
}

func (p *planner) people(commune int32) int { return int(p.archive.reached().people[commune]) }

// each calls with the communes that a site would be within the minutes of a
// commune in; which is the same as the communes that a site in it would serve,
// but for the commune itself.
func (p *planner) each(commune int32, visit func(other int32)) {
	if p.home(commune) {
		visit(commune)
	}
	at := p.archive.communes.rows[commune].spot()
	p.archive.located().departments().Within(at.point, p.widest, func(other int32) {
		if other != commune {
			visit(other)
		}
	})
}

// home says whether a site in a commune would be within the minutes of its own
// people.
func (p *planner) home(commune int32) bool {
	return p.archive.travel(origin{commune: commune}, commune, 0) <= p.farthest
}

// choose returns the best sites, one after the other.
func (p *planner) choose() []NextSite {
	var chosen []NextSite
	for len(chosen) < mostNextSites {
		best := int32(0)
		for i := range p.gain {
			if p.gain[i] > p.gain[best] {
				best = int32(i)
			}
		}
		if len(p.gain) == 0 || p.gain[best] == 0 {
			break
		}
		gained := p.gain[best]
		p.open(best)
		p.within += gained
		chosen = append(chosen, NextSite{Rank: len(chosen) + 1, Gained: gained, commune: best, within: p.within, total: p.total})
	}
	return chosen
}

// open opens a site: those it serves wait no longer for any other.
func (p *planner) open(site int32) {
	var reached []int32
	p.each(site, func(commune int32) {
		if p.waiting[commune] {
			reached = append(reached, commune)
		}
	})
	for _, commune := range reached {
		p.waiting[commune] = false
		p.each(commune, func(other int32) { p.gain[other] -= p.people(commune) })
	}
}
