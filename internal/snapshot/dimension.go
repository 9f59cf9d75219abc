package snapshot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"maillage/internal/cog"
	"maillage/internal/hours"
	"maillage/internal/network"
)

// A dimension is how sites are told apart: into numbered values. none stands for
// a site that has no value, so that rows add up to the total.
type dimension struct {
	name        SiteDimension
	of          func(s *siteRecord, yield func(value int32))
	value       func(value int32) DimensionValue
	territories []*place               // by value, for those that are territories
	population  func(value int32) *int // nil if values are no territories
	depth       int                    // how small the territories are
	crosses     bool                   // whether others cut through them
	overlaps    bool                   // whether a site may have several values
}

// A DimensionValue is a value of a dimension: a region, a year.
type DimensionValue struct {
	Dimension SiteDimension
	Code      string // "" where a site has no value
	Label     string
}

// noValue is the label of sites without a value.
const noValue = "(aucun)"

// dimension returns the dimension of a name.
func (a *archive) dimension(name SiteDimension) dimension {
	switch name {
	case ByRegion:
		return territorial(name, 1, false, places(a.regions.rows, func(r *regionRecord) (*place, string, string) {
			return &r.place, string(r.Code), r.Name
		}), func(s *siteRecord) int32 { return s.region })
	case ByDepartment:
		return territorial(name, 2, false, places(a.departments.rows, func(r *departmentRecord) (*place, string, string) {
			return &r.place, string(r.Code), r.Name
		}), func(s *siteRecord) int32 { return s.department })
	case ByCanton:
		return territorial(name, 4, true, places(a.cantons.rows, func(r *cantonRecord) (*place, string, string) {
			return &r.place, string(r.Code), r.Name
		}), func(s *siteRecord) int32 { return s.canton })
	case ByEpci:
		return territorial(name, 3, true, places(a.epcis.rows, func(r *epciRecord) (*place, string, string) {
			return &r.place, string(r.Code), r.Name
		}), func(s *siteRecord) int32 { return s.epci })
	case ByArrondissement:
		return a.arrondissementDimension()
	case ByFormat:
		return listed(name, formats, func(s *siteRecord) network.SiteFormat { return s.Format })
	case ByKind:
		return listed(name, kinds, func(s *siteRecord) network.SiteKind { return s.Kind })
	case ByOpenDay:
		return openDays()
	}
	return labelled(name)
}

var (
	formats = []label[network.SiteFormat]{
		{network.Fixed, "Fixe"}, {network.FixedAntenna, "Antenne fixe"}, {network.Multisite, "Multisite"},
		{network.Bus, "Bus"}, {network.Itinerant, "Itinérant"},
	}
	kinds = []label[network.SiteKind]{{network.Principal, "Principal"}, {network.Antenna, "Antenne"}}
)

// A label is what a value is called in French.
type label[V any] struct {
	value V
	text  string
}

// listed is a dimension of a few values known beforehand.
func listed[V ~string](name SiteDimension, values []label[V], of func(s *siteRecord) V) dimension {
	return dimension{
		name: name,
		of: func(s *siteRecord, yield func(int32)) {
			yield(int32(slices.IndexFunc(values, func(l label[V]) bool { return l.value == of(s) })))
		},
		value: func(v int32) DimensionValue {
			if v == none {
				return DimensionValue{name, "", noValue}
			}
			return DimensionValue{name, string(values[v].value), values[v].text}
		},
	}
}

// days are those of the week, Monday first as in hours.Week.
var days = [7]label[hours.Weekday]{
	{hours.Monday, "Lundi"}, {hours.Tuesday, "Mardi"}, {hours.Wednesday, "Mercredi"}, {hours.Thursday, "Jeudi"},
	{hours.Friday, "Vendredi"}, {hours.Saturday, "Samedi"}, {hours.Sunday, "Dimanche"},
}

// openDays is the dimension of the weekdays a site opens on: several for most
// sites, none for those that publish no hours.
func openDays() dimension {
	return dimension{
		name: ByOpenDay, overlaps: true,
		of: func(s *siteRecord, yield func(int32)) {
			if s.hours == nil || s.hours.days == 0 {
				yield(none)
				return
			}
			for i := range s.hours.week {
				if len(s.hours.week[i].Ranges) > 0 {
					yield(int32(i))
				}
			}
		},
		value: func(v int32) DimensionValue {
			if v == none {
				return DimensionValue{ByOpenDay, "", noValue}
			}
			return DimensionValue{ByOpenDay, string(days[v].value), days[v].text}
		},
	}
}

// labelled is the dimension of the year or month of the label: its value is the
// number the year or month is written with.
func labelled(name SiteDimension) dimension {
	length, form := len("2024"), "%04d"
	if name == ByLabelMonth {
		length, form = len("2024-01"), "%06d"
	}
	return dimension{
		name: name,
		of: func(s *siteRecord, yield func(int32)) {
			date := string(s.LabelledOn)
			if len(date) < length { // a year alone tells no month
				yield(none)
				return
			}
			digits := date[:4]
			if name == ByLabelMonth {
				digits += date[5:7]
			}
			n, err := strconv.ParseInt(digits, 10, 32)
			if err != nil {
				n = int64(none)
			}
			yield(int32(n))
		},
		value: func(v int32) DimensionValue {
			if v == none {
				return DimensionValue{name, "", noValue}
			}
			text := fmt.Sprintf(form, v)
			if name == ByLabelMonth {
				text = text[:4] + "-" + text[4:]
			}
			return DimensionValue{name, text, text}
		},
	}
}

// A named is a territory with its code and name.
type named struct {
	place      *place
	code, name string
}

func places[R any](rows []R, of func(*R) (*place, string, string)) []named {
	list := make([]named, len(rows))
	for i := range rows {
		list[i].place, list[i].code, list[i].name = of(&rows[i])
	}
	return list
}

// territorial is a dimension of territories.
func territorial(name SiteDimension, depth int, crosses bool, list []named, of func(s *siteRecord) int32) dimension {
	territories := make([]*place, len(list))
	for i := range list {
		territories[i] = list[i].place
	}
	return dimension{
		name: name, depth: depth, crosses: crosses, territories: territories,
		of: func(s *siteRecord, yield func(int32)) { yield(of(s)) },
		value: func(v int32) DimensionValue {
			if v == none {
				return DimensionValue{name, "", noValue}
			}
			return DimensionValue{name, list[v].code, list[v].name}
		},
		population: func(v int32) *int { return territories[v].people() },
	}
}

// arrondissementDimension is the dimension of the arrondissements of
// departments, which communes name.
func (a *archive) arrondissementDimension() dimension {
	return territorial(ByArrondissement, 3, false, a.divided.list(a), func(s *siteRecord) int32 {
		if s.commune == none {
			return none
		}
		return a.communes.rows[s.commune].arrondissement
	})
}

// The divisions of departments are the arrondissements that communes lie in.
type divisions struct {
	codes []string // in order
	once  sync.Once
	named []named // when first asked for, see list
}

func (d *divisions) init(communes []network.Commune) {
	known := map[string]bool{"": true}
	for i := range communes {
		if code := communes[i].Arrondissement; !known[code] {
			known[code] = true
			d.codes = append(d.codes, strings.Clone(code)) // and not the rest of the records
		}
	}
	slices.Sort(d.codes)
}

// find returns the place of one in the order of their codes, or none.
func (d *divisions) find(code string) int32 {
	i, found := slices.BinarySearch(d.codes, code)
	if !found {
		return none
	}
	return int32(i)
}

// list returns them in that order, with the population of their communes.
func (d *divisions) list(a *archive) []named {
	d.once.Do(func() {
		d.named = make([]named, len(d.codes))
		for i, code := range d.codes {
			department := cog.DepartmentCode(code[:len(code)-1])
			d.named[i] = named{&place{ref: network.DepartmentRef(department)}, code, a.arrondissementName(code)}
		}
		for i := range a.communes.rows {
			if c := &a.communes.rows[i]; c.arrondissement != none {
				d.named[c.arrondissement].place.add(&c.place)
			}
		}
	})
	return d.named
}

// arrondissementName returns what one is called: its code where no record is of
// it, as of one that only a later file of communes knows.
func (a *archive) arrondissementName(code string) string {
	if i := a.arrondissements.find(code); i != none {
		return a.arrondissements.rows[i].Name
	}
	return "Arrondissement " + code
}

// mayHold says whether a filter's own region and department leave room for sites
// of a territory.
func (f *SiteFilter) mayHold(a *archive, p *place) bool {
	region, department := a.within(p)
	if f.Department != nil && !slices.ContainsFunc(department, func(d int32) bool {
		return slices.Contains(f.Department, a.departments.rows[d].Code)
	}) {
		return false
	}
	return f.Region == nil || slices.ContainsFunc(region, func(r int32) bool {
		return slices.Contains(f.Region, a.regions.rows[r].Code)
	})
}

// within returns the regions and departments a territory lies in.
func (a *archive) within(p *place) (regions, departments []int32) {
	switch p.kind() {
	case KindRegion:
		i := a.regions.find(regionCode(p))
		return []int32{i}, a.regions.rows[i].departments
	case KindEpci:
		departments = a.epcis.rows[a.epcis.find(epciCode(p))].departments
	case KindCanton:
		departments = []int32{a.cantons.rows[a.cantons.find(cantonCode(p))].department}
	default: // a department, or one of its arrondissements
		departments = []int32{a.departments.find(departmentCode(p))}
	}
	for _, d := range departments {
		if d == none {
			continue
		}
		if r := a.departments.rows[d].region; r != none {
			regions = append(regions, r)
		}
	}
	return regions, slices.DeleteFunc(slices.Clone(departments), func(d int32) bool { return d == none })
}
