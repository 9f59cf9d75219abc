package ingest

import (
	"fmt"
	"regexp"
	"strings"

	"maillage/internal/network"
	"maillage/internal/quality"
)

// How lists call the kinds and formats of sites, as columnKey writes it. That
// of the autumn of 2020 calls every principal site "Espace labellisé".
var (
	siteKinds = map[string]network.SiteKind{
		"principal": network.Principal, "fs": network.Principal, "fs_itinerante": network.Principal,
		"antenne": network.Antenna, "antenne_itinerante": network.Antenna,
	}
	siteFormats = map[string]network.SiteFormat{
		"fixe": network.Fixed, "multisites": network.Multisite, "bus_equivalent": network.Bus,
		"fixe_antenne_s": network.FixedAntenna, "itinerante": network.Itinerant,
		"espace_labellise": network.Fixed, "antenne": network.FixedAntenna,
	}
	labelForm = regexp.MustCompile(`(?i)^(?:espace +lab[ée]l+is[ée] +)?(?:([0-9]{1,2})/)?([0-9]{1,2})/([0-9]{4})$`)
)

// firstLabels is when the first sites were labelled: on 1 January 2020. A list
// of those days that gives no dates lists them.
const firstLabels network.PartialDate = "2020-01"

// text returns a field; a dash stands for nothing.
func (r *siteReader) text(column string) network.Text {
	if text := r.get(column); text != "-" {
		return network.Text(text)
	}
	return ""
}

// day returns the hours of a day, in which a dash means closed.
func (r *siteReader) day(column string) network.Text { return network.Text(r.get(column)) }

// kind is Principal where the list tells no antennas.
func (r *siteReader) kind() network.SiteKind {
	if !r.has("type_fs") {
		return network.Principal
	}
	return siteKinds[columnKey(r.get("type_fs"))]
}

// format is that of the list; older ones tell what moves in a column of its
// own, and some nothing else.
func (r *siteReader) format() network.SiteFormat {
	format := network.Fixed
	if r.has("format_fs") {
		format = siteFormats[columnKey(r.get("format_fs"))]
	}
	if moves := r.yesNo("itinerance"); moves != nil && *moves && (format == network.Fixed || format == network.FixedAntenna) {
		return network.Itinerant
	}
	return format
}

// labelledOn is the day or month of the label, "" if the row says none.
func (r *siteReader) labelledOn() network.PartialDate {
	if !r.has("labellisation_fs") {
		r.tally.asMonth++
		return firstLabels
	}
	return labelDate(r.get("labellisation_fs"))
}

// labelDate reads "Espace labellisé 15/01/2021" or "Espace labélisé 01/2020",
// "" if it says no day.
func labelDate(s string) network.PartialDate {
	found := labelForm.FindStringSubmatch(s)
	if found == nil {
		return ""
	}
	text := found[3] + "-" + padded(found[2], 2)
	if found[1] != "" {
		text += "-" + padded(found[1], 2)
	}
	date, err := network.ParsePartialDate(text)
	if err != nil {
		return ""
	}
	return date
}

// yesNo reads Oui or Non, nil if the field is empty or says neither.
func (r *siteReader) yesNo(column string) *bool {
	switch strings.ToLower(r.get(column)) {
	case "oui":
		return new(true)
	case "non":
		return new(false)
	case "":
	default:
		r.refuseValue(column, "is neither Oui nor Non")
	}
	return nil
}

// position returns where the site stands, nil if the row says nothing that can
// be true.
func (r *siteReader) position(commune *network.Commune) *network.Position {
	north, east := r.degrees()
	if north == "" && east == "" {
		return nil
	}
	lat, okLat := parseFloat(north)
	lon, okLon := parseFloat(east)
	switch {
	case !okLat:
		r.refuseValue("latitude", "is no number of degrees")
		return nil
	case !okLon:
		r.refuseValue("longitude", "is no number of degrees")
		return nil
	case plausible(lat, lon, commune):
	case plausible(lon, lat, commune):
		r.tally.swapped++
		r.correct(quality.Exchanged, "position", north+", "+east, fmt.Sprintf("%g, %g", lon, lat))
		lat, lon = lon, lat
	default:
		r.correct(quality.Nowhere, "position", north+", "+east, "")
		r.in.refuseValue(r.line, r.nameFor("latitude"), north+", "+east, whyNot(commune))
		return nil
	}
	return &network.Position{Latitude: lat, Longitude: lon, Precision: network.PositionPublished}
}

// degrees returns latitude and longitude as they are written, in two columns or in
// one.
func (r *siteReader) degrees() (lat, lon string) {
	lat, lon = r.get("latitude"), r.get("longitude")
	if lat != lon { // or the same column says both
		return lat, lon
	}
	if north, east, ok := point(lat); ok {
		r.tally.points++
		return north, east
	}
	return lat, lon
}

func whyNot(commune *network.Commune) string {
	if commune == nil || commune.Position == nil {
		return "latitude and longitude lie on no land of the Republic"
	}
	return fmt.Sprintf("latitude and longitude lie more than %d km from %s", farKm, commune.Name)
}

var wholeForm = regexp.MustCompile(`^([0-9]+)\.0+$`)

// integerText is a number without the decimals that a program gave a code:
// "12.0".
func integerText(s string) string {
	if found := wholeForm.FindStringSubmatch(s); found != nil {
		return found[1]
	}
	return s
}

// padded gives a code of digits its lost first zero back: one at most, and no
// other text.
func padded(code string, length int) string {
	if len(code) == length-1 && strings.Trim(code, "0123456789") == "" {
		return "0" + code
	}
	return code
}
