package snapshot

import (
	"slices"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/identity"
	"maillage/internal/network"
)

// A TerritoryKind is what sort of place a territory is.
type TerritoryKind string

// The kinds of territory.
const (
	KindFrance       TerritoryKind = "FRANCE"
	KindRegion       TerritoryKind = "REGION"
	KindDepartment   TerritoryKind = "DEPARTMENT"
	KindCollectivity TerritoryKind = "COLLECTIVITY"
	KindEpci         TerritoryKind = "EPCI"
	KindCanton       TerritoryKind = "CANTON"
	KindCommune      TerritoryKind = "COMMUNE"
)

// territoryKinds are all kinds, by what is kept of them.
var territoryKinds = [...]TerritoryKind{
	KindFrance, KindRegion, KindDepartment, KindCollectivity, KindEpci, KindCanton, KindCommune,
}

// A place is what the records of all territories have in common.
type place struct {
	ref            network.TerritoryRef
	number         int32  // among all places, for lists kept by place; see numberPlaces
	covered        uint16 // in archive.covered, see coveredUntil
	kindNumber     uint8  // in territoryKinds
	inhabited      bool   // else there is no population
	population     int
	populationYear int // 0 where the source does not say; of a sum, the latest
}

// newPlace returns a place that has no number yet.
func newPlace(ref string, kind TerritoryKind) place {
	return place{ref: network.TerritoryRef(ref), number: none, kindNumber: uint8(slices.Index(territoryKinds[:], kind))}
}

// kind returns what sort of place it is.
func (p *place) kind() TerritoryKind { return territoryKinds[p.kindNumber] }

// add counts a commune's population in a territory's.
func (p *place) add(commune *place) {
	if !commune.inhabited {
		return
	}
	p.inhabited = true
	p.population += commune.population
	p.populationYear = max(p.populationYear, commune.populationYear)
}

// people returns the population, nil for uninhabited places.
func (p *place) people() *int {
	if !p.inhabited {
		return nil
	}
	return &p.population
}

// The records: what an edition publishes of a territory, and its links.

type franceRecord struct{ place place }

type regionRecord struct {
	network.Region
	place       place
	seat        int32
	departments []int32
	communes    []int32
}

type departmentRecord struct {
	network.Department
	place    place
	region   int32
	seat     int32
	communes []int32
	cantons  []int32
	epcis    []int32
}

type collectivityRecord struct {
	network.Collectivity
	place    place
	communes []int32
}

type epciRecord struct {
	network.Epci
	place       place
	communes    []int32
	departments []int32
}

type cantonRecord struct {
	network.Canton
	place      place
	department int32
	communes   []int32
	shares     int32 // the pseudo-canton of the commune it holds a part of, none
}

// CommuneFacts are what the record of a commune says that its links do not.
type CommuneFacts struct {
	Name       string
	Position   *network.Position // centre
	SurfaceKm2 *float64
}

// There are so many communes that what each takes counts: what can be told from
// something else, or is the same for many, is not kept in their records.
type communeRecord struct {
	place place
	CommuneFacts
	postalCodes    int32 // in archive.postalCodes
	formerCodes    int32 // in archive.formerCodes
	row            int32 // its index
	arrondissement int32 // among the divisions of departments, none
	department     int32
	collectivity   int32
	canton         int32
	epci           int32
}

type siteRecord struct {
	network.Site
	network.Sighting
	number       int32          // among all sites
	life         *identity.Site // what all editions tell of it
	id           string
	from         network.Date // the day from which it exists, see archive.existsFrom
	until        network.Date // the day from which it is gone, "" if the edition shows it
	commune      int32
	canton       int32
	epci         int32
	department   int32
	region       int32
	collectivity int32
	parent       int32
	hours        *OpeningHours // nil if none are published
	antennas     []int32
	serves       []int32
}

// regionOf returns the region of a commune, none in an overseas collectivity.
func (a *archive) regionOf(c *communeRecord) int32 {
	if c.department == none {
		return none
	}
	return a.departments.rows[c.department].region
}

// communeRef is what references of communes begin with.
const communeRef = "commune:"

// Code returns the Insee code.
func (c *communeRecord) Code() cog.CommuneCode { return cog.CommuneCode(c.place.ref[len(communeRef):]) }

// places yields the places a site stands in.
func (a *archive) places(s *siteRecord, yield func(*place)) {
	yield(&a.france.place)
	if s.region != none {
		yield(&a.regions.rows[s.region].place)
	}
	if s.department != none {
		yield(&a.departments.rows[s.department].place)
	}
	if s.collectivity != none {
		yield(&a.collectivities.rows[s.collectivity].place)
	}
	if s.epci != none {
		yield(&a.epcis.rows[s.epci].place)
	}
	if s.canton != none {
		yield(&a.cantons.rows[s.canton].place)
	}
	if s.commune != none {
		yield(&a.communes.rows[s.commune].place)
	}
}

// The codes that the references of places are made of.

func regionCode(p *place) cog.RegionCode         { return cog.RegionCode(codeOf(p)) }
func departmentCode(p *place) cog.DepartmentCode { return cog.DepartmentCode(codeOf(p)) }
func cantonCode(p *place) cog.CantonCode         { return cog.CantonCode(codeOf(p)) }
func epciCode(p *place) cog.EpciCode             { return cog.EpciCode(codeOf(p)) }
func communeCode(p *place) cog.CommuneCode       { return cog.CommuneCode(codeOf(p)) }

func codeOf(p *place) string {
	_, code, _ := strings.Cut(string(p.ref), ":")
	return code
}
