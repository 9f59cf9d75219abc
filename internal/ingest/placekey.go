package ingest

import (
	"slices"
	"strings"

	"maillage/internal/search"
)

// PlaceKey returns what the spellings of one place name have in common: its
// words in the one spelling of package search, separated by one space. Numbers,
// "cedex" and "arrondissement" are no part of a commune's name.
func PlaceKey(name string) string {
	return strings.Join(slices.DeleteFunc(search.Words(name), func(word string) bool {
		return word == "cedex" || word == "arrondissement" || '0' <= word[0] && word[0] <= '9'
	}), " ")
}

// trimArticles removes the articles and link words a key begins with, unless
// nothing else is left.
func trimArticles(key string) string {
	return strings.Join(search.WithoutArticles(strings.Split(key, " ")), " ")
}

// The kinds of EPCI as the DGCL and people write them, the longest first.
var groups = []string{
	"communaute d agglomeration", "communaute de communes", "communaute urbaine",
	"communaute", "metropole", "comcom", "cc", "ca", "cu",
}

// trimGroup removes the kind of EPCI and the link words a key begins with; is
// is false if it begins with none.
func trimGroup(key string) (is bool, rest string) {
	for _, group := range groups {
		if name, ok := strings.CutPrefix(key, group+" "); ok {
			return true, trimArticles(name)
		}
	}
	return false, key
}
