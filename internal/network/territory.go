package network

import "maillage/internal/cog"

// A TerritoryRef names a territory as global ids do: "france", "region:32",
// "department:2A", "commune:80021".
type TerritoryRef string

// FranceRef is the whole country.
const FranceRef TerritoryRef = "france"

// RegionRef names a region.
func RegionRef(code cog.RegionCode) TerritoryRef { return TerritoryRef("region:" + code) }

// DepartmentRef names a department.
func DepartmentRef(code cog.DepartmentCode) TerritoryRef {
	return TerritoryRef("department:" + code)
}

// A Region is one of the 18 regions. Source: Insee, Code officiel géographique.
type Region struct {
	Code     cog.RegionCode `bun:",pk"`
	Name     string
	SeatCode cog.CommuneCode // chef-lieu
}

// A Department is one of the 101 departments. Source: Insee, COG.
type Department struct {
	Code       cog.DepartmentCode `bun:",pk"`
	Name       string
	RegionCode cog.RegionCode
	SeatCode   cog.CommuneCode // prefecture
}

// An Arrondissement is a part of a department, around a prefecture or
// sub-prefecture. Paris, Lyon and Marseille have municipal ones besides, which
// are former codes of their communes. Source: Insee, COG.
type Arrondissement struct {
	Code           string `bun:",pk"` // the department's and one more: "802", "2A1", "9721"
	Name           string // "Amiens", "Le Havre"
	DepartmentCode cog.DepartmentCode
	SeatCode       cog.CommuneCode // sub-prefecture
}

// A Collectivity is an overseas collectivity, neither department nor region:
// Saint-Martin (978) and the others. Source: Insee, COG.
type Collectivity struct {
	Code string `bun:",pk"` // three digits
	Name string
}

// An EpciNature is the legal kind of an EPCI.
type EpciNature string

// The legal kinds of EPCI.
const (
	CommunauteDeCommunes     EpciNature = "COMMUNAUTE_DE_COMMUNES"
	CommunauteDAgglomeration EpciNature = "COMMUNAUTE_D_AGGLOMERATION"
	CommunauteUrbaine        EpciNature = "COMMUNAUTE_URBAINE"
	Metropole                EpciNature = "METROPOLE"
)

// An Epci is a group of communes with its own taxation. Source: DGCL.
type Epci struct {
	Code   cog.EpciCode `bun:",pk"`
	Name   string
	Nature EpciNature
}

// A Canton is an electoral division of a department, or one of Insee's
// pseudo-cantons, which stand for a commune that several cantons share.
// Source: Insee, COG.
type Canton struct {
	Code   cog.CantonCode `bun:",pk"`
	Name   string
	Pseudo bool
}

// A Commune is a current commune of an edition's Code officiel géographique.
type Commune struct {
	Code           cog.CommuneCode `bun:",pk"`
	Name           string
	DepartmentCode cog.DepartmentCode // "" in an overseas collectivity
	Arrondissement string             // code of the departmental one, "" if none
	CantonCode     cog.CantonCode     // "" where the file has none (Martinique, Guyane)
	EpciCode       cog.EpciCode       // "" for four island communes and the COM
	PostalCodes    []string           // in order
	FormerCodes    []cog.CommuneCode  // merged, delegated, associated communes and municipal arrondissements
	Population     *int               // municipal population; nil for uninhabited places
	PopulationYear int                // 0 if the source does not say
	Position       *Position          // centre
	SurfaceKm2     *float64
}

// A PositionPrecision says what a position stands for, from best to worst.
type PositionPrecision string

// The precisions, from best to worst.
const (
	PositionPublished  PositionPrecision = "PUBLISHED"   // by the source, of the thing itself
	PositionCentre     PositionPrecision = "CENTRE"      // official centre of the commune
	PositionSettlement PositionPrecision = "SETTLEMENT"  // main settlement (GeoNames)
	PositionPostalCode PositionPrecision = "POSTAL_CODE" // mean of the communes sharing the postal code
	PositionEpci       PositionPrecision = "EPCI"        // mean of the communes of the EPCI
	PositionDepartment PositionPrecision = "DEPARTMENT"  // mean of the communes of the department
)

// A Position is a point on the ellipsoid WGS 84, in degrees.
type Position struct {
	Latitude  float64
	Longitude float64
	Precision PositionPrecision
}
