package quality

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"maillage/internal/geo"
	"maillage/internal/hours"
	"maillage/internal/network"
	"maillage/internal/search"
)

// outside: a disc of the commune's surface has a radius of √(surface/π). No
// commune is a disc; three radii and 2 km leave the elongated ones in peace.
// Where the centre or the surface is not known nothing is said.
func outside(s *subject) (found []network.Finding) {
	for i := range s.sites {
		site := &s.sites[i]
		c := s.communes[string(site.CommuneCode)]
		if site.Position == nil || c == nil || c.SurfaceKm2 == nil || c.Position == nil || c.Position.Precision != network.PositionCentre {
			continue
		}
		at, err := geo.At(site.Position.Latitude, site.Position.Longitude)
		centre, wrong := geo.At(c.Position.Latitude, c.Position.Longitude)
		if err != nil || wrong != nil {
			continue
		}
		km := at.Metres(centre) / 1000
		if km > 3*math.Sqrt(*c.SurfaceKm2/math.Pi)+2 {
			text := fmt.Sprintf("%g, %g (%.1f km from %s)", site.Position.Latitude, site.Position.Longitude, km, c.Name)
			found = append(found, served(site, "position", text))
		}
	}
	return found
}

func department(s *subject) (found []network.Finding) {
	for i := range s.sites {
		site := &s.sites[i]
		if c := s.communes[string(site.CommuneCode)]; c != nil && c.DepartmentCode != site.DepartmentCode {
			found = append(found, served(site, "department", fmt.Sprintf("%s (%s %s lies in %s)",
				cmp.Or(string(site.DepartmentCode), site.CollectivityCode), c.Code, c.Name, cmp.Or(string(c.DepartmentCode), c.Code.Collectivity()))))
		}
	}
	return found
}

// served is a finding that changes nothing.
func served(site *network.Site, field, value string) network.Finding {
	return network.Finding{Site: site.Code, Name: site.Name, Field: field, Published: network.Text(value), Served: network.Text(value)}
}

// overlap finds the days whose ranges had to be merged.
func overlap(s *subject) (found []network.Finding) {
	for i := range s.sites {
		site := &s.sites[i]
		h := &site.Hours
		for _, day := range []struct {
			name string
			text network.Text
		}{
			{"monday", h.Monday}, {"tuesday", h.Tuesday}, {"wednesday", h.Wednesday}, {"thursday", h.Thursday},
			{"friday", h.Friday}, {"saturday", h.Saturday}, {"sunday", h.Sunday},
		} {
			if merged, was := hours.Merged(string(day.text)); was {
				found = append(found, network.Finding{Site: site.Code, Name: site.Name, Field: "openingHours." + day.name,
					Published: day.text, Served: network.Text(merged), Corrected: true})
			}
		}
	}
	return found
}

func future(s *subject) (found []network.Finding) {
	for i := range s.sites {
		if site := &s.sites[i]; site.LabelledOn.First() > s.asOf {
			found = append(found, served(site, "labelledOn", string(site.LabelledOn)))
		}
	}
	return found
}

// duplicates finds sites of one name, commune, street and kind. A street that
// is not published tells nothing.
func duplicates(s *subject) (found []network.Finding) {
	first := map[string]*network.Site{}
	for i := range s.sites {
		site := &s.sites[i]
		street := words(string(site.Address.Street))
		if street == "" {
			continue
		}
		key := strings.Join([]string{string(site.CommuneCode), words(site.Name), street, string(site.Kind), string(site.Format)}, "|")
		if other := first[key]; other != nil {
			found = append(found, served(site, "code", fmt.Sprintf("%s (as %s: %s)", site.Code, other.Code, other.Name)))
			continue
		}
		first[key] = site
	}
	return found
}

func words(text string) string { return strings.Join(search.Words(text), " ") }
