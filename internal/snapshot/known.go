package snapshot

import (
	"slices"
	"strings"
)

// exist refuses codes that the edition has nothing of: a filter that names what
// is not there would keep nothing without a word. A code that means something
// at another date of the edition is known.
func exist[R any, C ~string](c *conditions[R], a *archive, argument string, kind SearchKind, codes []C) {
	for _, code := range codes {
		if c.err != nil {
			return
		}
		if a.row(kind, string(code)) == none {
			c.fail(unknownCode(a, argument, kind, string(code)))
		}
	}
}

func unknownCode(a *archive, argument string, kind SearchKind, code string) *Error {
	e := errorf(CodeUnknownCode, "%s: edition:%d has no %s %.40q", argument, a.edition.Number, strings.ToLower(string(kind)), code)
	e.Suggestions = a.suggest(kind, code)
	return e
}

// offer adds the condition that a site offers one of some services, or services
// of one of some partners: every site offers every core service of the date.
func offer[R any](c *conditions[R], argument string, wanted []string, in *Network, code func(*Service) string) {
	offered := slices.ContainsFunc(in.core, func(s *Service) bool { return slices.Contains(wanted, code(s)) })
	anyOf(c, argument, wanted, func(*R, func(string) bool) bool { return offered })
}

// The codes a filter names must exist.

func (f *SiteFilter) exist(c *conditions[siteRecord], a *archive) {
	exist(c, a, "code", SearchSite, f.Code)
	exist(c, a, "region", SearchRegion, f.Region)
	exist(c, a, "department", SearchDepartment, f.Department)
	exist(c, a, "collectivity", SearchCollectivity, f.Collectivity)
	exist(c, a, "canton", SearchCanton, f.Canton)
	exist(c, a, "epci", SearchEpci, f.Epci)
	exist(c, a, "commune", SearchCommune, f.Commune)
	exist(c, a, "service", SearchService, f.Service)
	exist(c, a, "partner", SearchPartner, f.Partner)
}

func (f *CommuneFilter) exist(c *conditions[communeRecord], a *archive) {
	exist(c, a, "code", SearchCommune, f.Code)
	exist(c, a, "region", SearchRegion, f.Region)
	exist(c, a, "department", SearchDepartment, f.Department)
	exist(c, a, "canton", SearchCanton, f.Canton)
	exist(c, a, "epci", SearchEpci, f.Epci)
}

func (f *CantonFilter) exist(c *conditions[cantonRecord], a *archive) {
	exist(c, a, "code", SearchCanton, f.Code)
	exist(c, a, "region", SearchRegion, f.Region)
	exist(c, a, "department", SearchDepartment, f.Department)
}

func (f *EpciFilter) exist(c *conditions[epciRecord], a *archive) {
	exist(c, a, "code", SearchEpci, f.Code)
	exist(c, a, "region", SearchRegion, f.Region)
	exist(c, a, "department", SearchDepartment, f.Department)
}
