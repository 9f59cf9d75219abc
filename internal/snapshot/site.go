package snapshot

import "maillage/internal/relay"

// A Site is a site seen from a network.
type Site struct {
	*siteRecord
	in *Network
}

// IsNode marks a Node.
func (*Site) IsNode() {}

// ID returns the global id.
func (s *Site) ID() relay.GlobalID { return s.in.id(s.id) }

// Parent returns the principal site of an antenna's group, where there is
// exactly one and it exists at the date.
func (s *Site) Parent() *Site {
	if s.parent == none || !s.in.sites[s.parent].existsOn(s.in.date) {
		return nil
	}
	return &s.in.sites[s.parent]
}

// Antennas returns a principal site's antennas that exist at the date.
func (s *Site) Antennas() []*Site {
	antennas := make([]*Site, 0, len(s.antennas))
	for _, i := range s.antennas {
		if a := &s.in.sites[i]; a.existsOn(s.in.date) {
			antennas = append(antennas, a)
		}
	}
	return antennas
}

// Commune returns the commune it stands in, nil for an itinerant site without a
// seat.
func (s *Site) Commune() *Commune { return node(s.in.communes, s.commune) }

// Serves returns the communes an itinerant site stops in, nil when not
// published.
func (s *Site) Serves() []*Commune {
	if s.serves == nil {
		return nil
	}
	return chosen(s.in.communes, s.serves)
}

// Canton returns the canton or pseudo-canton of its commune, or nil.
func (s *Site) Canton() *Canton { return node(s.in.cantons, s.canton) }

// Epci returns the EPCI of its commune, or nil.
func (s *Site) Epci() *Epci { return node(s.in.epcis, s.epci) }

// Department returns its department as published, nil in an overseas
// collectivity.
func (s *Site) Department() *Department { return node(s.in.departments, s.department) }

// Region returns the region of its department, or nil.
func (s *Site) Region() *Region { return node(s.in.regions, s.region) }

// Collectivity returns its overseas collectivity, nil everywhere else.
func (s *Site) Collectivity() *Collectivity { return node(s.in.collectivities, s.collectivity) }

// Services returns the services it offers at the date: every core service of
// the day.
func (s *Site) Services() []*Service { return s.in.core }
