package snapshot

import (
	"maillage/internal/network"
	"maillage/internal/relay"
)

// A Partner is a partner seen from a network.
type Partner struct {
	*network.Partner
	in       *Network
	services []*Service
}

// IsNode marks a Node.
func (*Partner) IsNode() {}

// ID returns the global id.
func (p *Partner) ID() relay.GlobalID { return p.in.id("partner:" + p.Code) }

// Name returns its name at the date.
func (p *Partner) Name() string {
	for _, former := range p.Formerly {
		if p.in.date <= former.Until {
			return former.Name
		}
	}
	return p.CurrentName
}

// FormerNames returns the names it bore before today's, oldest first.
func (p *Partner) FormerNames() []string {
	names := make([]string, len(p.Formerly))
	for i, former := range p.Formerly {
		names[i] = former.Name
	}
	return names
}

// Services returns its services at the date.
func (p *Partner) Services() []*Service { return p.services }

// A Service is a service seen from a network.
type Service struct {
	*network.Service
	in      *Network
	partner *Partner
	name    string
}

// IsNode marks a Node.
func (*Service) IsNode() {}

// ID returns the global id.
func (s *Service) ID() relay.GlobalID { return s.in.id("service:" + s.Code) }

// Name returns what it is, in French.
func (s *Service) Name() string { return s.name }

// coreService is what the name of a partner's core service begins with.
const coreService = "Accompagnement aux démarches : "

// nameOf returns a service's name: the core service of a partner bears the
// partner's name of the day.
func nameOf(s *network.Service, p *Partner) string {
	if s.Title != "" {
		return string(s.Title)
	}
	return coreService + p.Name()
}

// Partner returns who offers it.
func (s *Service) Partner() *Partner { return s.partner }

// Sites returns a page of the sites that offer it: all, of a core service.
func (s *Service) Sites(filter *SiteFilter, orderBy []*SiteOrder, first *int32, after *string, last *int32, before *string) (*SiteConnection, error) {
	var sites []int32
	if s.Core {
		sites = s.in.day.sites
	}
	return s.in.siteConnection(sites, filter, nil, orderBy, page(first, after, last, before))
}

// openOffer makes the nodes of the partners and services of the date.
func (n *Network) openOffer() {
	n.partners, n.services = []*Partner{}, []*Service{}
	n.core = []*Service{}
	byCode := map[string]*Partner{}
	for i := range n.archive.partners.rows {
		p := &n.archive.partners.rows[i]
		if p.Since.First() <= n.date {
			byCode[p.Code] = &Partner{Partner: p, in: n, services: []*Service{}}
			n.partners = append(n.partners, byCode[p.Code])
		}
	}
	for i := range n.archive.services.rows {
		s := &n.archive.services.rows[i]
		partner := byCode[s.PartnerCode]
		if partner == nil || s.Since.First() > n.date {
			continue
		}
		service := &Service{Service: s, in: n, partner: partner, name: nameOf(s, partner)}
		partner.services = append(partner.services, service)
		n.services = append(n.services, service)
		if s.Core {
			n.core = append(n.core, service)
		}
	}
}

// Partners returns the partners whose services were offered at the date.
func (n *Network) Partners() []*Partner { return n.partners }

// Partner returns a partner, nil if there is none of that code at the date.
func (n *Network) Partner(code string) *Partner {
	for _, p := range n.partners {
		if p.Code == code {
			return p
		}
	}
	return nil
}

// Services returns the services offered at the date.
func (n *Network) Services() []*Service { return n.services }

// Service returns a service, nil if there is none of that code at the date.
func (n *Network) Service(code string) *Service {
	for _, s := range n.services {
		if s.Code == code {
			return s
		}
	}
	return nil
}
