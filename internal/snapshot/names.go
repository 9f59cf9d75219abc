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
	return kindNumber(slices.Index(searchKinds[:], kind)) //nolint:gosec // there are nine
}

// names returns the names of all records.
func (a *archive) names() *names {
	a.named.once.Do(func() { a.named.build(a) })
	return &a.named
}

func (x *names) build(a *archive) {
	type candidate struct {
		bearer
		people int
		search.Entry
	}
	var all []candidate
	x.numbers = map[SearchKind][]int32{}
	gather := func(kind SearchKind, rows int, of func(i int) (*place, search.Entry)) {
		x.numbers[kind] = make([]int32, rows)
		number := numberOfKind(kind)
		for i := range rows {
			p, entry := of(i)
			c := candidate{bearer{number, int32(i)}, -1, entry} //nolint:gosec // rows are numbered by int32
			if p != nil && p.population != nil {
				c.people = *p.population
			}
			all = append(all, c)
		}
	}
	gather(SearchSite, len(a.sites.rows), func(i int) (*place, search.Entry) { return nil, a.siteNames(&a.sites.rows[i]) })
	gather(SearchCommune, len(a.communes.rows), func(i int) (*place, search.Entry) {
		c := &a.communes.rows[i]
		return &c.place, search.Entry{Names: []string{c.Name}, Also: c.PostalCodes}
	})
	gather(SearchCanton, len(a.cantons.rows), func(i int) (*place, search.Entry) {
		c := &a.cantons.rows[i]
		return &c.place, search.Entry{Names: []string{c.Name}}
	})
	gather(SearchEpci, len(a.epcis.rows), func(i int) (*place, search.Entry) {
		e := &a.epcis.rows[i]
		return &e.place, search.Entry{Names: epciNames(e)}
	})
	gather(SearchDepartment, len(a.departments.rows), func(i int) (*place, search.Entry) {
		d := &a.departments.rows[i]
		return &d.place, search.Entry{Names: []string{d.Name}}
	})
	gather(SearchRegion, len(a.regions.rows), func(i int) (*place, search.Entry) {
		r := &a.regions.rows[i]
		return &r.place, search.Entry{Names: []string{r.Name}}
	})
	gather(SearchCollectivity, len(a.collectivities.rows), func(i int) (*place, search.Entry) {
		c := &a.collectivities.rows[i]
		return &c.place, search.Entry{Names: []string{c.Name}}
	})
	gather(SearchPartner, len(a.partners.rows), func(i int) (*place, search.Entry) {
		return nil, search.Entry{Names: partnerNames(&a.partners.rows[i])}
	})
	gather(SearchService, len(a.services.rows), func(i int) (*place, search.Entry) { return nil, a.serviceNames(&a.services.rows[i]) })

	// By population, then, as they were gathered, by kind and code.
	slices.SortStableFunc(all, func(x, y candidate) int { return cmp.Compare(y.people, x.people) })
	entries := make([]search.Entry, len(all))
	x.bearers = make([]bearer, len(all))
	for number, c := range all {
		entries[number], x.bearers[number] = c.Entry, c.bearer
		x.numbers[c.kind.kind()][c.row] = int32(number) //nolint:gosec // rows are numbered by int32
	}
	x.index = search.New(entries)
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
		if s := &n.sites[b.row]; s.from <= n.date {
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
