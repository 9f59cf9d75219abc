package snapshot

import (
	"context"
	"sync"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// A Network is the network at one edition and date. Its nodes are the edition's
// records as seen from there.
type Network struct {
	archive *archive
	day     *day
	date    network.Date
	pin     string // that ids carry: "", "@2022-01-31" or "@2022-01-31@edition:3"

	france         France
	regions        []Region
	departments    []Department
	collectivities []Collectivity
	epcis          []Epci
	cantons        []Canton
	communes       []Commune
	sites          []Site
	partners       []*Partner // of the date
	services       []*Service // of the date
	core           []*Service // those that every site offers
	edition        Edition
	labels         func() map[measure]*Label
}

// newNetwork makes the nodes of an edition at a date: two or three words for
// each record, nothing copied.
func newNetwork(a *archive, date network.Date, pin string) *Network {
	n := &Network{archive: a, day: a.day(date), date: date, pin: pin}
	see := func(p *place) territory { return territory{place: p, in: n} }
	n.france = France{see(&a.france.place)}
	n.regions = nodes(a.regions.rows, func(r *regionRecord) Region { return Region{see(&r.place), r} })
	n.departments = nodes(a.departments.rows, func(r *departmentRecord) Department { return Department{see(&r.place), r} })
	n.collectivities = nodes(a.collectivities.rows, func(r *collectivityRecord) Collectivity { return Collectivity{see(&r.place), r} })
	n.epcis = nodes(a.epcis.rows, func(r *epciRecord) Epci { return Epci{see(&r.place), r} })
	n.cantons = nodes(a.cantons.rows, func(r *cantonRecord) Canton { return Canton{see(&r.place), r} })
	n.communes = nodes(a.communes.rows, func(r *communeRecord) Commune { return Commune{see(&r.place), r} })
	n.sites = nodes(a.sites.rows, func(r *siteRecord) Site { return Site{r, n} })
	n.edition = Edition{Edition: a.edition, past: a.past, open: func(context.Context) (*Network, error) { return n, nil }}
	n.openOffer()
	n.labels = sync.OnceValue(n.newLabels)
	return n
}

func nodes[R, N any](records []R, see func(*R) N) []N {
	nodes := make([]N, len(records))
	for i := range records {
		nodes[i] = see(&records[i])
	}
	return nodes
}

// Date returns the day asked for.
func (n *Network) Date() network.Date { return n.date }

// Edition returns the edition asked for.
func (n *Network) Edition() *Edition { return &n.edition }

// France returns the whole country.
func (n *Network) France() *France { return &n.france }

// Region returns a region, nil if the edition has none of that code.
func (n *Network) Region(code cog.RegionCode) *Region {
	return node(n.regions, n.archive.regions.find(code))
}

// Regions returns all regions by code.
func (n *Network) Regions() []*Region { return every(n.regions) }

// Department returns a department, nil if the edition has none of that code.
func (n *Network) Department(code cog.DepartmentCode) *Department {
	return node(n.departments, n.archive.departments.find(code))
}

// Departments returns the departments of some regions, of all if region is nil,
// by code.
func (n *Network) Departments(region []cog.RegionCode) ([]*Department, error) {
	var c conditions[departmentRecord]
	oneOf(&c, "region", region, func(d *departmentRecord) cog.RegionCode { return d.RegionCode })
	exist(&c, n.archive, "region", SearchRegion, region)
	if c.err != nil {
		return nil, c.err
	}
	departments := make([]*Department, 0, len(n.departments))
	for i := range n.departments {
		if d := &n.departments[i]; c.hold(d.departmentRecord) {
			departments = append(departments, d)
		}
	}
	return departments, nil
}

// Collectivity returns an overseas collectivity, nil if the edition has none of
// that code.
func (n *Network) Collectivity(code string) *Collectivity {
	return node(n.collectivities, n.archive.collectivities.find(code))
}

// Collectivities returns the overseas collectivities by code.
func (n *Network) Collectivities() []*Collectivity { return every(n.collectivities) }

// Canton returns a canton, nil if the edition has none of that code.
func (n *Network) Canton(code cog.CantonCode) *Canton {
	return node(n.cantons, n.archive.cantons.find(code))
}

// Epci returns an EPCI, nil if the edition has none of that code.
func (n *Network) Epci(code cog.EpciCode) *Epci {
	return node(n.epcis, n.archive.epcis.find(code))
}

// Commune returns a commune by its code or a former one, nil if the edition
// knows none.
func (n *Network) Commune(code cog.CommuneCode) *Commune {
	return node(n.communes, n.archive.commune(code))
}

// commune returns the index of the commune of a code, current or former.
func (a *archive) commune(code cog.CommuneCode) int32 {
	if i := a.communes.find(code); i != none {
		return i
	}
	return a.communes.find(a.succession.Current(code))
}

// Site returns a site by any code it ever had, nil if there is none, or not yet at
// the date. One that is gone still answers, and says since when it is missing.
func (n *Network) Site(code string) *Site {
	i := n.archive.sites.find(code)
	if i == none || n.sites[i].from > n.date {
		return nil
	}
	return &n.sites[i]
}

// id returns a node's global id as seen from here.
func (n *Network) id(name string) relay.GlobalID { return relay.GlobalID{Name: name, Pin: n.pin} }

// node returns the node of an index, nil for none.
func node[N any](nodes []N, i int32) *N {
	if i == none {
		return nil
	}
	return &nodes[i]
}

// every returns all nodes.
func every[N any](nodes []N) []*N {
	all := make([]*N, len(nodes))
	for i := range nodes {
		all[i] = &nodes[i]
	}
	return all
}

// chosen returns the nodes of some indexes.
func chosen[N any](nodes []N, indexes []int32) []*N {
	chosen := make([]*N, len(indexes))
	for k, i := range indexes {
		chosen[k] = &nodes[i]
	}
	return chosen
}
