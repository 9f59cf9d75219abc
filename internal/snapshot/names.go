package snapshot

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/search"
)

// A SearchKind is what sort of thing a name may be of.
type SearchKind string

// The kinds of things with names.
const (
	SearchSite         SearchKind = "SITE"
	SearchCommune      SearchKind = "COMMUNE"
	SearchCanton       SearchKind = "CANTON"
	SearchEpci         SearchKind = "EPCI"
	SearchDepartment   SearchKind = "DEPARTMENT"
	SearchRegion       SearchKind = "REGION"
	SearchCollectivity SearchKind = "COLLECTIVITY"
	SearchPartner      SearchKind = "PARTNER"
	SearchService      SearchKind = "SERVICE"
)

// The names of an archive, made when first asked for: they take some 100 ms.
type names struct {
	once    sync.Once
	index   *search.Index
	bearers []bearer               // in the order of the index: the most peopled first
	numbers map[SearchKind][]int32 // of each kind's records in the index
}

// A bearer is a record that has a name.
type bearer struct {
	kind kindNumber
	row  int32
}

// A kindNumber is the place of a SearchKind in searchKinds.
type kindNumber uint8

func (k kindNumber) kind() SearchKind { return searchKinds[k] }

func numberOfKind(kind SearchKind) kindNumber {
	return kindNumber(slices.Index(searchKinds[:], kind))
}

// names returns the names of all records.
func (a *archive) names() *names {
	a.named.once.Do(func() { a.named.build(a) })
	return &a.named
}

func (x *names) build(a *archive) {
	x.numbers = map[SearchKind][]int32{}
	all := 0
	for _, kind := range searchKinds {
		all += a.size(kind)
	}
	x.bearers = make([]bearer, 0, all)
	for i, kind := range searchKinds {
		rows := a.size(kind)
		x.numbers[kind] = make([]int32, rows)
		for row := range rows {
			x.bearers = append(x.bearers, bearer{kindNumber(i), int32(row)})
		}
	}
	// By population, then, as they are, by kind and code.
	slices.SortStableFunc(x.bearers, func(y, z bearer) int { return cmp.Compare(a.people(z), a.people(y)) })
	for number, b := range x.bearers {
		x.numbers[b.kind.kind()][b.row] = int32(number)
	}
	x.index = search.New(func(yield func(search.Entry) bool) {
		for _, b := range x.bearers {
			if !yield(a.namesOf(b)) {
				return
			}
		}
	})
}

// size returns how many records there are of a kind.
func (a *archive) size(kind SearchKind) int {
	return map[SearchKind]int{
		SearchSite:         len(a.sites.rows),
		SearchCommune:      len(a.communes.rows),
		SearchCanton:       len(a.cantons.rows),
		SearchEpci:         len(a.epcis.rows),
		SearchDepartment:   len(a.departments.rows),
		SearchRegion:       len(a.regions.rows),
		SearchCollectivity: len(a.collectivities.rows),
		SearchPartner:      len(a.partners.rows),
		SearchService:      len(a.services.rows),
	}[kind]
}

// people returns the population of a record's place, -1 if there is none.
func (a *archive) people(b bearer) int {
	var p *place
	switch b.kind.kind() {
	case SearchCommune:
		p = &a.communes.rows[b.row].place
	case SearchCanton:
		p = &a.cantons.rows[b.row].place
	case SearchEpci:
		p = &a.epcis.rows[b.row].place
	case SearchDepartment:
		p = &a.departments.rows[b.row].place
	case SearchRegion:
		p = &a.regions.rows[b.row].place
	case SearchCollectivity:
		p = &a.collectivities.rows[b.row].place
	default:
	}
	if p == nil || !p.inhabited {
		return -1
	}
	return p.population
}

// namesOf returns what a record is found by.
func (a *archive) namesOf(b bearer) search.Entry {
	var name string
	switch b.kind.kind() {
	case SearchSite:
		return a.siteNames(&a.sites.rows[b.row])
	case SearchCommune:
		c := &a.communes.rows[b.row]
		return search.Entry{Names: []string{c.Name}, Also: a.postalCodes.of(c.postalCodes)}
	case SearchCanton:
		name = a.cantons.rows[b.row].Name
	case SearchEpci:
		return search.Entry{Names: epciNames(&a.epcis.rows[b.row])}
	case SearchDepartment:
		name = a.departments.rows[b.row].Name
	case SearchRegion:
		name = a.regions.rows[b.row].Name
	case SearchCollectivity:
		name = a.collectivities.rows[b.row].Name
	case SearchPartner:
		return search.Entry{Names: partnerNames(&a.partners.rows[b.row])}
	case SearchService:
		return a.serviceNames(&a.services.rows[b.row])
	}
	return search.Entry{Names: []string{name}}
}

// searchKinds are all kinds.
var searchKinds = [...]SearchKind{
	SearchSite, SearchCommune, SearchCanton, SearchEpci, SearchDepartment, SearchRegion,
	SearchCollectivity, SearchPartner, SearchService,
}

// row returns the row of a kind's record with a code, none if there is none.
func (a *archive) row(kind SearchKind, code string) int32 {
	switch kind {
	case SearchSite:
		return a.sites.find(code)
	case SearchCommune:
		return a.commune(cog.CommuneCode(code))
	case SearchCanton:
		return a.cantons.find(cog.CantonCode(code))
	case SearchEpci:
		return a.epcis.find(cog.EpciCode(code))
	case SearchDepartment:
		return a.departments.find(cog.DepartmentCode(code))
	case SearchRegion:
		return a.regions.find(cog.RegionCode(code))
	case SearchCollectivity:
		return a.collectivities.find(code)
	case SearchPartner:
		return a.partners.find(code)
	case SearchService:
		return a.services.find(code)
	}
	return none
}

// bearer returns the node of a record, nil if it does not exist at the date.
func (n *Network) bearer(b bearer) SearchResult {
	switch b.kind.kind() {
	case SearchSite:
		if s := &n.sites[b.row]; s.existsOn(n.date) {
			return s
		}
	case SearchCommune:
		return &n.communes[b.row]
	case SearchCanton:
		return &n.cantons[b.row]
	case SearchEpci:
		return &n.epcis[b.row]
	case SearchDepartment:
		return &n.departments[b.row]
	case SearchRegion:
		return &n.regions[b.row]
	case SearchCollectivity:
		return &n.collectivities[b.row]
	case SearchPartner:
		if p := n.Partner(n.archive.partners.rows[b.row].Code); p != nil {
			return p
		}
	case SearchService:
		if s := n.Service(n.archive.services.rows[b.row].Code); s != nil {
			return s
		}
	}
	return nil
}

// siteNames returns what a site is found by: its name and the town it stands in.
func (a *archive) siteNames(s *siteRecord) search.Entry {
	also := []string{string(s.Address.City), string(s.Address.PostalCode)}
	if s.commune != none {
		also = append(also, a.communes.rows[s.commune].Name)
	}
	return search.Entry{Names: []string{s.Name}, Also: also}
}

// epciNames returns the names of an EPCI: as published, with its legal kind
// written out, and without it.
func epciNames(e *epciRecord) []string {
	kind, rest, _ := strings.Cut(e.Name, " ")
	if whole, ok := epciKinds[kind]; ok {
		return []string{e.Name, whole + " " + rest, rest}
	}
	return []string{e.Name}
}

var epciKinds = map[string]string{
	"CC": "Communauté de communes", "CA": "Communauté d'agglomération", "CU": "Communauté urbaine",
}

// partnerNames returns all names a partner bore.
func partnerNames(p *network.Partner) []string {
	names := []string{p.CurrentName}
	for _, former := range p.Formerly {
		names = append(names, former.Name)
	}
	return names
}

// serviceNames returns what a service is found by: its title or its partner.
func (a *archive) serviceNames(s *network.Service) search.Entry {
	e := search.Entry{Names: []string{string(s.Title)}}
	if p := a.partners.find(s.PartnerCode); p != none {
		e.Also = partnerNames(&a.partners.rows[p])
		if s.Title == "" {
			e.Names = nil
			for _, name := range e.Also {
				e.Names = append(e.Names, coreService+name)
			}
		}
	}
	return e
}
