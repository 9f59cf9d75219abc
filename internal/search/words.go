package search

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words returns the words of a name in the one spelling that all its spellings
// share: small letters without accents or ligatures, cut at whatever is neither
// letter nor digit, abbreviations written out.
func Words(name string) []string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range norm.NFKD.String(name) {
		switch r = unicode.ToLower(r); {
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '/':
			b.WriteRune(r)
		case !unicode.Is(unicode.Mn, r):
			b.WriteByte(' ')
		}
	}
	words := make([]string, 0, 4) // few names have more
	for field := range strings.FieldsSeq(b.String()) {
		words = appendWords(words, field)
	}
	return words
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
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}

var abbreviations = map[string]string{
	"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s/s": "sous", "cx": "cedex",
}

// WithoutArticles removes the articles and link words a name begins with,
// unless nothing else is left.
func WithoutArticles(words []string) []string {
	for len(words) > 1 && slices.Contains(articles, words[0]) {
		words = words[1:]
	}
	return words
}

var articles = []string{"de", "du", "des", "d", "le", "la", "les", "l", "au", "aux"}

// links are words that names are joined with; people leave them out or take one
// for another.
var links = append([]string{"a", "en", "et", "sur", "sous", "lez"}, articles...)
