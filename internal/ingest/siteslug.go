package ingest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"maillage/internal/network"
	"maillage/internal/quality"
)

// An unnumbered site is one of a list without official numbers.
type unnumbered struct {
	network.Site
	line  int
	found []network.Finding
}

// nameUnnumbered gives the sites of a list without official numbers their
// codes, and leaves out those that stand in it twice. A code depends on the
// site alone and on those that share its name, never on the order of the rows.
func (r *siteReader) nameUnnumbered() {
	byCode := map[string][]unnumbered{}
	for _, s := range r.once(r.withoutID) {
		code := s.place() + "-" + s.slug()
		byCode[code] = append(byCode[code], s)
	}
	for code, sites := range byCode {
		for _, s := range sites {
			s.Code = code
			if len(sites) > 1 {
				s.Code += "-" + s.distinction()
			}
			r.addSite(s.Site, s.found)
		}
	}
}

// once leaves out the sites that are said more than once: those of one commune,
// street and format, or one name where no street is published. The row that
// says most is kept.
func (r *siteReader) once(sites []unnumbered) []unnumbered {
	slices.SortFunc(sites, func(a, b unnumbered) int {
		return cmp.Or(cmp.Compare(b.said(), a.said()), cmp.Compare(a.text(), b.text()), cmp.Compare(a.line, b.line))
	})
	at := map[string]int{} // of what identifies a site, in kept
	var kept []unnumbered
	for _, s := range sites {
		key := strings.Join([]string{string(s.CommuneCode), cmp.Or(searchKey(string(s.Address.Street)), s.slug()), string(s.Format)}, "|")
		i, twice := at[key]
		if !twice {
			at[key], kept = len(kept), append(kept, s)
			continue
		}
		r.in.refuse(s.line, r.nameFor("lib_fs"), s.Name, fmt.Sprintf("is the site on line %d too, which says more: same commune, street and format", kept[i].line))
		kept[i].found = append(kept[i].found, network.Finding{Rule: quality.Duplicate, Field: "name",
			Published: network.Text(clip(s.Name)), Served: network.Text(kept[i].Name), Corrected: true})
	}
	return kept
}

// said is how many of the values that a row may leave out it has.
func (s unnumbered) said() int {
	n := 0
	for _, text := range []network.Text{s.Address.Street, s.Address.Complement, s.Hours.Monday, s.Hours.Tuesday, s.Hours.Wednesday,
		s.Hours.Thursday, s.Hours.Friday, s.Hours.Saturday} {
		if text != "" {
			n++
		}
	}
	return n
}

// text is all that a site says, to put rows in one order.
func (s unnumbered) text() string {
	b, _ := json.Marshal(s.Site) // a position has finite numbers: it was read
	return string(b)
}

// place is the department or collectivity of the site.
func (s unnumbered) place() string { return cmp.Or(string(s.DepartmentCode), s.CollectivityCode) }

// slug is what the site is called, less what all are called; the commune where
// nothing else is left.
func (s unnumbered) slug() string {
	words := slices.DeleteFunc(strings.Split(searchKey(s.Name), "-"), func(w string) bool { return genericWords[w] })
	return cmp.Or(strings.Join(words, "-"), searchKey(string(s.PublishedPlace)), string(s.CommuneCode))
}

// distinction tells a site from another of its name.
func (s unnumbered) distinction() string {
	parts := []string{string(s.CommuneCode), searchKey(string(s.Address.Street))}
	if s.Format != network.Fixed {
		parts = append(parts, strings.ReplaceAll(strings.ToLower(string(s.Format)), "_", "-"))
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "-")
}

// searchKey is a text as one word of a code.
func searchKey(text string) string { return strings.ReplaceAll(columnKey(text), "_", "-") }

// genericWords are those that the names of sites have in common.
var genericWords = wordSet("maison maisons espace espaces france services service mfs efs fs msap commune mairie de du des d la le les l a au aux")
