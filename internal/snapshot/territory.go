package snapshot

import (
	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// A Territory is a place that sites serve, from a commune to the whole country.
type Territory interface {
	Node
	IsTerritory()
}

// A territory is a place as seen from a network: what all kinds share.
type territory struct {
	*place
	in *Network
}

func (territory) IsNode()      {}
func (territory) IsTerritory() {}

// ID returns the global id.
func (t territory) ID() relay.GlobalID { return t.in.id(string(t.ref)) }

// Kind returns what sort of territory it is.
func (t territory) Kind() TerritoryKind { return t.kind() }

// Population returns the municipal population, nil for uninhabited places.
func (t territory) Population() *int { return t.people() }

// PopulationYear returns the population's reference year, nil where the source
// does not say; of a sum, the latest.
func (t territory) PopulationYear() *int {
	if t.populationYear == 0 {
		return nil
	}
	return &t.populationYear
}

// PopulationSource returns where the population comes from, nil without one.
func (t territory) PopulationSource() *network.Source {
	if !t.inhabited {
		return nil
	}
	return t.in.archive.populationSource()
}

// Sites returns a page of the sites that stand here.
func (t territory) Sites(filter *SiteFilter, orderBy []*SiteOrder, first *int32, after *string, last *int32, before *string) (*SiteConnection, error) {
	return t.in.siteConnection(t.in.day.byPlace.of(t.number), filter, nil, orderBy, page(first, after, last, before))
}

// France is the whole country.
type France struct{ territory }

// Name returns "France".
func (*France) Name() string { return "France" }

// A Region is a region seen from a network.
type Region struct {
	territory
	*regionRecord
}

// Seat returns the chef-lieu.
func (r *Region) Seat() *Commune { return node(r.in.communes, r.seat) }

// Departments returns its departments by code.
func (r *Region) Departments() []*Department { return chosen(r.in.departments, r.departments) }

// Communes returns a page of its communes.
func (r *Region) Communes(filter *CommuneFilter, orderBy []*CommuneOrder, first *int32, after *string, last *int32, before *string) (*CommuneConnection, error) {
	return r.in.communeConnection(r.communes, filter, nil, orderBy, page(first, after, last, before))
}

// A Department is a department seen from a network.
type Department struct {
	territory
	*departmentRecord
}

// Region returns the region it belongs to.
func (d *Department) Region() *Region { return node(d.in.regions, d.region) }

// Seat returns the prefecture.
func (d *Department) Seat() *Commune { return node(d.in.communes, d.seat) }

// Cantons returns its cantons and pseudo-cantons by code.
func (d *Department) Cantons() []*Canton { return chosen(d.in.cantons, d.cantons) }

// Epcis returns the EPCI with at least one commune here, by code.
func (d *Department) Epcis() []*Epci { return chosen(d.in.epcis, d.epcis) }

// Communes returns a page of its communes.
func (d *Department) Communes(filter *CommuneFilter, orderBy []*CommuneOrder, first *int32, after *string, last *int32, before *string) (*CommuneConnection, error) {
	return d.in.communeConnection(d.communes, filter, nil, orderBy, page(first, after, last, before))
}

// TimeZone returns the IANA name of its clock.
func (d *Department) TimeZone() string { return cog.TimeZone(string(d.Code)) }

// A Collectivity is an overseas collectivity seen from a network.
type Collectivity struct {
	territory
	*collectivityRecord
}

// Communes returns a page of its communes.
func (c *Collectivity) Communes(filter *CommuneFilter, orderBy []*CommuneOrder, first *int32, after *string, last *int32, before *string) (*CommuneConnection, error) {
	return c.in.communeConnection(c.communes, filter, nil, orderBy, page(first, after, last, before))
}

// TimeZone returns the IANA name of its clock.
func (c *Collectivity) TimeZone() string { return cog.TimeZone(c.Code) }

// A Canton is a canton or pseudo-canton seen from a network.
type Canton struct {
	territory
	*cantonRecord
}

// Communes returns the communes that lie in it whole, by code.
func (c *Canton) Communes() []*Commune { return chosen(c.in.communes, c.communes) }

// Department returns the department it divides.
func (c *Canton) Department() *Department { return node(c.in.departments, c.department) }

// An Epci is an EPCI seen from a network.
type Epci struct {
	territory
	*epciRecord
}

// Communes returns its member communes by code.
func (e *Epci) Communes() []*Commune { return chosen(e.in.communes, e.communes) }

// Departments returns the departments its communes lie in, by code.
func (e *Epci) Departments() []*Department { return chosen(e.in.departments, e.departments) }

// A Commune is a commune seen from a network.
type Commune struct {
	territory
	*communeRecord
}

// PostalCodes returns its postal codes in order.
func (c *Commune) PostalCodes() []string { return c.in.archive.postalCodes.of(c.postalCodes) }

// FormerCodes returns the codes of the communes that were merged into it, are
// delegated or associated ones of it, or municipal arrondissements.
func (c *Commune) FormerCodes() []cog.CommuneCode { return c.in.archive.formerCodes.of(c.formerCodes) }

// Canton returns its canton or pseudo-canton, nil where the edition gives none.
func (c *Commune) Canton() *Canton { return node(c.in.cantons, c.canton) }

// Epci returns the EPCI it belongs to, or nil.
func (c *Commune) Epci() *Epci { return node(c.in.epcis, c.epci) }

// Department returns its department, nil in an overseas collectivity.
func (c *Commune) Department() *Department { return node(c.in.departments, c.department) }

// Region returns its region, nil in an overseas collectivity.
func (c *Commune) Region() *Region { return node(c.in.regions, c.in.archive.regionOf(c.communeRecord)) }

// Collectivity returns its overseas collectivity, nil everywhere else.
func (c *Commune) Collectivity() *Collectivity { return node(c.in.collectivities, c.collectivity) }

// territory returns the territory a reference names, nil if the edition has
// none.
func (n *Network) territory(ref network.TerritoryRef) Territory {
	if t, ok := n.find(string(ref)).(Territory); ok {
		return t
	}
	return nil
}
