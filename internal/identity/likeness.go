package identity

import (
	"math"
	"slices"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/geo"
	"maillage/internal/network"
	"maillage/internal/search"
)

// How much each respect weighs in a score, before those that one of the rows
// says nothing of are left out. The place counts most: names follow the house
// style of the day.
const (
	placeWeight   = 0.45
	nameWeight    = 0.25
	streetWeight  = 0.20
	labelWeight   = 0.10
	movementWeigh = 0.05
)

// Place scores where points do not say more.
const (
	sameTown   = 0.85
	stopsThere = 0.75 // one moves, and stops where the other stands
	samePost   = 0.60 // the postal code only
)

// features are what of a row is compared, words in the one spelling of package
// search.
type features struct {
	site    *network.Site
	commune cog.CommuneCode
	stops   []cog.CommuneCode
	point   geo.Point
	pointed bool
	town    []string
	name    []string
	street  []string
}

func featuresOf(s *network.Site, succession cog.Succession) *features {
	f := &features{
		site:   s,
		town:   telling(string(s.Address.City)+" "+string(s.PublishedPlace), nil),
		name:   telling(s.Name, houseWords),
		street: telling(string(s.Address.Street), nil),
	}
	if s.CommuneCode != "" {
		f.commune = succession.Current(s.CommuneCode)
	}
	for _, code := range s.ServesCodes {
		f.stops = append(f.stops, succession.Current(code))
	}
	if p := s.Position; p != nil && p.Precision == network.PositionPublished {
		if point, err := geo.At(p.Latitude, p.Longitude); err == nil {
			f.point, f.pointed = point, true
		}
	}
	f.name = slices.DeleteFunc(f.name, func(word string) bool { return word[0] >= '0' && word[0] <= '9' })
	return f
}

// houseWords are what names are made of whatever the site.
var houseWords = []string{
	"france", "service", "maison", "espace", "msap", "mf", "fs", "relai", "point", "antenne", "bus", "itinerant", "itinerante", "mobile",
	"poste", "pimm", "mediation", "communaute", "commune", "cc", "ccas", "mairie", "pay", "site", "multisite", "centre", "social",
}

// linkWords join others, in names and in streets.
var linkWords = []string{"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "sous", "lez", "entre"}

// telling returns the words of a text but links and those given, in order, each
// once, and without the s of a plural.
func telling(text string, but []string) []string {
	words := slices.DeleteFunc(search.Words(text), func(word string) bool { return slices.Contains(linkWords, word) })
	for i, word := range words {
		words[i] = strings.TrimSuffix(word, "s")
	}
	words = slices.DeleteFunc(words, func(word string) bool { return word == "" || slices.Contains(but, word) })
	slices.Sort(words)
	return slices.Compact(words)
}

// likeness returns how likely two rows are one site, from 0 to 1.
func likeness(x, y *features) float64 {
	sum, weights := 0.0, 0.0
	add := func(weight, score float64) { sum, weights = sum+weight*score, weights+weight }
	add(placeWeight, placeLikeness(x, y))
	if score, known := nameLikeness(x, y); known {
		add(nameWeight, score)
	}
	if len(x.street) > 0 && len(y.street) > 0 {
		add(streetWeight, shared(x.street, y.street))
	}
	if one, other := string(x.site.LabelledOn), string(y.site.LabelledOn); one != "" && other != "" {
		add(labelWeight, truth(strings.HasPrefix(one, other) || strings.HasPrefix(other, one)))
	}
	add(movementWeigh, truth(x.site.Itinerant() == y.site.Itinerant()))
	return sum / weights
}

func truth(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

func placeLikeness(x, y *features) float64 {
	score := 0.0
	if metres, known := metresBetween(x, y); known {
		score = nearness(metres)
	}
	switch {
	case x.commune != "" && x.commune == y.commune, len(x.town) > 0 && slices.Equal(x.town, y.town):
		return max(score, sameTown)
	case slices.Contains(x.stops, y.commune), slices.Contains(y.stops, x.commune):
		return max(score, stopsThere)
	case x.site.Address.PostalCode != "" && x.site.Address.PostalCode == y.site.Address.PostalCode:
		return max(score, samePost)
	}
	return score
}

// metresBetween returns how far apart two rows are, unless the point of one is not
// published.
func metresBetween(x, y *features) (metres float64, known bool) {
	if !x.pointed || !y.pointed {
		return 0, false
	}
	return x.point.Metres(y.point), true
}

// nearness falls from 1 within 100 m to 0 beyond 20 km, evenly in the logarithm
// of the distance.
func nearness(metres float64) float64 {
	const here, away = 100, 20_000
	return 1 - min(1, max(0, math.Log(metres/here)/math.Log(away/here)))
}

// nameLikeness compares names but for the words of the places: a site that is
// named after its town is not told from the others there by it, so that known is
// false where only one of two names says more.
func nameLikeness(x, y *features) (score float64, known bool) {
	own := func(word string) bool { return !slices.Contains(x.town, word) && !slices.Contains(y.town, word) }
	one, other := slices.ContainsFunc(x.name, own), slices.ContainsFunc(y.name, own)
	if len(x.name) == 0 || len(y.name) == 0 || one != other {
		return 0, false
	}
	return shared(x.name, y.name), true
}

// shared is the share of the words of the shorter list that are in both.
func shared(x, y []string) float64 {
	if len(x) > len(y) {
		x, y = y, x
	}
	both := 0
	for _, word := range x {
		if slices.Contains(y, word) {
			both++
		}
	}
	return float64(both) / float64(len(x))
}
