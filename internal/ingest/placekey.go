package ingest

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// PlaceKey returns what the spellings of one place name have in common: small
// letters without accents, words separated by one space, "st" spelled out.
// Numbers, "cedex" and "arrondissement" are no part of a commune's name.
func PlaceKey(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(name) {
		switch r = unicode.ToLower(r); {
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '/':
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			b.WriteByte(' ')
		}
	}
	var words []string
	for field := range strings.FieldsSeq(b.String()) {
		words = appendWords(words, field)
	}
	return strings.Join(words, " ")
}

// appendWords spells out the abbreviations of one written word.
func appendWords(words []string, field string) []string {
	if whole, ok := abbreviations[field]; ok {
		return append(words, whole)
	}
	if rest, ok := strings.CutPrefix(field, "s/"); ok {
		words, field = append(words, "sur"), rest
	}
	for word := range strings.SplitSeq(field, "/") {
		switch {
		case word == "", word == "cedex", word == "arrondissement", unicode.IsDigit(rune(word[0])):
		default:
			words = append(words, word)
		}
	}
	return words
}

var abbreviations = map[string]string{
	"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s/s": "sous",
}

// trimArticles removes the articles and link words a key begins with, unless
// nothing else is left.
func trimArticles(key string) string {
	words := strings.Split(key, " ")
	for len(words) > 1 && slices.Contains(articles, words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

var articles = []string{"de", "du", "des", "d", "le", "la", "les", "l", "au", "aux"}

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
