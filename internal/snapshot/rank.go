package snapshot

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// ranks say, for each kind of record and each thing it can be ordered by, which
// comes before which: a record's rank is the same as another's exactly if they
// are equal in that respect, and 0 if it is not known.
type ranks struct {
	siteName, siteLabel, siteDepartment, siteCommune, siteMinutes []int32
	communeName, communePopulation                                []int32
	cantonName, cantonPopulation                                  []int32
	epciName, epciPopulation                                      []int32
}

func newRanks(a *archive) ranks {
	// One collator after the other: it is not safe for concurrent use.
	names := collate.New(language.French, collate.Numeric)
	var r ranks
	r.communeName = rankNames(names, len(a.communes.rows), func(i int) string { return a.communes.rows[i].Name })
	r.cantonName = rankNames(names, len(a.cantons.rows), func(i int) string { return a.cantons.rows[i].Name })
	r.epciName = rankNames(names, len(a.epcis.rows), func(i int) string { return a.epcis.rows[i].Name })
	r.siteName = rankNames(names, len(a.sites.rows), func(i int) string { return a.sites.rows[i].Name })
	r.siteLabel = rank(len(a.sites.rows), func(i, j int) int {
		return strings.Compare(string(a.sites.rows[i].LabelledOn), string(a.sites.rows[j].LabelledOn))
	}, nil)
	r.siteDepartment = rank(len(a.sites.rows), func(i, j int) int {
		return cmp.Compare(a.sites.rows[i].department, a.sites.rows[j].department)
	}, func(i int) bool { return a.sites.rows[i].department != none })
	r.siteCommune = make([]int32, len(a.sites.rows))
	for i := range a.sites.rows {
		if c := a.sites.rows[i].commune; c != none {
			r.siteCommune[i] = r.communeName[c]
		}
	}
	r.siteMinutes = rank(len(a.sites.rows),
		func(i, j int) int {
			return cmp.Compare(*a.sites.rows[i].weeklyMinutes(), *a.sites.rows[j].weeklyMinutes())
		},
		func(i int) bool { return a.sites.rows[i].hours != nil })
	r.communePopulation = rankPopulations(len(a.communes.rows), func(i int) *place { return &a.communes.rows[i].place })
	r.cantonPopulation = rankPopulations(len(a.cantons.rows), func(i int) *place { return &a.cantons.rows[i].place })
	r.epciPopulation = rankPopulations(len(a.epcis.rows), func(i int) *place { return &a.epcis.rows[i].place })
	return r
}

// rankNames ranks n names as a French dictionary orders them, numbers by value.
func rankNames(c *collate.Collator, n int, name func(i int) string) []int32 {
	keys := make([][]byte, n)
	var buf collate.Buffer
	for i := range n {
		keys[i] = c.KeyFromString(&buf, name(i))
	}
	return rank(n, func(i, j int) int { return bytes.Compare(keys[i], keys[j]) }, nil)
}

func rankPopulations(n int, of func(i int) *place) []int32 {
	return rank(n,
		func(i, j int) int { return cmp.Compare(of(i).population, of(j).population) },
		func(i int) bool { return of(i).inhabited })
}

// rank ranks n things from 1; those that are not known rank 0. A nil known
// means all are.
func rank(n int, compare func(i, j int) int, known func(i int) bool) []int32 {
	order := make([]int, 0, n)
	for i := range n {
		if known == nil || known(i) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, compare)
	ranks := make([]int32, n)
	for k, i := range order {
		if k == 0 || compare(order[k-1], i) != 0 {
			ranks[i] = int32(k + 1)
		} else {
			ranks[i] = ranks[order[k-1]]
		}
	}
	return ranks
}
