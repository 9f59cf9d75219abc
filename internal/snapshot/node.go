package snapshot

import (
	"maillage/internal/cog"
	"maillage/internal/relay"
)

// A Node is anything with a global id.
type Node interface {
	ID() relay.GlobalID
	IsNode()
}

// find returns the node of an id without a pin, nil if there is none here.
func (n *Network) find(id string) Node {
	if n == nil {
		return nil
	}
	parsed := relay.ParseID(id)
	if parsed.Key == "" {
		if id == string(n.france.ref) {
			return &n.france
		}
		return nil
	}
	switch parsed.Kind {
	case "region":
		return orNil(n.Region(cog.RegionCode(parsed.Key)))
	case "department":
		return orNil(n.Department(cog.DepartmentCode(parsed.Key)))
	case "collectivity":
		return orNil(n.Collectivity(parsed.Key))
	case "epci":
		return orNil(n.Epci(cog.EpciCode(parsed.Key)))
	case "canton":
		return orNil(n.Canton(cog.CantonCode(parsed.Key)))
	case "commune":
		return orNil(n.Commune(cog.CommuneCode(parsed.Key)))
	case "site":
		return orNil(n.Site(parsed.Key))
	case "partner":
		return orNil(n.Partner(parsed.Key))
	case "service":
		return orNil(n.Service(parsed.Key))
	}
	return nil
}

// orNil keeps a nil pointer from becoming an interface that is not nil.
func orNil[N any, P interface {
	*N
	Node
}](p P) Node {
	if p == nil {
		return nil
	}
	return p
}
