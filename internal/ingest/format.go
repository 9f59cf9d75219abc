package ingest

import (
	"bytes"
	"slices"
	"strings"

	"maillage/internal/source"
)

// A shape is how a file is written, whatever it says.
type shape int

const (
	tableShape  shape = iota // rows under named columns, in any writing
	sheetShape               // the same, but never JSON, whose other lists have such names too
	nestedShape              // a JSON array of values within values
	textShape
)

// A format is one kind of file that can be imported.
type format struct {
	name     string // in reports
	shape    shape
	columns  []string // that the reader needs, by our names; enough of them are how the format is recognised
	optional []string // that official files have and the reader can do without
	source   string   // code of the official source
	brings   kind
	fills    []string // gaps of the base that such a file closes, as schema coordinates
	read     func(*importer, *input) error
}

// A kind is what a format's files are about. Files are read in this order:
// sites and figures need the geography, travel times the sites.
type kind int

const (
	geographyKind kind = iota
	figuresKind
	sitesKind
	timesKind
)

// formats is the table of everything that can be imported. Of two that a file
// could be, the one with more of its columns in the file is taken.
var formats = []*format{
	{
		name: "COG communes", shape: sheetShape, source: source.Cog, brings: geographyKind,
		columns:  []string{"typecom", "com", "dep", "arr", "libelle", "can", "comparent"},
		optional: []string{"reg", "ctcd", "tncc", "ncc", "nccenr"},
		fills:    []string{"Network.cantons", "Commune.canton"},
		read:     readCog,
	},
	{
		name: "geo.api.gouv.fr communes", shape: nestedShape, source: source.GeoAPI, brings: geographyKind,
		columns: []string{"nom", "code", "codespostaux", "codedepartement"},
		fills:   []string{"Commune.position", "Commune.surfaceKm2"},
		read:    readGeoAPI,
	},
	{
		name: "canton names", shape: sheetShape, source: source.CantonNames, brings: geographyKind,
		columns: []string{"code", "nom"},
		read:    readCantonNames,
	},
	{
		name: "commune centroids", shape: sheetShape, source: source.Centroids, brings: geographyKind,
		columns: []string{"code", "lon", "lat", "surface_km2"}, optional: []string{"nom"},
		fills: []string{"Commune.position", "Commune.surfaceKm2"},
		read:  readCentroids,
	},
	barometerCounts("national", "maille_geographique", readCounts(nationalLevel)),
	barometerCounts("regional", "code_region", readCounts(regionalLevel)),
	barometerCounts("departmental", "code_departement", readCounts(departmentalLevel), "Progress.reported"),
	barometerTargets("national", "maille_geographique", readTargets(nationalLevel)),
	barometerTargets("regional", "code_region", readTargets(regionalLevel)),
	barometerTargets("departmental", "code_departement", readTargets(departmentalLevel)),
	siteList("official site list", source.Sites, []string{"type_fs", "format_fs", "labellisation_fs", "id_fs", "insee_com",
		"complement_adresse", "mail", "telephone", "prise_rdv", "commentaire", "groupe_fs"}, "h_dimanche"),
	siteList("site list of the public map, autumn of 2020", source.SiteMap, []string{"type_fs", "format_fs", "labellisation_fs", "id_fs", "insee_com",
		"itinerance"}, "complement_adresse", "mail", "telephone", "commentaire", "groupe_fs"),
	siteList("site list of the public map, February 2020", source.SiteMap, []string{"labellisation_fs", "id_fs", "insee_com",
		"itinerance"}, "complement_adresse", "mail", "telephone"),
	siteList("site list of the public map, January 2020", source.SiteMap, []string{"geocoded_commune",
		"itinerance"}, "complement_adresse", "insee_com"),
	{
		name: "press release", shape: textShape, source: source.Release, brings: sitesKind,
		read: readRelease,
	},
	{
		name: "travel times", shape: sheetShape, source: source.TravelTimes, brings: timesKind,
		columns: []string{"commune", "site", "minutes"},
		read:    readTimes,
	},
}

// siteList is a vintage of the list of sites: what every vintage has, and what
// this one has besides.
func siteList(name, publication string, columns []string, optional ...string) *format {
	return &format{
		name: name, shape: tableShape, source: publication, brings: sitesKind,
		columns: append(columns, "insee_dep", "lib_fs", "adresse", "code_postal", "lib_com", "latitude", "longitude",
			"h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi"),
		optional: optional,
		fills:    []string{"Network.sites", "Site.address", "Site.position", "Site.openingHours", "Site.byAppointment", "Site.contact", "Progress.antennas"},
		read:     readSites,
	}
}

// The barometer's files name the measure in every row; code and name of the
// territory stand in columns of their own by level.
func barometerCounts(level, territory string, read func(*importer, *input) error, fills ...string) *format {
	return &format{
		name: "barometer counts, " + level, shape: sheetShape, source: source.Barometer, brings: figuresKind,
		columns:  []string{"id_indicateur", territory, "date", "valeur"},
		optional: []string{"mesure", "indicateur", "unite", "libelle_region", "libelle_departement"},
		fills:    fills,
		read:     read,
	}
}

func barometerTargets(level, territory string, read func(*importer, *input) error) *format {
	return &format{
		name: "barometer targets, " + level, shape: sheetShape, source: source.Barometer, brings: figuresKind,
		columns: []string{"id_indicateur", territory, "cible", "date_cible"},
		optional: []string{"mesure", "indicateur", "unite", "libelle_region", "libelle_departement",
			"valeur_actuelle", "date_valeur_actuelle", "valeur_initiale", "date_valeur_initiale",
			"progression", "pourcentage_progression", "progression_derniere_maj",
			"pourcentage_progression_derniere_maj", "progression_derniere_maj_date", "pourcentage_cible"},
		read: read,
	}
}

// bestFormat returns the format of one of the shapes whose columns these are,
// nil if none has three fifths of its columns among them: so few lack that the
// error can name the missing one. One that has all of them goes first.
func bestFormat(columns []string, shapes ...shape) *format {
	var best *format
	score := 0
	for _, f := range formats {
		n := f.matches(columns)
		if !slices.Contains(shapes, f.shape) || n*5 < len(f.columns)*3 {
			continue
		}
		if n == len(f.columns) {
			n += 1000
		}
		if n > score {
			best, score = f, n
		}
	}
	return best
}

// formatOfText recognises the press release by its table's header.
func formatOfText(head []byte) *format {
	for line := range bytes.Lines(head) {
		if seedHeader.Match(line) {
			return formats[slices.IndexFunc(formats, func(f *format) bool { return f.shape == textShape })]
		}
	}
	return nil
}

// most is how long a file of the format may be, in bytes and rows.
func (f *format) most() (bytes int64, rows int) {
	if f.brings == sitesKind {
		return maxSiteFile, maxSites
	}
	return maxFile, maxRows
}

// formatNames lists what can be imported, for who gave something else.
func formatNames() string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return strings.Join(names, "; ")
}
