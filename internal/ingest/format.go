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
	csvShape shape = iota
	jsonShape
	textShape
)

// A format is one kind of file that can be imported.
type format struct {
	name     string // in reports
	shape    shape
	columns  []string // that the reader needs, in lower case; enough of them are how the format is recognised
	optional []string // that official files have and the reader can do without
	source   string   // code of the official source
	brings   kind
	fills    []string                      // gaps of the base that such a file closes, as schema coordinates
	read     func(*importer, *input) error // nil if the format is recognised only to be refused
	refusal  string                        // why, if so
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
		name: "COG communes", shape: csvShape, source: source.Cog, brings: geographyKind,
		columns:  []string{"typecom", "com", "dep", "arr", "libelle", "can", "comparent"},
		optional: []string{"reg", "ctcd", "tncc", "ncc", "nccenr"},
		fills:    []string{"Network.cantons", "Commune.canton"},
		read:     readCog,
	},
	{
		name: "geo.api.gouv.fr communes", shape: jsonShape, source: source.GeoAPI, brings: geographyKind,
		columns: []string{"nom", "code", "codespostaux", "codedepartement"},
		fills:   []string{"Commune.position", "Commune.surfaceKm2"},
		read:    readGeoAPI,
	},
	{
		name: "canton names", shape: csvShape, source: source.CantonNames, brings: geographyKind,
		columns: []string{"code", "nom"},
		read:    readCantonNames,
	},
	{
		name: "commune centroids", shape: csvShape, source: source.Centroids, brings: geographyKind,
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
	{
		name: "official site list", shape: csvShape, source: source.Sites, brings: sitesKind,
		columns: []string{"id_fs", "insee_dep", "lib_fs", "adresse", "complement_adresse", "insee_com", "code_postal", "lib_com",
			"latitude", "longitude", "mail", "telephone", "h_lundi", "h_mardi", "h_mercredi", "h_jeudi", "h_vendredi", "h_samedi",
			"prise_rdv", "commentaire", "type_fs", "format_fs", "groupe_fs", "labellisation_fs"},
		optional: []string{"h_dimanche"},
		fills:    []string{"Network.sites", "Site.address", "Site.position", "Site.openingHours", "Site.byAppointment", "Site.contact", "Progress.antennas"},
		read:     readSites,
	},
	{
		name: "press release", shape: textShape, source: source.Release, brings: sitesKind,
		read: readRelease,
	},
	{
		name: "travel times", shape: csvShape, source: source.TravelTimes, brings: timesKind,
		columns: []string{"commune", "site", "minutes"},
		read:    readTimes,
	},
	olderVintage(csvShape, "insee_dep", "lib_france_services", "adresse_cplmt", "insee_com", "itinerance", "lat", "long"),
	olderVintage(csvShape, olderColumns...),
	olderVintage(jsonShape, olderColumns...),
}

// olderColumns are those that the site lists of 2020 have in common.
var olderColumns = []string{"matricule", "departement", "lib_france_services", "insee_com", "code_postal", "h_lundi", "itinerance", "labellisation"}

func olderVintage(s shape, columns ...string) *format {
	return &format{
		name: "older site list", shape: s, brings: sitesKind, columns: columns,
		refusal: "is an older vintage of the official site list (2020), which is not read yet: give the list of 2024 or later",
	}
}

// The barometer's files name the measure in every row; code and name of the
// territory stand in columns of their own by level.
func barometerCounts(level, territory string, read func(*importer, *input) error, fills ...string) *format {
	return &format{
		name: "barometer counts, " + level, shape: csvShape, source: source.Barometer, brings: figuresKind,
		columns:  []string{"id_indicateur", territory, "date", "valeur"},
		optional: []string{"mesure", "indicateur", "unite", "libelle_region", "libelle_departement"},
		fills:    fills,
		read:     read,
	}
}

func barometerTargets(level, territory string, read func(*importer, *input) error) *format {
	return &format{
		name: "barometer targets, " + level, shape: csvShape, source: source.Barometer, brings: figuresKind,
		columns: []string{"id_indicateur", territory, "cible", "date_cible"},
		optional: []string{"mesure", "indicateur", "unite", "libelle_region", "libelle_departement",
			"valeur_actuelle", "date_valeur_actuelle", "valeur_initiale", "date_valeur_initiale",
			"progression", "pourcentage_progression", "progression_derniere_maj",
			"pourcentage_progression_derniere_maj", "progression_derniere_maj_date", "pourcentage_cible"},
		read: read,
	}
}

// bestFormat returns the format of a shape whose columns these are, nil if none
// has three fifths of its columns among them: so few lack that the error can
// name the missing one.
func bestFormat(s shape, columns []string) *format {
	var best *format
	for _, f := range formats {
		if f.shape != s || f.matches(columns)*5 < len(f.columns)*3 {
			continue
		}
		if best == nil || f.matches(columns) > best.matches(columns) {
			best = f
		}
	}
	return best
}

// matches returns how many of the format's columns are among these.
func (f *format) matches(columns []string) int {
	n := 0
	for _, c := range f.columns {
		if slices.Contains(columns, c) {
			n++
		}
	}
	return n
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

// formatNames lists what can be imported, for who gave something else.
func formatNames() string {
	var names []string
	for _, f := range formats {
		if f.read != nil {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, "; ")
}
