package ingest

import (
	"strings"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/quality"
)

// findCommune finds the commune of a site: by its code, else by its name in the
// department, else by what a geocoder made of the address, if that lies in the
// department, else by a postal code of one commune alone. A site that moves may
// have none.
func (r *siteReader) findCommune(s *network.Site, place string) bool {
	text := r.zeroed(integerText(r.get("insee_com")), 5)
	published, err := cog.ParseCommune(text)
	if err == nil {
		if current, ok := r.geo.current(published); ok {
			s.CommuneCode, s.PublishedCommuneCode = current, published
			return true
		}
	}
	name := r.get("lib_com")
	named := r.placeMatcher().Match(name, place)
	geocoded, at := r.geocodedCommune(place)
	posted := r.postedCommune(s)
	switch {
	case len(named.Communes) == 1:
		r.tally.byName++
		s.CommuneCode = named.Communes[0]
	case at != "":
		r.tally.geocoded++
		s.CommuneCode = at
	case posted != "":
		r.tally.posted++
		s.CommuneCode = posted
	case s.Itinerant() && name != "":
		r.tally.nowhere++
	default:
		r.refuseCommune(text, place, err)
		return false
	}
	s.PublishedPlace = network.Text(name)
	if at == s.CommuneCode { // perhaps an arrondissement of it
		s.PublishedCommuneCode = geocoded
	}
	r.correct(quality.Commune, "commune", strings.TrimSpace(text+" "+name), string(s.CommuneCode))
	if text != "" {
		r.refuseValue("insee_com", "is no commune, present or past")
	}
	return true
}

// refuseCommune leaves out a row of which nothing says a commune.
func (r *siteReader) refuseCommune(code, place string, wrong error) {
	name := r.get("lib_com")
	switch {
	case code == "":
		r.refuse("lib_com", "is no commune of the department, and no code says which it is")
	case wrong != nil:
		r.refuse("insee_com", wrong.Error())
	default:
		r.refuse("insee_com", "is no commune, present or past")
	}
	r.unmatched(r.in, r.line, strings.TrimSpace(code+" "+name), name, place)
}

// postedCommune is the one commune of the department that has the site's postal
// code, "" if it has several or none.
func (r *siteReader) postedCommune(s *network.Site) cog.CommuneCode {
	if r.byPost == nil {
		r.byPost = map[string][]cog.CommuneCode{}
		for i := range r.geo.communes {
			c := &r.geo.communes[i]
			for _, code := range c.PostalCodes {
				r.byPost[code] = append(r.byPost[code], c.Code)
			}
		}
	}
	if found := r.byPost[string(s.Address.PostalCode)]; len(found) == 1 && found[0].Department() == s.DepartmentCode {
		return found[0]
	}
	return ""
}

// geocodedCommune is the commune that a geocoder found, as it says and of
// today; none where it strayed into another department.
func (r *siteReader) geocodedCommune(place string) (said, current cog.CommuneCode) {
	said, err := cog.ParseCommune(padded(r.get("geocoded_commune"), 5))
	if err != nil || string(said.Department()) != place && said.Collectivity() != place {
		return "", ""
	}
	current, ok := r.geo.current(said)
	if !ok {
		return "", ""
	}
	return said, current
}

// zeroed gives a code its lost first zero back and counts it.
func (r *siteReader) zeroed(code string, length int) string {
	whole := padded(code, length)
	if whole != code {
		r.tally.zeros++
	}
	return whole
}
