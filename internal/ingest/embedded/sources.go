package embedded

import (
	"cmp"
	"slices"
	"strings"

	"maillage/internal/network"
)

// Codes of the sources that records name.
const (
	sourceBarometer = "barometre"
	sourceMaireInfo = "maire-info-2019-07-04"
	sourcePartners  = "france-services-partners"
	sourceRelease   = "communique-2019-11-25"
	sourceDivisions = "etalab-decoupage-administratif"
	sourceGeonames  = "geonames"

	sourceMinister   = "minister-2022-01"
	sourceCourt      = "cour-des-comptes-2024"
	sourceGovernment = "government-2024-11"
)

// sources returns the publications behind the embedded records, and the
// official ones that later imports bring, in the order of their codes.
func sources(read []network.FileReport) []network.Source {
	open := network.Licence{Name: "Licence Ouverte 2.0", URL: "https://www.etalab.gouv.fr/licence-ouverte-open-licence"}
	ccBy := network.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}
	none := network.Licence{Name: "None stated; facts only"}
	all := []network.Source{
		{Code: "anct-sites", Title: "Liste des structures France services", Publisher: "ANCT", Licence: open,
			URL:         "https://www.data.gouv.fr/fr/datasets/liste-des-structures-france-services/",
			Attribution: "ANCT – Liste des structures France services"},
		{Code: sourceBarometer, Title: "Baromètre des résultats de l'action publique, nombre de labellisations France services",
			Publisher: "DITP / Etalab", Licence: open, Attribution: "DITP / Etalab – Baromètre des résultats de l'action publique"},
		{Code: sourceRelease, Title: "Maisons France Services labellisées au 1er janvier 2020 dans les Hauts-de-France",
			Publisher: "Communiqué sans auteur nommé", PublishedOn: "2019-11-25", Licence: none,
			Attribution: "Communiqué du 25 novembre 2019 sur les Maisons France Services des Hauts-de-France"},
		{Code: "dgcl-epci", Title: "Liste et composition des EPCI à fiscalité propre", Publisher: "DGCL", Licence: open, Attribution: "DGCL – EPCI",
			URL: "https://www.collectivites-locales.gouv.fr/institutions/liste-et-composition-des-epci-fiscalite-propre"},
		{Code: sourceDivisions, Title: "Découpage administratif français 4.1.0 (COG 2024)", Publisher: "Etalab", PublishedOn: "2025-02", Licence: open,
			URL:         "https://github.com/etalab/decoupage-administratif",
			Attribution: "Etalab – Découpage administratif, from Insee, DGCL and La Poste"},
		{Code: sourcePartners, Title: "Partenaires du réseau France services", Publisher: "ANCT", URL: "https://www.france-services.gouv.fr/",
			Licence: none, Attribution: "ANCT – France services"},
		{Code: "geo-api", Title: "API Découpage administratif", Publisher: "Etalab / DINUM", URL: "https://geo.api.gouv.fr/decoupage-administratif",
			Licence: open, Attribution: "Etalab – geo.api.gouv.fr"},
		{Code: sourceGeonames, Title: "GeoNames, places of 500 people and more", Publisher: "GeoNames", URL: "https://www.geonames.org/",
			Licence: ccBy, Attribution: "GeoNames (CC BY 4.0)"},
		{Code: "ign-admin-express", Title: "Admin Express COG", Publisher: "IGN", Licence: open, URL: "https://geoservices.ign.fr/adminexpress",
			Attribution: "IGN – Admin Express"},
		{Code: "insee-cog", Title: "Code officiel géographique 2024", Publisher: "Insee", PublishedOn: "2024", Licence: open,
			URL: "https://www.insee.fr/fr/information/2560452", Attribution: "Insee – Code officiel géographique"},
		{Code: "insee-populations", Title: "Populations de référence 2022 (Mayotte : 2017)", Publisher: "Insee", Licence: open,
			URL: "https://www.insee.fr/fr/statistiques/8290591?sommaire=8290669", Attribution: "Insee – populations"},
		{Code: "la-poste-postal-codes", Title: "Base officielle des codes postaux", Publisher: "La Poste", Licence: open,
			URL:         "https://www.data.gouv.fr/fr/datasets/base-officielle-des-codes-postaux/",
			Attribution: "La Poste – postal codes"},
		{Code: sourceMinister, Title: "Déclaration sur France services, janvier 2022", Publisher: "Ministre en charge de France services", PublishedOn: "2022-01",
			Licence: none, Attribution: "Ministre en charge de France services, janvier 2022"},
		{Code: sourceCourt, Title: "Rapport sur France services, 2024", Publisher: "Cour des comptes", PublishedOn: "2024",
			URL: "https://www.ccomptes.fr/", Licence: none, Attribution: "Cour des comptes, 2024"},
		{Code: sourceGovernment, Title: "Communication sur France services, novembre 2024", Publisher: "Gouvernement", PublishedOn: "2024-11",
			URL: "https://www.info.gouv.fr/", Licence: none, Attribution: "Gouvernement, novembre 2024"},
		{Code: sourceMaireInfo, Title: "Maire-info, 4 juillet 2019", Publisher: "Association des maires de France", PublishedOn: "2019-07-04",
			URL: "https://www.maire-info.com/", Licence: none, Attribution: "Maire-info, 4 juillet 2019"},
	}
	for i := range all {
		all[i].Sha256 = network.Text(fileOf(read, all[i].Code))
	}
	slices.SortFunc(all, func(a, b network.Source) int { return cmp.Compare(a.Code, b.Code) })
	return all
}

// fileOf returns the checksum of the file that was read of a source, "" if none
// was.
func fileOf(read []network.FileReport, source string) string {
	prefix, ok := map[string]string{sourceDivisions: "etalab-", sourceGeonames: "cities-500-"}[source]
	if !ok {
		return ""
	}
	for _, f := range read {
		if strings.HasPrefix(f.File, prefix) {
			return f.Sha256
		}
	}
	return ""
}
