package store

import (
	"fmt"
	"testing"
	"time"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// everything returns records that use every field, and records that leave out
// all they may, in the order of their codes.
func everything() *network.Records {
	return &network.Records{
		Regions:         []network.Region{{Code: "06"}, {Code: "32", Name: "Hauts-de-France", SeatCode: "59350"}},
		Departments:     []network.Department{{Code: "2A", Name: "Corse-du-Sud", RegionCode: "94", SeatCode: "2A004"}},
		Arrondissements: []network.Arrondissement{{Code: "2A1", Name: "Ajaccio", DepartmentCode: "2A", SeatCode: "2A004"}},
		Collectivities:  []network.Collectivity{{Code: "978", Name: "Saint-Martin"}},
		Epcis:           []network.Epci{{Code: "200069193", Name: "CC du Pays d'Ô 'œ' \\ ? ?0 \t\n", Nature: network.Metropole}},
		Cantons:         []network.Canton{{Code: "7599", Name: "Paris", Pseudo: true}, {Code: "8021"}},
		Communes: []network.Commune{
			{Code: "55039", Name: "Beaumont-en-Verdunois", PostalCodes: []string{}},
			{
				Code: "80021", Name: "Amiens", DepartmentCode: "80", Arrondissement: "801", CantonCode: "8099",
				EpciCode: "248000531", PostalCodes: []string{"80000", "80080"}, FormerCodes: []cog.CommuneCode{"80022"},
				Population: ptr(133891), PopulationYear: 2021, SurfaceKm2: ptr(49.46),
				Position: &network.Position{Latitude: 49.894171, Longitude: 2.2956951, Precision: network.PositionCentre},
			},
		},
		Sites: []network.Site{
			{
				Code: "1234", OfficialNumber: ptr(0), Name: `France Services "d'Ailly" <sur> \Noye & alentours`,
				Kind: network.Principal, Format: network.Bus, LabelledOn: "2020-01", Group: "groupe",
				Address:  network.Address{Street: "1, rue\nde l'Église", Complement: "RdC", PostalCode: "80250", City: "Ailly"},
				Position: &network.Position{Latitude: -0.1 + 0.3, Longitude: 1e-7, Precision: network.PositionPublished},
				// An arrondissement, a merged commune: what was published stays beside what it became.
				CommuneCode: "75056", PublishedCommuneCode: "75118", PublishedPlace: "Paris 18e",
				ServesCodes: []cog.CommuneCode{"80010", "80021"}, DepartmentCode: "75", CollectivityCode: "978",
				Hours: network.Hours{Monday: "09:00 - 12:00 / 14:00 - 17:00", Sunday: "10:00 - 12:00"}, ByAppointment: ptr(false),
				Contact: network.Contact{Email: "france-services@ailly.fr", Phone: "03 22 00 00 00"}, Note: "fermé\tl'été 🚌",
			},
			{Code: "ahun"},
		},
		Partners: []network.Partner{{
			Code: "france-travail", CurrentName: "France Travail", Kind: network.Operator, Since: "2020-01-01",
			Formerly: []network.FormerName{{Name: "Pôle emploi", Until: "2023-12-31"}}, SourceCode: "anct",
		}},
		Services: []network.Service{{Code: "france-travail", PartnerCode: "france-travail", Core: true, Since: "2024"}},
		Targets:  []network.Target{{Code: "2000", Territory: network.FranceRef, Sites: 2000, DueOn: "2022-12-31", AnnouncedOn: "2019-11-25", SourceCode: "seed"}},
		Counts: []network.ReportedCount{
			{Territory: "france", Date: "2020-01-31", Labelled: 460, SourceCode: "barometre"},
			{Territory: "france", Date: "2020-02-29", Labelled: 534, SourceCode: "barometre"},
			{Territory: "region:32", Date: "2020-01-31", Labelled: 31, SourceCode: "barometre"},
		},
		Shares: []network.ReportedShare{{
			Code: "cour-2024", Territory: network.FranceRef, Minutes: 20, Share: 0.95, Date: "2024", Author: "Cour des comptes", SourceCode: "cour",
		}},
		TravelTimes: []network.TravelTime{
			{CommuneCode: "2A004", SiteCode: "1234", Minutes: 12.34, SourceCode: "travel-times"},
			{CommuneCode: "80021", SiteCode: "1234", SourceCode: "travel-times"},
		},
		Sources: []network.Source{{
			Code: "anct", Title: "Liste", Publisher: "ANCT", URL: "https://example.org/?a=b", PublishedOn: "2024-08-01",
			Licence: network.Licence{Name: "Licence Ouverte 2.0", URL: "https://example.org"}, Attribution: "ANCT", Sha256: "00ff",
		}},
	}
}

// edition returns an edition that uses every field.
func edition(asOf network.Date) network.Edition {
	return network.Edition{
		Label: "Liste officielle de l'été", AsOf: asOf,
		ImportedAt: time.Date(2024, 8, 2, 1, 2, 3, 456789000, time.UTC),
		Coverage:   []network.EditionCoverage{{Territory: "region:32", Until: "2020-01-01"}},
		Gaps:       []network.DataGap{{Field: "Site.agents", Reason: "not published", Since: "2020-01-01"}},
		Withheld:   []network.Withheld{{Field: "Contact.email", Count: 208, Reason: "personal"}},
		Report: network.Report{
			Files:       []network.FileReport{{File: "liste.csv", Format: "liste officielle", Rows: 2845, Kept: 2844, Refused: 1}},
			Refusals:    []network.Refusal{{File: "liste.csv", Line: 12, Column: "id_fs", Value: "\x00", Reason: "no number"}},
			Unmatched:   []network.Unmatched{{File: "liste.csv", Line: 13, Value: "Ambien", Candidates: []string{"80021 Amiens"}}},
			Assumptions: []string{"an antenna has its parent's date"},
		},
	}
}

func sites(codes ...string) *network.Records {
	records := new(network.Records)
	for _, code := range codes {
		records.Sites = append(records.Sites, network.Site{Code: code, Name: "Site " + code})
	}
	return records
}

func ptr[T any](v T) *T { return &v }

// country returns as many records as the real country has, much alike in size.
func country() *network.Records {
	records := new(network.Records)
	for i := range 34_935 {
		code := cog.CommuneCode(fmt.Sprintf("%05d", i))
		records.Communes = append(records.Communes, network.Commune{
			Code: code, Name: fmt.Sprintf("Saint-Martin-sur-Noye-%d", i), DepartmentCode: "80", Arrondissement: "801",
			CantonCode: "8021", EpciCode: "200069193", PostalCodes: []string{"80250"}, FormerCodes: []cog.CommuneCode{code},
			Population: ptr(i), PopulationYear: 2021, SurfaceKm2: ptr(float64(i) / 7),
			Position: &network.Position{Latitude: 49 + float64(i)/1e5, Longitude: 2.2956951, Precision: network.PositionCentre},
		})
	}
	for i := range 3_000 {
		site := everything().Sites[0]
		site.Code, site.Name = fmt.Sprintf("%04d", i), fmt.Sprintf("France Services %d", i)
		records.Sites = append(records.Sites, site)
	}
	for i := range 4_300 {
		records.Counts = append(records.Counts, network.ReportedCount{
			Territory: network.TerritoryRef(fmt.Sprintf("department:%02d", i/43)),
			Date:      network.Date("2020-01-31").AddDays(31 * (i % 43)), Labelled: i, SourceCode: "barometre",
		})
	}
	return records
}

func publish(t testing.TB, s *Store, asOf network.Date, records *network.Records) network.Edition {
	t.Helper()
	published, err := s.Publish(t.Context(), network.Edition{AsOf: asOf}, records)
	if err != nil {
		t.Fatal(err)
	}
	return published
}
