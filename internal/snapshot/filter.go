package snapshot

import (
	"slices"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// The filters of the schema. Fields are ANDed, the values of a list ORed.
type (
	// A SiteFilter chooses sites.
	SiteFilter struct {
		Code          []string
		Kind          []network.SiteKind
		Format        []network.SiteFormat
		Itinerant     *bool
		ByAppointment *bool
		Region        []cog.RegionCode
		Department    []cog.DepartmentCode
		Collectivity  []string
		Canton        []cog.CantonCode
		Epci          []cog.EpciCode
		Commune       []cog.CommuneCode
		PostalCode    []network.Text
		LabelledOn    *DateRange
		Open          *OpenInput
		WeeklyMinutes *IntRange
		Service       []string
		Partner       []string
		Near          *NearInput
		Combined[SiteFilter]
	}

	// A CommuneFilter chooses communes.
	CommuneFilter struct {
		Code          []cog.CommuneCode
		Region        []cog.RegionCode
		Department    []cog.DepartmentCode
		Canton        []cog.CantonCode
		Epci          []cog.EpciCode
		PostalCode    []string
		Population    *IntRange
		HasSite       *bool
		BeyondMinutes *int32
		Near          *NearInput
		Combined[CommuneFilter]
	}

	// A CantonFilter chooses cantons.
	CantonFilter struct {
		Code       []cog.CantonCode
		Region     []cog.RegionCode
		Department []cog.DepartmentCode
		Coverage   []Coverage
		Pseudo     *bool
		Population *IntRange
		Combined[CantonFilter]
	}

	// An EpciFilter chooses EPCI.
	EpciFilter struct {
		Code       []cog.EpciCode
		Region     []cog.RegionCode
		Department []cog.DepartmentCode
		Nature     []network.EpciNature
		Population *IntRange
		HasSite    *bool
		Combined[EpciFilter]
	}

	// A DateRange holds the days from one to another, both included; "" is open.
	DateRange struct{ From, To network.Date }

	// An IntRange holds the numbers from one to another, both included; nil is
	// open.
	IntRange struct{ Min, Max *int32 }
)

func (f *SiteFilter) combined() *Combined[SiteFilter]       { return &f.Combined }
func (f *CommuneFilter) combined() *Combined[CommuneFilter] { return &f.Combined }
func (f *CantonFilter) combined() *Combined[CantonFilter]   { return &f.Combined }
func (f *EpciFilter) combined() *Combined[EpciFilter]       { return &f.Combined }

func (f *SiteFilter) conditions(c *conditions[siteRecord], in *Network) {
	a, sites := in.archive, in.day.byPlace.of
	itself(c, "code", indexes(f.Code, a.sites.find), func(s *siteRecord) int32 { return s.number })
	oneOf(c, "kind", f.Kind, func(s *siteRecord) network.SiteKind { return s.Kind })
	oneOf(c, "format", f.Format, func(s *siteRecord) network.SiteFormat { return s.Format })
	is(c, f.Itinerant, func(s *siteRecord) bool { return s.Itinerant() })
	if f.ByAppointment != nil {
		c.add(func(s *siteRecord) bool { return s.ByAppointment != nil && *s.ByAppointment == *f.ByAppointment })
	}
	inPlace(c, "region", indexes(f.Region, a.regions.find), func(s *siteRecord) int32 { return s.region },
		func(region int32) []int32 { return sites(a.regions.rows[region].place.number) })
	inPlace(c, "department", indexes(f.Department, a.departments.find), func(s *siteRecord) int32 { return s.department },
		func(department int32) []int32 { return sites(a.departments.rows[department].place.number) })
	oneOf(c, "collectivity", f.Collectivity, func(s *siteRecord) string { return s.CollectivityCode })
	inPlace(c, "canton", indexes(f.Canton, a.cantons.find), func(s *siteRecord) int32 { return s.canton },
		func(canton int32) []int32 { return sites(a.cantons.rows[canton].place.number) })
	inPlace(c, "epci", indexes(f.Epci, a.epcis.find), func(s *siteRecord) int32 { return s.epci },
		func(epci int32) []int32 { return sites(a.epcis.rows[epci].place.number) })
	anyOf(c, "commune", currentUnlessArrondissement(a, f.Commune), func(s *siteRecord, wanted func(cog.CommuneCode) bool) bool {
		return wanted(s.CommuneCode) || wanted(s.PublishedCommuneCode)
	})
	oneOf(c, "postalCode", f.PostalCode, func(s *siteRecord) network.Text { return s.Address.PostalCode })
	offer(c, "service", f.Service, in, func(s *Service) string { return s.Code })
	offer(c, "partner", f.Partner, in, func(s *Service) string { return s.PartnerCode })
	openWhen(c, a, f.Open)
	between(c, "weeklyMinutes", f.WeeklyMinutes, (*siteRecord).weeklyMinutes)
	if r := f.LabelledOn; r != nil {
		if r.From != "" && r.To != "" && r.From > r.To {
			c.fail(errorf(CodeBadFilter, "labelledOn: from %s is after to %s", r.From, r.To))
		}
		c.add(func(s *siteRecord) bool {
			day := s.LabelledOn.First()
			return (r.From == "" || day >= r.From) && (r.To == "" || day <= r.To)
		})
	}
	near(c, in, f.Near, func(s *siteRecord) (spot, int32) {
		return a.located().sites[s.number], s.commune
	})
}

func (f *CommuneFilter) conditions(c *conditions[communeRecord], in *Network) {
	a := in.archive
	itself(c, "code", indexes(f.Code, a.commune), func(r *communeRecord) int32 { return r.row })
	inPlace(c, "region", indexes(f.Region, a.regions.find), a.regionOf,
		func(region int32) []int32 { return a.regions.rows[region].communes })
	inPlace(c, "department", indexes(f.Department, a.departments.find), func(r *communeRecord) int32 { return r.department },
		func(department int32) []int32 { return a.departments.rows[department].communes })
	inPlace(c, "canton", indexes(f.Canton, a.cantons.find), func(r *communeRecord) int32 { return r.canton },
		func(canton int32) []int32 { return a.cantons.rows[canton].communes })
	inPlace(c, "epci", indexes(f.Epci, a.epcis.find), func(r *communeRecord) int32 { return r.epci },
		func(epci int32) []int32 { return a.epcis.rows[epci].communes })
	anyOf(c, "postalCode", f.PostalCode, func(r *communeRecord, wanted func(string) bool) bool {
		return slices.ContainsFunc(a.postalCodes.of(r.postalCodes), wanted)
	})
	within(c, "population", f.Population, func(r *communeRecord) *place { return &r.place })
	is(c, f.HasSite, func(r *communeRecord) bool { return len(in.day.byPlace.of(r.place.number)) > 0 })
	if f.HasSite != nil && *f.HasSite {
		c.onlyAmong(in.day.communes)
	}
	beyond(c, in, f.BeyondMinutes)
	near(c, in, f.Near, func(r *communeRecord) (spot, int32) {
		return r.spot(), none
	})
}

func (f *CantonFilter) conditions(c *conditions[cantonRecord], in *Network) {
	oneOf(c, "code", f.Code, func(r *cantonRecord) cog.CantonCode { return r.Code })
	oneOf(c, "region", f.Region, func(r *cantonRecord) cog.RegionCode {
		if r.department == none {
			return ""
		}
		return in.archive.departments.rows[r.department].RegionCode
	})
	oneOf(c, "department", f.Department, func(r *cantonRecord) cog.DepartmentCode { return r.Code.Department() })
	if f.Coverage != nil {
		coverage := in.day.coverage(in.archive)
		oneOf(c, "coverage", f.Coverage, func(r *cantonRecord) Coverage { return coverage[in.archive.cantons.find(r.Code)] })
	}
	is(c, f.Pseudo, func(r *cantonRecord) bool { return r.Pseudo })
	within(c, "population", f.Population, func(r *cantonRecord) *place { return &r.place })
}

func (f *EpciFilter) conditions(c *conditions[epciRecord], in *Network) {
	departments := in.archive.departments.rows
	oneOf(c, "code", f.Code, func(r *epciRecord) cog.EpciCode { return r.Code })
	anyOf(c, "region", f.Region, func(r *epciRecord, wanted func(cog.RegionCode) bool) bool {
		return slices.ContainsFunc(r.departments, func(d int32) bool { return wanted(departments[d].RegionCode) })
	})
	anyOf(c, "department", f.Department, func(r *epciRecord, wanted func(cog.DepartmentCode) bool) bool {
		return slices.ContainsFunc(r.departments, func(d int32) bool { return wanted(departments[d].Code) })
	})
	oneOf(c, "nature", f.Nature, func(r *epciRecord) network.EpciNature { return r.Nature })
	within(c, "population", f.Population, func(r *epciRecord) *place { return &r.place })
	is(c, f.HasSite, func(r *epciRecord) bool { return len(in.day.byPlace.of(r.place.number)) > 0 })
}

// indexes returns the indexes of codes. That of an unknown code is one no record
// has, so that it keeps nothing.
func indexes[C any](codes []C, find func(C) int32) []int32 {
	if codes == nil {
		return nil
	}
	const nothing = none - 1
	found := make([]int32, len(codes))
	for k, code := range codes {
		if found[k] = find(code); found[k] == none {
			found[k] = nothing
		}
	}
	return found
}

// currentUnlessArrondissement leads former codes to their successors, but keeps
// those of municipal arrondissements, which sites publish.
func currentUnlessArrondissement(a *archive, codes []cog.CommuneCode) []cog.CommuneCode {
	if codes == nil {
		return nil
	}
	current := make([]cog.CommuneCode, len(codes))
	for k, code := range codes {
		current[k] = code
		if _, isPart := code.Parent(); isPart {
			continue
		}
		if i := a.commune(code); i != none {
			current[k] = a.communes.rows[i].Code()
		}
	}
	return current
}

// The pages of the network's own lists.

// Sites returns a page of the sites that exist at the date.
func (n *Network) Sites(filter *SiteFilter, search *string, orderBy []*SiteOrder, first *int32, after *string, last *int32, before *string) (*SiteConnection, error) {
	return n.siteConnection(n.day.sites, filter, search, orderBy, page(first, after, last, before))
}

// Communes returns a page of the communes.
func (n *Network) Communes(filter *CommuneFilter, search *string, orderBy []*CommuneOrder, first *int32, after *string, last *int32, before *string) (*CommuneConnection, error) {
	return n.communeConnection(n.archive.communes.all(), filter, search, orderBy, page(first, after, last, before))
}

// Cantons returns a page of the cantons and pseudo-cantons.
func (n *Network) Cantons(filter *CantonFilter, search *string, orderBy []*CantonOrder, first *int32, after *string, last *int32, before *string) (*CantonConnection, error) {
	return n.cantonConnection(n.archive.cantons.all(), filter, search, orderBy, page(first, after, last, before))
}

// Epcis returns a page of the EPCI.
func (n *Network) Epcis(filter *EpciFilter, search *string, orderBy []*EpciOrder, first *int32, after *string, last *int32, before *string) (*EpciConnection, error) {
	return n.epciConnection(n.archive.epcis.all(), filter, search, orderBy, page(first, after, last, before))
}
