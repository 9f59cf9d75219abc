package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A geography is the part of an edition's records that the packages hold.
type geography struct {
	regions         []network.Region
	departments     []network.Department
	arrondissements []network.Arrondissement
	collectivities  []network.Collectivity
	epcis           []network.Epci
	communes        []network.Commune
	rows            int // read, of all files
}

// A division is an element of the package's regions.json, departements.json,
// arrondissements.json or communes.json. Its region, department and commune codes
// share one shape.
type division struct {
	Code           string
	Nom            string
	Zone           string // "metro", "drom" or "com"
	ChefLieu       string // of a former commune: its successor; of all others: its seat
	Region         string
	Departement    string
	Type           string // of a commune: "commune-actuelle"…
	Arrondissement string
	Commune        string // of a municipal arrondissement: its commune
	AnciensCodes   []string
	CodesPostaux   []string
	Population     *int
}

// inCollectivity says whether the division is, or lies in, an overseas
// collectivity, which the package lists among regions and departments too.
func (d *division) inCollectivity() bool { return d.Zone == "com" }

func readDivisions(a archive) (*geography, error) {
	g := &geography{}
	var regions, departments, arrondissements, communes []division
	var epcis []epci
	for name, into := range map[string]any{
		"data/regions.json": &regions, "data/departements.json": &departments,
		"data/arrondissements.json": &arrondissements, "data/communes.json": &communes, "data/epci.json": &epcis,
	} {
		if err := a.open(name, func(r io.Reader) error { return json.NewDecoder(r).Decode(into) }); err != nil {
			return nil, err
		}
	}
	g.rows = len(regions) + len(departments) + len(arrondissements) + len(communes) + len(epcis)
	for _, d := range regions {
		if !d.inCollectivity() {
			g.regions = append(g.regions, network.Region{
				Code: cog.RegionCode(d.Code), Name: d.Nom, SeatCode: cog.CommuneCode(d.ChefLieu)})
		}
	}
	for _, d := range departments {
		if d.inCollectivity() {
			g.collectivities = append(g.collectivities, network.Collectivity{Code: d.Code, Name: d.Nom})
			continue
		}
		g.departments = append(g.departments, network.Department{Code: cog.DepartmentCode(d.Code), Name: d.Nom,
			RegionCode: cog.RegionCode(d.Region), SeatCode: cog.CommuneCode(d.ChefLieu)})
	}
	for _, d := range arrondissements {
		g.arrondissements = append(g.arrondissements, network.Arrondissement{Code: d.Code, Name: d.Nom,
			DepartmentCode: cog.DepartmentCode(d.Departement), SeatCode: cog.CommuneCode(d.ChefLieu)})
	}
	member, err := g.addEpcis(epcis)
	if err != nil {
		return nil, err
	}
	g.addCommunes(communes, member)
	g.sort()
	return g, nil
}

// An epci is an element of epci.json.
type epci struct {
	Code, Nom, Type string
	Membres         []struct{ Code string }
}

var natures = map[string]network.EpciNature{
	"CC": network.CommunauteDeCommunes, "CA": network.CommunauteDAgglomeration, "CU": network.CommunauteUrbaine,
	"METRO": network.Metropole, "MET69": network.Metropole, // Lyon's, with the powers of a department
}

// addEpcis returns the EPCI of each commune that is in one.
func (g *geography) addEpcis(epcis []epci) (map[string]cog.EpciCode, error) {
	member := map[string]cog.EpciCode{}
	for _, e := range epcis {
		nature, ok := natures[e.Type]
		if !ok {
			return nil, fmt.Errorf("EPCI %s has the unknown type %q", e.Code, e.Type)
		}
		g.epcis = append(g.epcis, network.Epci{Code: cog.EpciCode(e.Code), Name: e.Nom, Nature: nature})
		for _, m := range e.Membres {
			member[m.Code] = cog.EpciCode(e.Code)
		}
	}
	return member, nil
}

func (g *geography) addCommunes(communes []division, member map[string]cog.EpciCode) {
	former := formerCodes(communes)
	for _, d := range communes {
		if d.Type != "commune-actuelle" {
			continue
		}
		c := network.Commune{
			Code: cog.CommuneCode(d.Code), Name: d.Nom, Arrondissement: d.Arrondissement, EpciCode: member[d.Code],
			PostalCodes: d.CodesPostaux, FormerCodes: former[d.Code], Population: d.Population,
		}
		c.DepartmentCode = c.Code.Department()
		slices.Sort(c.PostalCodes)
		slices.Sort(c.FormerCodes)
		g.communes = append(g.communes, c)
	}
}

// formerCodes returns the codes that lead to each current commune. What the
// package says of a former commune itself goes before the lists of the current
// ones, which twice name the commune of an earlier merger. The codes Corsica had
// until 1976, "20004", are of no form in use and are left out.
func formerCodes(communes []division) map[string][]cog.CommuneCode {
	successor := map[string]string{}
	current := map[string]bool{}
	for _, d := range communes {
		if d.Type == "commune-actuelle" {
			current[d.Code] = true
			for _, old := range d.AnciensCodes {
				successor[old] = d.Code
			}
		}
	}
	for _, d := range communes {
		if to := cmp.Or(d.ChefLieu, d.Commune); d.Type != "commune-actuelle" && to != "" {
			successor[d.Code] = to
		}
	}
	former := map[string][]cog.CommuneCode{}
	for old, to := range successor {
		if code, err := cog.ParseCommune(old); err == nil && !current[old] {
			former[to] = append(former[to], code)
		}
	}
	return former
}

func (g *geography) sort() {
	slices.SortFunc(g.regions, func(a, b network.Region) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(g.departments, func(a, b network.Department) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(g.arrondissements, func(a, b network.Arrondissement) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(g.collectivities, func(a, b network.Collectivity) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(g.epcis, func(a, b network.Epci) int { return cmp.Compare(a.Code, b.Code) })
	slices.SortFunc(g.communes, func(a, b network.Commune) int { return cmp.Compare(a.Code, b.Code) })
}
