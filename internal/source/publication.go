package source

import (
	"cmp"
	"slices"

	"maillage/internal/network"
)

// Codes of the publications.
const (
	SiteMap     = "anct-carte"
	Sites       = "anct-sites"
	Barometer   = "barometre"
	Release     = "communique-2019-11-25"
	Court       = "cour-des-comptes-2024"
	EPCI        = "dgcl-epci"
	Divisions   = "etalab-decoupage-administratif"
	Partners    = "france-services-partners"
	GeoAPI      = "geo-api"
	Geonames    = "geonames"
	Government  = "government-2024-11"
	Centroids   = "ign-admin-express"
	CantonNames = "ign-cantons"
	Cog         = "insee-cog"
	Populations = "insee-populations"
	PostalCodes = "la-poste-postal-codes"
	MaireInfo   = "maire-info-2019-07-04"
	Minister    = "minister-2022-01"
	TravelTimes = "travel-times"
)

// Licences of the publications. One page holds both versions of the Licence
// Ouverte; some publishers do not say which is theirs.
var (
	openLicence2 = network.Licence{Name: "Licence Ouverte 2.0", URL: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}
	openLicence  = network.Licence{Name: "Licence Ouverte", URL: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}
	ccBy         = network.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}
	factsOnly    = network.Licence{Name: "None stated; facts only"}
)

// publications are in the order of their codes.
var publications = []network.Source{
	{
		Code: SiteMap, Title: "Carte des France Services, fichiers de 2020", Publisher: "Agence nationale de la cohésion des territoires (ANCT)",
		Licence: network.Licence{Name: "None stated"}, Attribution: "ANCT – Carte des France Services (2020)",
	},
	{
		Code: Sites, Title: "Liste des structures France services", Publisher: "Agence nationale de la cohésion des territoires (ANCT)",
		URL:     "https://www.data.gouv.fr/fr/datasets/liste-des-structures-france-services/",
		Licence: openLicence2, Attribution: "ANCT – Liste des structures France services",
	},
	{
		Code: Barometer, Title: "Baromètre des résultats de l'action publique, nombre de labellisations France services",
		Publisher: "DITP, Etalab", Licence: openLicence2, Attribution: "DITP/Etalab – Baromètre des résultats de l'action publique",
	},
	{
		Code: Release, Title: "Maisons France Services labellisées au 1er janvier 2020 dans les Hauts-de-France",
		Publisher: "Communiqué sans auteur nommé", PublishedOn: "2019-11-25",
		Licence: factsOnly, Attribution: "Communiqué du 25 novembre 2019 sur les Maisons France Services des Hauts-de-France",
	},
	{
		Code: Court, Title: "Rapport sur France services, 2024", Publisher: "Cour des comptes", PublishedOn: "2024",
		URL: "https://www.ccomptes.fr/", Licence: factsOnly, Attribution: "Cour des comptes, 2024",
	},
	{
		Code: EPCI, Title: "Liste et composition des EPCI à fiscalité propre", Publisher: "DGCL",
		URL:     "https://www.collectivites-locales.gouv.fr/institutions/liste-et-composition-des-epci-fiscalite-propre",
		Licence: openLicence2, Attribution: "DGCL – EPCI",
	},
	{
		Code: Divisions, Title: "Découpage administratif français 4.1.0 (COG 2024)", Publisher: "Etalab", PublishedOn: "2025-02",
		URL:     "https://github.com/etalab/decoupage-administratif",
		Licence: openLicence2, Attribution: "Etalab – Découpage administratif, from Insee, DGCL and La Poste",
	},
	{
		Code: Partners, Title: "Partenaires du réseau France services", Publisher: "ANCT",
		URL: "https://www.france-services.gouv.fr/", Licence: factsOnly, Attribution: "ANCT – France services",
	},
	{
		Code: GeoAPI, Title: "API Découpage administratif, communes", Publisher: "Etalab (DINUM)",
		URL:     "https://geo.api.gouv.fr/decoupage-administratif",
		Licence: openLicence, Attribution: "Insee – Code officiel géographique et populations; DGCL – EPCI; La Poste – codes postaux; IGN – Admin Express",
	},
	{
		Code: Geonames, Title: "GeoNames, places of 500 people and more", Publisher: "GeoNames",
		URL: "https://www.geonames.org/", Licence: ccBy, Attribution: "GeoNames (CC BY 4.0)",
	},
	{
		Code: Government, Title: "Communication sur France services, novembre 2024", Publisher: "Gouvernement", PublishedOn: "2024-11",
		URL: "https://www.info.gouv.fr/", Licence: factsOnly, Attribution: "Gouvernement, novembre 2024",
	},
	{
		Code: Centroids, Title: "Admin Express, centres et surfaces des communes", Publisher: "IGN",
		URL: "https://geoservices.ign.fr/adminexpress", Licence: openLicence, Attribution: "IGN – Admin Express",
	},
	{
		Code: CantonNames, Title: "Admin Express, noms des cantons", Publisher: "IGN",
		URL: "https://geoservices.ign.fr/adminexpress", Licence: openLicence, Attribution: "IGN – Admin Express",
	},
	{
		Code: Cog, Title: "Code officiel géographique, communes", Publisher: "Insee",
		URL: "https://www.insee.fr/fr/information/2560452", Licence: openLicence, Attribution: "Insee – Code officiel géographique",
	},
	{
		Code: Populations, Title: "Populations de référence 2022 (Mayotte : 2017)", Publisher: "Insee",
		URL:     "https://www.insee.fr/fr/statistiques/8290591?sommaire=8290669",
		Licence: openLicence2, Attribution: "Insee – populations",
	},
	{
		Code: PostalCodes, Title: "Base officielle des codes postaux", Publisher: "La Poste",
		URL:     "https://www.data.gouv.fr/fr/datasets/base-officielle-des-codes-postaux/",
		Licence: openLicence2, Attribution: "La Poste – postal codes",
	},
	{
		Code: MaireInfo, Title: "Maire-info, 4 juillet 2019", Publisher: "Association des maires de France", PublishedOn: "2019-07-04",
		URL: "https://www.maire-info.com/", Licence: factsOnly, Attribution: "Maire-info, 4 juillet 2019",
	},
	{
		Code: Minister, Title: "Déclaration sur France services, janvier 2022", Publisher: "Ministre en charge de France services", PublishedOn: "2022-01",
		Licence: factsOnly, Attribution: "Ministre en charge de France services, janvier 2022",
	},
	{
		Code: TravelTimes, Title: "Table de temps de trajet, importée", Publisher: "Celui qui a importé la table",
		Licence: network.Licence{Name: "None stated"}, Attribution: "Table de temps de trajet importée",
	},
}

// Publications returns all of them, in the order of their codes. The list is
// the caller's own.
func Publications() []network.Source { return slices.Clone(publications) }

// Publication returns the one that has a code.
func Publication(code string) (network.Source, bool) {
	i, found := slices.BinarySearchFunc(publications, code, func(s network.Source, code string) int {
		return cmp.Compare(s.Code, code)
	})
	if !found {
		return network.Source{}, false
	}
	return publications[i], true
}
