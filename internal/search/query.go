package search

import (
	"slices"
	"strings"
)

// A Query is a text to look for, taken apart.
type Query struct {
	Text string // as it is written

	key   string   // its words
	whole string   // the same without spaces
	words []string // each once
}

// NewQuery takes a text apart.
func NewQuery(text string) Query {
	words := dropCedex(Words(text))
	q := Query{Text: text, key: strings.Join(words, " "), whole: strings.Join(words, "")}
	q.words = distinct(words)
	return q
}

// Key returns what the texts that mean the same to Find have in common, "" if
// there is nothing to look for in a text.
func (q Query) Key() string { return q.key }

// dropCedex removes what only the post needs: "cedex 1", and the word
// "arrondissement" after its number.
func dropCedex(words []string) []string {
	kept := words[:0]
	for i := 0; i < len(words); i++ {
		switch {
		case words[i] == "arrondissement" && len(words) > 1:
		case words[i] == "cedex" && len(words) > 1:
			if i+1 < len(words) && isNumber(words[i+1]) {
				i++
			}
		default:
			kept = append(kept, words[i])
		}
	}
	return kept
}

func isNumber(word string) bool { return word[0] >= '0' && word[0] <= '9' }

// distinct removes words that come again.
func distinct(words []string) []string {
	kept := words[:0]
	for _, word := range words {
		if !slices.Contains(kept, word) {
			kept = append(kept, word)
		}
	}
	return kept
}
