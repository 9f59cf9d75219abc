package ingest

import (
	"iter"
	"slices"
	"strings"

	"maillage/internal/search"
)

// columnNames is the one table of how files name their columns: by our name,
// which is that of the newest official file, the others that have been met, the
// surest first. A file may have several of them: the first that says something
// in a row is taken. To read a file that calls a column otherwise, add its name
// here.
//
// Names are compared as columnKey writes them: "CONTACT.MAIL" is contact_mail.
var columnNames = map[string][]string{
	"id_fs":              {"matricule"},
	"insee_dep":          {"departement", "code_departement"},
	"lib_fs":             {"lib_france_services"},
	"complement_adresse": {"complement_d_adresse", "adresse_cplmt"},
	"insee_com":          {"code_insee", "code_commune"},
	"lib_com":            {"commune", "nom_commune"},
	"latitude":           append([]string{"lat", geometryLatitude, "y"}, pointNames...),
	"longitude":          append([]string{"long", "lon", geometryLongitude, "x"}, pointNames...),
	"mail":               {"contact_mail", "email", "courriel"},
	"telephone":          {"tel"},
	"commentaire":        {"commentaire_horaires"},
	"type_fs":            {"categorie"},
	"groupe_fs":          {"groupe"},
	"labellisation_fs":   {"labellisation"},
	"geocoded_commune":   {"result_citycode"}, // what a geocoder made of the address
}

// pointNames are those of a column that says both latitude and longitude, as
// programs that make a table of a map call it: see point.
var pointNames = []string{"geo_point_2d", "geo_point", "wkt", "wkt_geom", "geom", "geometry", "coordonnees", "coordonnees_gps", "coordinates", "lat_lon", "latlon"}

// Where the point of a GeoJSON feature stands in its row.
const (
	geometryLatitude  = "geometry_latitude"
	geometryLongitude = "geometry_longitude"
)

// columnKey is how column names are compared: small letters without accents,
// words joined by underscores.
func columnKey(name string) string { return strings.Join(search.Words(name), "_") }

// columnKeys returns what names are compared as, in order.
func columnKeys(names iter.Seq[string]) []string {
	var keys []string
	for name := range names {
		keys = append(keys, columnKey(name))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// namesOf are the names that a column may have in a file.
func namesOf(column string) []string { return append([]string{column}, columnNames[column]...) }

// matches returns how many of the format's columns are among these.
func (f *format) matches(columns []string) int {
	n := 0
	for _, column := range f.columns {
		if slices.ContainsFunc(namesOf(column), func(name string) bool { return slices.Contains(columns, name) }) {
			n++
		}
	}
	return n
}

// knows says whether a column is one that the format's files have.
func (f *format) knows(name string) bool {
	is := func(column string) bool { return slices.Contains(namesOf(column), name) }
	return name == "" || name == geometryLatitude || name == geometryLongitude ||
		slices.ContainsFunc(f.columns, is) || slices.ContainsFunc(f.optional, is)
}
