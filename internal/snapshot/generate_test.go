package snapshot

import (
	"context"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"maillage/internal/cog"
	"maillage/internal/identity"
	"maillage/internal/network"
	"maillage/internal/snapshot/shelf"
)

// records draws a small country: every link may be missing, every list empty.
func records(t *rapid.T) *network.Records {
	r := &network.Records{
		Regions:         []network.Region{{Code: "28", Name: "Normandie"}, {Code: "32", Name: "Hauts-de-France"}},
		Departments:     []network.Department{{Code: "27", Name: "Eure", RegionCode: "28"}, {Code: "60", Name: "Oise", RegionCode: "32"}, {Code: "80", Name: "Somme", RegionCode: "32"}},
		Arrondissements: []network.Arrondissement{{Code: "272", Name: "Bernay", DepartmentCode: "27"}, {Code: "801", Name: "Abbeville", DepartmentCode: "80"}},
		Collectivities:  []network.Collectivity{{Code: "978", Name: "Saint-Martin"}},
		Epcis:           []network.Epci{{Code: "200000001", Name: "CC A"}, {Code: "200000002", Name: "CC B", Nature: network.Metropole}},
		Cantons:         []network.Canton{{Code: "2701", Name: "Évreux-1"}, {Code: "8001", Name: "Abbeville", Pseudo: true}},
		Partners:        []network.Partner{{Code: "p", CurrentName: "P", Since: "2020-01-01"}},
		Services:        []network.Service{{Code: "s", PartnerCode: "p", Core: true, Since: "2020-01-01"}},
	}
	names := rapid.SampledFrom([]string{"Abbeville", "abbeville", "Évreux", "Evreux", "Œuf 2", "Œuf 10", "L'Île", "Zuydcoote"})
	places := []string{"27", "60", "80", "978"}
	for _, place := range places {
		for i := range rapid.IntRange(0, 4).Draw(t, "communes of "+place) {
			c := network.Commune{
				Code: cog.CommuneCode(fmt.Sprintf("%s%0*d", place, 5-len(place), i+1)),
				Name: names.Draw(t, "name"),
			}
			if place != "978" {
				c.DepartmentCode = cog.DepartmentCode(place)
				c.Arrondissement = rapid.SampledFrom([]string{"", place + "1", place + "2"}).Draw(t, "arrondissement")
				c.EpciCode = rapid.SampledFrom([]cog.EpciCode{"", "200000001", "200000002", "209999999"}).Draw(t, "epci")
				c.CantonCode = rapid.SampledFrom([]cog.CantonCode{"", "2701", "8001"}).Draw(t, "canton")
			}
			if n := rapid.IntRange(-1, 3).Draw(t, "population"); n >= 0 {
				c.Population = &n
			}
			r.Communes = append(r.Communes, c)
		}
	}
	for i := range rapid.IntRange(0, 30).Draw(t, "sites") {
		r.Sites = append(r.Sites, drawSite(t, i, names, r.Communes))
	}
	return r
}

func drawSite(t *rapid.T, i int, names *rapid.Generator[string], communes []network.Commune) network.Site {
	number := i * 7
	s := network.Site{
		Code: fmt.Sprint(number), OfficialNumber: &number,
		Name:   names.Draw(t, "site name"),
		Kind:   rapid.SampledFrom([]network.SiteKind{network.Principal, network.Antenna}).Draw(t, "kind"),
		Format: rapid.SampledFrom([]network.SiteFormat{network.Fixed, network.Bus, network.Itinerant}).Draw(t, "format"),
		LabelledOn: rapid.SampledFrom([]network.PartialDate{
			"2020-01-01", "2020-02", "2021", "2022-01-01", "2022-01-31", "2022-02-01", "2023-12-31",
		}).Draw(t, "label"),
		Hours: rapid.SampledFrom(published).Draw(t, "hours"),
		Group: rapid.SampledFrom([]network.Text{"", "G", "H"}).Draw(t, "group"),
	}
	if i%5 == 4 { // without a number
		s.Code, s.OfficialNumber = fmt.Sprintf("slug-%d", i), nil
	}
	if len(communes) > 0 && rapid.IntRange(0, 9).Draw(t, "placed") > 0 {
		c := rapid.SampledFrom(communes).Draw(t, "commune")
		s.CommuneCode, s.DepartmentCode, s.CollectivityCode = c.Code, c.DepartmentCode, c.Code.Collectivity()
	}
	return s
}

// edition is the one that the drawn records make.
var edition = network.Edition{
	Number: 3, Label: "drawn", AsOf: "2024-01-31", Sha256: "x",
	Coverage: []network.EditionCoverage{{Territory: "region:32", Until: "2022-12-31"}},
}

// A memory is what an earlier edition listed of the whole country.
type memory struct {
	first network.Date // the day it speaks for
	sites []network.Site
}

// remembering links an edition's records with what earlier ones listed.
func remembering(e network.Edition, r *network.Records, earlier []memory) *archive {
	all := shelf.Shelf{List: []network.Edition{e}, Records: map[int]*network.Records{e.Number: r}}
	for i, m := range earlier {
		number := 100 + i
		all.List = append(all.List, network.Edition{
			Number: number, AsOf: m.first, Coverage: []network.EditionCoverage{{Territory: network.FranceRef, Until: m.first}},
		})
		all.Records[number] = &network.Records{Sites: m.sites}
	}
	past, err := newPast(context.Background(), all, all.List, nil, identity.GeographyOf(r))
	if err != nil {
		panic(err) // a shelf never fails
	}
	return newArchive(e, r, past)
}

// drawEarlier draws what earlier editions listed: some of the sites, and others
// that are gone.
func drawEarlier(t *rapid.T, r *network.Records) []memory {
	earlier := []memory{{first: "2020-02-06"}, {first: "2022-01-31"}}
	for _, s := range r.Sites {
		since := rapid.IntRange(0, len(earlier)).Draw(t, "first seen")
		for i := range earlier[since:] {
			earlier[since+i].sites = append(earlier[since+i].sites, s)
		}
	}
	names := rapid.SampledFrom([]string{"Abbeville", "Gone"})
	for i := range rapid.IntRange(0, 5).Draw(t, "gone sites") {
		last := rapid.IntRange(0, len(earlier)-1).Draw(t, "last seen")
		earlier[last].sites = append(earlier[last].sites, drawSite(t, 100+i, names, r.Communes))
	}
	return earlier
}

// draw draws an edition and a date of it.
func draw(t *rapid.T) (*archive, *Network) {
	r := records(t)
	a := remembering(edition, r, drawEarlier(t, r))
	date := rapid.SampledFrom([]network.Date{
		"2019-12-31", "2020-01-01", "2020-02-06", "2022-01-15", "2021-06-30", "2022-01-30", "2022-01-31", "2022-02-01", "2024-01-31",
	}).Draw(t, "date")
	return a, a.at(date, "")
}

// codes lists the codes of sites.
func codes(sites []*Site) []string {
	codes := make([]string, len(sites))
	for i, s := range sites {
		codes[i] = s.Code
	}
	slices.Sort(codes)
	return codes
}
