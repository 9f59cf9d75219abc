package snapshot

import (
	"slices"
	"strings"

	"maillage/internal/relay"
	"maillage/internal/search"
)

// coded returns the numbers of the records of some kinds that a text is the code
// of, the most peopled first.
func (a *archive) coded(text string, kinds []SearchKind) []int32 {
	code := strings.TrimSpace(text)
	large := strings.ToUpper(code)
	var found []int32
	for _, kind := range kinds {
		row := a.row(kind, code)
		if row == none && large != code {
			row = a.row(kind, large)
		}
		if row != none {
			found = append(found, a.names().numbers[kind][row])
		}
	}
	slices.Sort(found)
	return found
}

// numberOf returns the number of the record with a global id.
func (a *archive) numberOf(id string) (number int32, ok bool) {
	parsed := relay.ParseID(id)
	kind := SearchKind(strings.ToUpper(parsed.Kind))
	row := a.row(kind, parsed.Key)
	if row == none {
		return 0, false
	}
	return a.names().numbers[kind][row], true
}

// find returns the numbers of the records that a text may mean, those of some
// kinds that it is the code of first.
func (a *archive) find(query search.Query, codesOf []SearchKind) []int32 {
	return behind(a.coded(query.Text, codesOf), a.names().index.Find(query))
}

// findSure lends those of find, its first ones, that are meant without a slip, for
// less.
func (a *archive) findSure(query search.Query, codesOf []SearchKind, lend func(found []int32)) {
	coded := a.coded(query.Text, codesOf)
	a.names().index.FindSure(query, func(found []int32) { lend(behind(coded, found)) })
}

// behind returns what a text is the code of and, behind that, what else was
// found.
func behind(coded, found []int32) []int32 {
	if len(coded) == 0 {
		return found
	}
	all := slices.Clone(coded)
	for _, number := range found {
		if !slices.Contains(coded, number) {
			all = append(all, number)
		}
	}
	return all
}

// maxSuggestions is how many things are suggested instead of one.
const maxSuggestions = 5

// Suggest returns what may be meant by a text that is no code of a kind here:
// what bears such a name, then what has such a code but for a slip, each as a
// code and its name, at most 5.
func (n *Network) Suggest(kind SearchKind, text string) []string {
	return n.archive.suggest(kind, text)
}

func (a *archive) suggest(kind SearchKind, text string) []string {
	if len(text) > maxSearchBytes {
		return nil
	}
	x := a.names()
	var suggestions []string
	suggest := func(number int32) (enough bool) {
		if b := x.bearers[number]; b.kind.kind() == kind {
			if s := a.describe(b); !slices.Contains(suggestions, s) {
				suggestions = append(suggestions, s)
			}
		}
		return len(suggestions) == maxSuggestions
	}
	found := a.find(search.NewQuery(text), []SearchKind{kind})
	if slices.ContainsFunc(found, suggest) {
		return suggestions
	}
	near := search.Near(strings.TrimSpace(text), 1)
	for number, b := range x.bearers {
		if b.kind.kind() == kind && near(a.code(b)) && suggest(int32(number)) {
			break
		}
	}
	return suggestions
}

// describe returns the code of a record and its name, "80021 Amiens".
func (a *archive) describe(b bearer) string {
	description := a.code(b)
	if names := a.namesOf(b).Names; len(names) > 0 {
		description += " " + names[0]
	}
	return description
}

// code returns the code of a record.
func (a *archive) code(b bearer) string {
	switch b.kind.kind() {
	case SearchSite:
		return a.sites.rows[b.row].Code
	case SearchCommune:
		return string(a.communes.rows[b.row].Code())
	case SearchCanton:
		return string(a.cantons.rows[b.row].Code)
	case SearchEpci:
		return string(a.epcis.rows[b.row].Code)
	case SearchDepartment:
		return string(a.departments.rows[b.row].Code)
	case SearchRegion:
		return string(a.regions.rows[b.row].Code)
	case SearchCollectivity:
		return a.collectivities.rows[b.row].Code
	case SearchPartner:
		return a.partners.rows[b.row].Code
	case SearchService:
		return a.services.rows[b.row].Code
	}
	return ""
}
