package ingest

import (
	"fmt"
	"strconv"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A siteReader reads the rows of a list of sites, of any vintage.
type siteReader struct {
	*importer
	*table
	seen      map[string]int // code → line
	tally     siteTally
	withoutID []unnumbered
	found     []network.Finding            // in the row being read, its site not named yet
	byPost    map[string][]cog.CommuneCode // of each postal code; made when first asked for
}

// A siteTally counts what was taken for granted of rows.
type siteTally struct {
	swapped  int // latitude and longitude
	points   int // latitudes and longitudes that stand in one column
	zeros    int // departments and communes whose first zero a spreadsheet dropped
	byName   int // communes found by name
	geocoded int // communes that a geocoder found
	posted   int // communes found by their postal code
	nowhere  int // sites that move, of no commune
	asMonth  int // labels without a date
}

// readSites reads the list of sites of the ANCT.
func readSites(b *importer, in *input) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	r := &siteReader{importer: b, table: t, seen: map[string]int{}}
	for t.next() {
		r.found = nil
		site, ok := r.site()
		if !ok {
			continue
		}
		r.withhold(&site)
		if site.Code == "" {
			r.withoutID = append(r.withoutID, unnumbered{site, t.line, r.found})
			continue
		}
		r.seen[site.Code] = t.line
		b.addSite(site, r.found)
	}
	r.nameUnnumbered()
	r.assumeOfSites()
	return t.err
}

// addSite adds a site and what was found in its row.
func (b *importer) addSite(site network.Site, found []network.Finding) {
	b.sites = append(b.sites, site)
	for _, f := range found {
		f.Site, f.Name = site.Code, site.Name
		b.found = append(b.found, f)
	}
}

// correct notes what was put right in the row.
func (r *siteReader) correct(rule, field, published, served string) {
	r.found = append(r.found, network.Finding{Rule: rule, Field: field, Published: network.Text(clip(published)), Served: network.Text(served), Corrected: true})
}

// site makes a site of the row; ok is false if the row is refused. It has no
// code if the list has no official numbers.
func (r *siteReader) site() (s network.Site, ok bool) {
	s = network.Site{
		Name:       r.get("lib_fs"),
		Kind:       r.kind(),
		Format:     r.format(),
		LabelledOn: r.labelledOn(),
		Group:      r.text("groupe_fs"),
		Note:       r.text("commentaire"),
		Contact:    network.Contact{Email: r.text("mail"), Phone: network.Text(integerText(string(r.text("telephone"))))},
		Address: network.Address{
			Street: r.text("adresse"), Complement: r.text("complement_adresse"),
			PostalCode: network.Text(padded(integerText(r.get("code_postal")), 5)), City: r.text("lib_com"),
		},
		Hours: network.Hours{
			Monday: r.day("h_lundi"), Tuesday: r.day("h_mardi"), Wednesday: r.day("h_mercredi"), Thursday: r.day("h_jeudi"),
			Friday: r.day("h_vendredi"), Saturday: r.day("h_samedi"), Sunday: r.day("h_dimanche"),
		},
	}
	if !r.identify(&s) || !r.locate(&s) {
		return s, false
	}
	switch {
	case s.Name == "":
		r.refuse("lib_fs", "a site has a name")
	case s.Kind == "":
		r.refuse("type_fs", "is neither Principal nor Antenne")
	case s.Format == "":
		r.refuse("format_fs", "is no format of the official list")
	case s.LabelledOn == "":
		r.refuse("labellisation_fs", `says no day of the label: "Espace labellisé 01/01/2020"`)
	default:
		s.Position = r.position(r.geo.byCode[s.CommuneCode])
		s.ByAppointment = r.yesNo("prise_rdv")
		return s, true
	}
	return s, false
}

// identify gives the site its official number, where the list has them.
func (r *siteReader) identify(s *network.Site) bool {
	if !r.has("id_fs") {
		return true
	}
	const most = 1e9 // far above any, and within every database's integer
	number, err := strconv.Atoi(integerText(r.get("id_fs")))
	if err != nil || number < 1 || number > most {
		r.refuse("id_fs", "is no official number")
		return false
	}
	s.Code, s.OfficialNumber = strconv.Itoa(number), &number
	if line, twice := r.seen[s.Code]; twice {
		r.refuse("id_fs", fmt.Sprintf("is the number of the site on line %d too", line))
		return false
	}
	return true
}

// assumeOfSites says what was taken for granted of the rows.
func (r *siteReader) assumeOfSites() {
	say := func(n int, format string) {
		if n > 0 {
			r.assume("%s: "+format, r.in.file, n)
		}
	}
	if r.written("latitude") == "y" && r.written("longitude") == "x" {
		r.assume("%s: X and Y are taken for longitude and latitude in degrees.", r.in.file)
	}
	say(r.tally.points, "latitude and longitude of %d sites stand in one column: in that order, but in well-known text (POINT) the other way round.")
	say(r.tally.swapped, "latitude and longitude of %d sites were exchanged, and were put right.")
	say(r.tally.zeros, "%d codes of departments, communes and post offices had lost their first zero, and were given it back.")
	say(r.tally.byName, "%d communes without a code that is one were found by the name of the commune in the department.")
	say(r.tally.geocoded, "%d communes are those that a geocoder made of the address: their name is not one of the department.")
	say(r.tally.posted, "%d communes are the only ones of their postal code: neither code nor name is one of the department.")
	say(r.tally.nowhere, "%d sites that move are of no commune: neither code, name nor postal code says one.")
	say(r.tally.asMonth, "no label date is published: %d sites are taken to be labelled in "+string(firstLabels)+", when the first labels were given.")
	if !r.has("type_fs") {
		r.assume("%s: the list tells no antennas from principal sites: all are taken for principal sites.", r.in.file)
	}
	if !r.has("format_fs") {
		r.assume("%s: the list says no formats: sites that move are taken for itinerant ones, the others for fixed ones.", r.in.file)
	}
}

// locate finds the site's commune and department. They need not agree: a bus
// may be based beyond the border of the department it serves.
func (r *siteReader) locate(s *network.Site) bool {
	place := r.zeroed(integerText(r.get("insee_dep")), 2)
	if cog.IsCollectivity(place) {
		s.CollectivityCode = place
	} else {
		code, err := cog.ParseDepartment(place)
		if err != nil {
			r.refuse("insee_dep", err.Error())
			return false
		}
		s.DepartmentCode = code
	}
	if !r.known.place(s.DepartmentCode, s.CollectivityCode) {
		r.refuse("insee_dep", "is no department or collectivity of the edition this one builds on")
		return false
	}
	return r.findCommune(s, place)
}
