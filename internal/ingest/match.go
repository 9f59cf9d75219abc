package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// Scores run from 0 to 1, the share of letters two names have in common once
// both are normalised.
const (
	matchFloor     = 0.85 // below it a place is not found: one slip in seven letters is the most allowed
	matchLead      = 0.02 // by how much the best must beat the second, or the place is ambiguous
	candidateFloor = 0.5  // below it a name is no help to who reads the report
	articlePenalty = 0.02 // "Coudray-Saint-Germer" for "Le Coudray-Saint-Germer"
	withinScore    = 0.7  // a name that holds the place as whole words is worth proposing
	maxCandidates  = 5
	maxPlaceBytes  = 150 // no place is named at such length, and comparing takes the square of it
)

// A Match is what a place named in words was found to be: one commune, the two
// ends of an itinerant service, or an EPCI. Communes and Epci are both empty
// when the place was not found or is ambiguous.
type Match struct {
	Communes   []cog.CommuneCode
	Epci       cog.EpciCode
	Score      float64  // of the best candidate, 1 when the names agree
	Candidates []string // "80021 Amiens", best first, at most 5
}

// Found says whether the place was found.
func (m Match) Found() bool { return len(m.Communes) > 0 || m.Epci != "" }

// A Matcher finds communes and EPCI by names as people write them: whatever the
// accents, case, hyphens and apostrophes, with "St" for "Saint" and a few
// slips. It is safe for concurrent use.
type Matcher struct {
	communes    []named            // in the order given
	inPlace     map[string][]named // by department, or overseas collectivity
	byKey       map[string][]named
	epcis       []named
	departments map[string]string // normalised name, or code in small letters → code, collectivities' too
	names       map[string]string // code → name, of communes and EPCI
}

// A named place, ready for comparison. places are the departments or the
// collectivity it lies in.
type named struct {
	code, name string
	key, bare  string // normalised; bare is without the leading article
	places     []string
}

// NewMatcher returns a matcher over a geography, which it does not keep.
func NewMatcher(communes []network.Commune, departments []network.Department, epcis []network.Epci) *Matcher {
	m := &Matcher{
		inPlace: map[string][]named{}, byKey: map[string][]named{},
		departments: map[string]string{}, names: map[string]string{},
	}
	for _, d := range departments {
		m.departments[PlaceKey(d.Name)] = string(d.Code)
	}
	spans := map[cog.EpciCode][]string{}
	for i := range communes {
		c := &communes[i]
		place := cmp.Or(string(c.DepartmentCode), string(c.Code.Department()), c.Code.Collectivity())
		key := PlaceKey(c.Name)
		n := named{code: string(c.Code), name: c.Name, key: key, bare: trimArticles(key), places: []string{place}}
		m.communes = append(m.communes, n)
		m.inPlace[place] = append(m.inPlace[place], n)
		m.byKey[key] = append(m.byKey[key], n)
		m.departments[strings.ToLower(place)] = place
		m.names[n.code] = n.name
		if c.EpciCode != "" && !slices.Contains(spans[c.EpciCode], place) {
			spans[c.EpciCode] = append(spans[c.EpciCode], place)
		}
	}
	for _, e := range epcis {
		_, key := trimGroup(PlaceKey(e.Name))
		m.names[string(e.Code)] = e.Name
		m.epcis = append(m.epcis, named{code: string(e.Code), name: e.Name, key: key, bare: key, places: spans[e.Code]})
	}
	return m
}

// Match finds the place in a department, given by its name or code; without
// one, or with one that is not known, it looks everywhere. "Communauté de
// communes de …" is looked for among the EPCI, "… entre X et Y" as two communes.
func (m *Matcher) Match(place, departmentName string) Match {
	within := m.department(departmentName)
	match := m.match(PlaceKey(place), within)
	if outside, _, ok := strings.Cut(place, "("); ok && !match.Found() {
		// "Amiens (Somme)"; but there are Château-Chinon (Ville) and (Campagne).
		if short := m.match(PlaceKey(outside), within); short.Found() {
			return short
		}
	}
	return match
}

func (m *Matcher) match(key, within string) Match {
	if len(key) > maxPlaceBytes {
		return Match{}
	}
	if _, ends, ok := strings.Cut(" "+key, " entre "); ok {
		if match := m.matchBoth(ends, within); match.Found() {
			return match
		}
	}
	if isGroup, name := trimGroup(trimArticles(key)); isGroup {
		return m.matchEpci(name, within)
	}
	return m.matchCommune(key, within)
}

// department returns the code of a department named or coded so, or of a
// collectivity coded so, "" if none is.
func (m *Matcher) department(name string) string {
	if code, ok := m.departments[PlaceKey(name)]; ok {
		return code
	}
	return m.departments[strings.ToLower(strings.TrimSpace(name))]
}

func (m *Matcher) matchCommune(key, within string) Match {
	among := m.communes
	if within != "" {
		among = m.inPlace[within]
	}
	// Most places are written right, and need no comparison with all others.
	if same := located(m.byKey[key], within); len(same) == 1 {
		among = same
	}
	best, match := rank(key, among)
	if best != nil {
		match.Communes = []cog.CommuneCode{cog.CommuneCode(best.code)}
	}
	return match
}

func (m *Matcher) matchEpci(key, within string) Match {
	best, match := rank(key, located(m.epcis, within))
	if best != nil {
		match.Epci = cog.EpciCode(best.code)
	}
	return match
}

// located returns those that lie in a department, all of them if within is "".
func located(all []named, within string) []named {
	if within == "" {
		return all
	}
	var found []named
	for _, n := range all {
		if slices.Contains(n.places, within) {
			found = append(found, n)
		}
	}
	return found
}

// matchBoth finds the two communes of "X et Y". Names hold "et" themselves, so
// every one of them may be the joint; the surest reading wins.
func (m *Matcher) matchBoth(ends, within string) Match {
	const joint = " et "
	var best Match
	for at := 0; ; at++ {
		next := strings.Index(ends[at:], joint)
		if next < 0 {
			return best
		}
		at += next
		x, y := m.matchCommune(ends[:at], within), m.matchCommune(ends[at+len(joint):], within)
		if score := min(x.Score, y.Score); x.Found() && y.Found() && score > best.Score {
			best = Match{
				Communes:   append(x.Communes, y.Communes...),
				Score:      score,
				Candidates: []string{x.Candidates[0], y.Candidates[0]},
			}
		}
	}
}

// rank scores every name against the key; best is nil when none is good enough
// or two are as good.
func rank(key string, among []named) (best *named, match Match) {
	type scored struct {
		*named
		score float64
	}
	var found []scored
	if key != "" {
		bare := trimArticles(key)
		for i := range among {
			if s := similarity(key, bare, &among[i]); s >= candidateFloor {
				found = append(found, scored{&among[i], s})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.code, b.code))
	})
	for _, f := range found[:min(len(found), maxCandidates)] {
		match.Candidates = append(match.Candidates, f.code+" "+f.name)
	}
	if len(found) == 0 {
		return nil, match
	}
	match.Score = found[0].score
	second := 0.0
	if len(found) > 1 {
		second = found[1].score
	}
	switch {
	case match.Score == 1 && second < 1:
		return found[0].named, match
	case match.Score >= matchFloor && match.Score-second >= matchLead:
		return found[0].named, match
	}
	return nil, match
}

func similarity(key, bare string, n *named) float64 {
	score := letters(key, n.key)
	if score < 1 && (bare != key || n.bare != n.key) {
		score = max(score, letters(bare, n.bare)-articlePenalty)
	}
	if score < withinScore && strings.Contains(" "+n.key+" ", " "+key+" ") {
		score = withinScore
	}
	return score
}

// letters returns the share of letters that a and b, both ASCII for the most
// part, have in common, or 0 if their lengths alone put it below
// candidateFloor.
func letters(a, b string) float64 {
	if a == b {
		return 1
	}
	longest := float64(max(len(a), len(b)))
	if float64(min(len(a), len(b))) < candidateFloor*longest {
		return 0
	}
	return max(0, 1-float64(levenshtein.ComputeDistance(a, b))/longest)
}
