package ingest

import (
	"fmt"
	"regexp"
	"strconv"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// How the official list calls the kinds and formats of sites.
var (
	siteKinds   = map[string]network.SiteKind{"Principal": network.Principal, "Antenne": network.Antenna}
	siteFormats = map[string]network.SiteFormat{
		"Fixe": network.Fixed, "Multisites": network.Multisite, "Bus_équivalent": network.Bus,
		"Fixe_antenne(s)": network.FixedAntenna, "Itinérante": network.Itinerant,
	}
	labelForm = regexp.MustCompile(`^Espace lab[ée]l+is[ée] (?:([0-9]{2})/)?([0-9]{2})/([0-9]{4})$`)
)

// A siteReader reads the rows of the official list.
type siteReader struct {
	*importer
	*table
	seen    map[string]int // code → line
	swapped int
}

// readSites reads the official list of the ANCT, columns of 2024.
func readSites(b *importer, in *input) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	r := &siteReader{importer: b, table: t, seen: map[string]int{}}
	for t.next() {
		if site, ok := r.site(); ok {
			r.seen[site.Code] = t.line
			r.withhold(&site)
			b.sites = append(b.sites, site)
		}
	}
	if r.swapped > 0 {
		b.assume("%s: latitude and longitude of %d sites were exchanged, and were put right.", in.file, r.swapped)
	}
	return t.err
}

// site makes a site of the row; ok is false if the row is refused.
func (r *siteReader) site() (s network.Site, ok bool) {
	s = network.Site{
		Name:                 r.get("lib_fs"),
		Kind:                 siteKinds[r.get("type_fs")],
		Format:               siteFormats[r.get("format_fs")],
		LabelledOn:           labelDate(r.get("labellisation_fs")),
		Group:                r.text("groupe_fs"),
		Note:                 r.text("commentaire"),
		Contact:              network.Contact{Email: r.text("mail"), Phone: r.text("telephone")},
		PublishedCommuneCode: cog.CommuneCode(r.get("insee_com")),
		Address: network.Address{
			Street: r.text("adresse"), Complement: r.text("complement_adresse"),
			PostalCode: r.text("code_postal"), City: r.text("lib_com"),
		},
		Hours: network.Hours{
			Monday: r.text("h_lundi"), Tuesday: r.text("h_mardi"), Wednesday: r.text("h_mercredi"), Thursday: r.text("h_jeudi"),
			Friday: r.text("h_vendredi"), Saturday: r.text("h_samedi"), Sunday: r.text("h_dimanche"),
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

func (r *siteReader) text(column string) network.Text { return network.Text(r.get(column)) }

// identify gives the site its official number.
func (r *siteReader) identify(s *network.Site) bool {
	const most = 1e9 // far above any, and within every database's integer
	number, err := strconv.Atoi(r.get("id_fs"))
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

// locate finds the site's commune and department. They need not agree: a bus
// may be based beyond the border of the department it serves.
func (r *siteReader) locate(s *network.Site) bool {
	place := r.get("insee_dep")
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
	published, err := cog.ParseCommune(r.get("insee_com"))
	if err != nil {
		r.refuse("insee_com", err.Error())
		return false
	}
	s.PublishedCommuneCode = published
	current, ok := r.geo.current(published)
	if !ok {
		r.refuse("insee_com", "is no commune, present or past")
		r.unmatched(r.in, r.line, string(published)+" "+r.get("lib_com"), r.get("lib_com"), place)
		return false
	}
	s.CommuneCode = current
	return true
}

// position returns where the site stands, nil if the row says nothing that can
// be true.
func (r *siteReader) position(commune *network.Commune) *network.Position {
	if r.get("latitude") == "" && r.get("longitude") == "" {
		return nil
	}
	lat, okLat := parseFloat(r.get("latitude"))
	lon, okLon := parseFloat(r.get("longitude"))
	switch {
	case !okLat:
		r.refuseValue("latitude", "is no number of degrees")
		return nil
	case !okLon:
		r.refuseValue("longitude", "is no number of degrees")
		return nil
	case plausible(lat, lon, commune):
	case plausible(lon, lat, commune):
		r.swapped++
		lat, lon = lon, lat
	default:
		r.in.refuseValue(r.line, "latitude", r.get("latitude")+", "+r.get("longitude"), r.whyNot(commune))
		return nil
	}
	return &network.Position{Latitude: lat, Longitude: lon, Precision: network.PositionPublished}
}

func (r *siteReader) whyNot(commune *network.Commune) string {
	if commune == nil || commune.Position == nil {
		return "latitude and longitude lie on no land of the Republic"
	}
	return fmt.Sprintf("latitude and longitude lie more than %d km from %s", farKm, commune.Name)
}

func (r *siteReader) yesNo(column string) *bool {
	switch r.get(column) {
	case "Oui":
		return new(true)
	case "Non":
		return new(false)
	case "":
	default:
		r.refuseValue(column, "is neither Oui nor Non")
	}
	return nil
}

// labelDate reads "Espace labellisé 15/01/2021", "" if it says no day.
func labelDate(s string) network.PartialDate {
	found := labelForm.FindStringSubmatch(s)
	if found == nil {
		return ""
	}
	text := found[3] + "-" + found[2]
	if found[1] != "" {
		text += "-" + found[1]
	}
	date, err := network.ParsePartialDate(text)
	if err != nil {
		return ""
	}
	return date
}

// readRelease reads the sites of the press release of 25 November 2019.
func readRelease(b *importer, in *input) error {
	sites, unmatched, err := ReadSeed(in.text, b.placeMatcher())
	if err != nil {
		return in.failSeed(err)
	}
	in.report.Rows = len(sites) + len(unmatched)
	for _, u := range unmatched {
		in.refuse(u.Line, "Commune", u.Value, "is no commune or EPCI that can be told")
		u.File = in.file
		in.unmatched = append(in.unmatched, u)
	}
	b.sites = append(b.sites, sites...)
	return nil
}
