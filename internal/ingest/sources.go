package ingest

import (
	"maps"
	"regexp"
	"slices"

	"maillage/internal/network"
)

// Codes of the official sources that files come from.
const (
	sourceSites       = "anct-sites"
	sourceCog         = "insee-cog"
	sourceGeoAPI      = "geo-api"
	sourceCentroids   = "ign-admin-express"
	sourceCantonNames = "ign-cantons"
	sourceBarometer   = "barometre"
	sourceRelease     = "communique-2019-11-25"
	sourceTimes       = "travel-times"
)

// Licences of the official sources.
var (
	openLicence2 = network.Licence{Name: "Licence Ouverte 2.0", URL: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}
	openLicence  = network.Licence{Name: "Licence Ouverte", URL: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"}
)

// officialSources are the publications that the formats are of.
var officialSources = []network.Source{
	{
		Code: sourceSites, Title: "Liste des structures France services", Publisher: "Agence nationale de la cohésion des territoires (ANCT)",
		URL:     "https://www.data.gouv.fr/fr/datasets/liste-des-structures-france-services/",
		Licence: openLicence2, Attribution: "ANCT – Liste des structures France services",
	},
	{
		Code: sourceCog, Title: "Code officiel géographique, communes", Publisher: "Insee",
		URL:     "https://www.insee.fr/fr/information/2560452",
		Licence: openLicence, Attribution: "Insee – Code officiel géographique",
	},
	{
		Code: sourceGeoAPI, Title: "API Découpage administratif, communes", Publisher: "Etalab (DINUM)",
		URL:     "https://geo.api.gouv.fr/communes",
		Licence: openLicence, Attribution: "Insee – Code officiel géographique et populations; DGCL – EPCI; La Poste – codes postaux; IGN – Admin Express",
	},
	{
		Code: sourceCentroids, Title: "Admin Express, centres et surfaces des communes", Publisher: "IGN",
		URL:     "https://geoservices.ign.fr/adminexpress",
		Licence: openLicence, Attribution: "IGN – Admin Express",
	},
	{
		Code: sourceCantonNames, Title: "Admin Express, noms des cantons", Publisher: "IGN",
		URL:     "https://geoservices.ign.fr/adminexpress",
		Licence: openLicence, Attribution: "IGN – Admin Express",
	},
	{
		Code: sourceBarometer, Title: "Baromètre des résultats de l'action publique, nombre de labellisations France services", Publisher: "DITP, Etalab",
		Licence: openLicence2, Attribution: "DITP/Etalab – Baromètre des résultats de l'action publique",
	},
	{
		Code: sourceTimes, Title: "Table de temps de trajet, importée", Publisher: "Celui qui a importé la table",
		Licence: network.Licence{Name: "None stated"}, Attribution: "Table de temps de trajet importée",
	},
}

var yearInName = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})(?:[^0-9]|$)`)

// sources returns the base's sources and those of the files read, each with the
// hash of its file where it is one.
func (b *importer) sources() []network.Source {
	byCode := map[string]network.Source{}
	for _, s := range b.base.Sources {
		byCode[s.Code] = s
	}
	files := map[string]int{}
	for _, in := range b.inputs {
		code := in.format.source
		i := slices.IndexFunc(officialSources, func(s network.Source) bool { return s.Code == code })
		source, known := byCode[code]
		switch {
		case i >= 0:
			source = officialSources[i]
		case !known:
			continue
		}
		if published := publishedOn(in.file); published != "" {
			source.PublishedOn = published
		}
		source.Sha256 = network.Text(in.report.Sha256)
		if files[code]++; files[code] > 1 {
			source.Sha256 = "" // the report has the hash of each
		}
		byCode[code] = source
	}
	return slices.SortedFunc(maps.Values(byCode), byKey(func(s network.Source) string { return s.Code }))
}

// publishedOn is the day or year that a file's name carries.
func publishedOn(file string) network.PartialDate {
	if date := dateIn(file); date != "" {
		return network.PartialDate(date)
	}
	if year := yearInName.FindStringSubmatch(file); year != nil {
		return network.PartialDate(year[1])
	}
	return ""
}
