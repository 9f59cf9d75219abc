package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/ingest"
	"maillage/internal/network"
)

// A settlement is a row of cities500.txt, a place where people live.
type settlement struct {
	names      []string // name, ASCII name, other names
	feature    string   // GeoNames feature code: PPLC, PPLA, PPL…
	population int
	network.Position
}

// Settlements is what was made of the rows of the Republic.
type settlements struct {
	chosen  map[cog.CommuneCode]settlement
	rows    int
	refused int // communes whose only settlement stands elsewhere
}

// collectivityOf gives the collectivity that GeoNames holds for a country. The
// other countries of the Republic have their communes' codes in every row.
var collectivityOf = map[string]string{
	"PM": "975", "BL": "977", "MF": "978", "WF": "986", "PF": "987", "NC": "988",
}

var republic = []string{"FR", "GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC", "TF"}

// Columns of GeoNames' table, tab-separated, without a header.
const (
	colName, colASCII, colOthers = 1, 2, 3
	colLatitude, colLongitude    = 4, 5
	colFeature, colCountry       = 7, 8
	colAdmin1, colAdmin4         = 10, 13
	colPopulation                = 14
	columns                      = 19
)

func readGeonames(a archive, g *geography) (*settlements, error) {
	s := &settlements{chosen: map[cog.CommuneCode]settlement{}}
	find := newFinder(g)
	err := a.open("dist/cities500.txt", func(r io.Reader) error {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			row := strings.Split(lines.Text(), "\t")
			if len(row) != columns {
				return fmt.Errorf("a row of %d columns, not %d: %.80q", len(row), columns, lines.Text())
			}
			if !slices.Contains(republic, row[colCountry]) {
				continue
			}
			s.rows++
			if err := s.add(row, find); err != nil {
				return err
			}
		}
		return lines.Err()
	})
	if err != nil {
		return nil, err
	}
	s.refuseStrays(g)
	return s, nil
}

// add keeps the settlement if it is its commune's main one so far.
func (s *settlements) add(row []string, find *finder) error {
	name, ok := find.commune(row)
	if !ok {
		return nil
	}
	latitude, err1 := strconv.ParseFloat(row[colLatitude], 64)
	longitude, err2 := strconv.ParseFloat(row[colLongitude], 64)
	population, err3 := strconv.Atoi(row[colPopulation])
	if err := cmp.Or(err1, err2, err3); err != nil {
		return err
	}
	candidate := settlement{
		names:      append([]string{row[colName], row[colASCII]}, strings.Split(row[colOthers], ",")...),
		feature:    row[colFeature],
		population: population,
		Position:   network.Position{Latitude: latitude, Longitude: longitude, Precision: network.PositionSettlement},
	}
	if held, ok := s.chosen[name.code]; !ok || candidate.compare(held, name.key) < 0 {
		s.chosen[name.code] = candidate
	}
	return nil
}

// features are GeoNames' codes of a seat, from the country's down, before those
// of a part of a town.
var features = []string{"PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPL", "PPLA5", "PPLX", "PPLL"}

// compare is negative if s is more of a main settlement than other: it bears
// the commune's name, is a seat, has more people.
func (s settlement) compare(other settlement, communeKey string) int {
	rank := func(s settlement) int { return (slices.Index(features, s.feature) + len(features)) % len(features) }
	return cmp.Or(
		cmp.Compare(s.nameRank(communeKey), other.nameRank(communeKey)),
		cmp.Compare(rank(s), rank(other)),
		cmp.Compare(other.population, s.population),
		cmp.Compare(s.Latitude, other.Latitude), // any order, as long as it is one
	)
}

// nameRank is 0 for the commune's own name, 1 if it is among the other names,
// 2 if it is not.
func (s settlement) nameRank(communeKey string) int {
	for i, name := range s.names {
		if ingest.PlaceKey(name) == communeKey {
			return min(i/2, 1)
		}
	}
	return 2
}

// A finder tells which commune a row of GeoNames lies in.
type finder struct {
	byCode map[string]communeName // current and former codes
	inside map[string][]communeName
}

type communeName struct {
	code cog.CommuneCode
	key  string
}

func newFinder(g *geography) *finder {
	f := &finder{byCode: map[string]communeName{}, inside: map[string][]communeName{}}
	for _, c := range g.communes {
		name := communeName{c.Code, ingest.PlaceKey(c.Name)}
		f.byCode[string(c.Code)] = name
		for _, old := range c.FormerCodes {
			f.byCode[string(old)] = name
		}
		if in := c.Code.Collectivity(); in != "" {
			f.inside[in] = append(f.inside[in], name)
		}
	}
	return f
}

// commune goes by the code in the smallest division that holds one (the fourth
// on the mainland, the first in Mayotte), else by the name in the collectivity.
func (f *finder) commune(row []string) (communeName, bool) {
	for col := colAdmin4; col >= colAdmin1; col-- {
		if name, ok := f.byCode[row[col]]; ok {
			return name, true
		}
	}
	inside := f.inside[collectivityOf[row[colCountry]]]
	if len(inside) == 1 {
		return inside[0], true
	}
	for _, written := range append([]string{row[colName], row[colASCII]}, strings.Split(row[colOthers], ",")...) {
		key := ingest.PlaceKey(written)
		for _, name := range inside {
			if name.key == key {
				return name, true
			}
		}
	}
	return communeName{}, false
}

// A handful of GeoNames' rows stand in another region, with the code of a
// commune that has the same name. Such a stray is farther than strayKm from
// every other settlement of its EPCI and postal codes, while more than
// strayRank others are nearer: a remote place has few others near.
const (
	strayKm   = 25
	strayRank = 30
)

// refuseStrays drops the settlements that stand elsewhere than their commune.
func (s *settlements) refuseStrays(g *geography) {
	neighbours := map[string][]cog.CommuneCode{}
	for i := range g.communes {
		for _, group := range groups(&g.communes[i]) {
			neighbours[group] = append(neighbours[group], g.communes[i].Code)
		}
	}
	var strays []cog.CommuneCode
	for i := range g.communes {
		c := &g.communes[i]
		if _, ok := s.chosen[c.Code]; !ok {
			continue
		}
		var near []cog.CommuneCode
		for _, group := range groups(c) {
			near = append(near, neighbours[group]...)
		}
		if nearest := s.nearest(c.Code, near); nearest > strayKm && s.nearer(c.Code, nearest) > strayRank {
			strays = append(strays, c.Code)
		}
	}
	for _, code := range strays {
		delete(s.chosen, code)
	}
	s.refused = len(strays)
}

// groups names what a commune shares with its neighbours. Guyane's communes are
// larger than departments, and an overseas collectivity's are islands.
func groups(c *network.Commune) []string {
	if c.DepartmentCode == "" || c.DepartmentCode == "973" {
		return nil
	}
	return append(slices.Clone(c.PostalCodes), string(c.EpciCode))
}

// nearest returns the kilometres to the nearest of the others that has a
// settlement, 0 if none has.
func (s *settlements) nearest(code cog.CommuneCode, others []cog.CommuneCode) float64 {
	at, nearest := s.chosen[code].Position, math.Inf(1)
	for _, other := range others {
		if o, ok := s.chosen[other]; ok && other != code {
			nearest = min(nearest, kilometres(at, o.Position))
		}
	}
	if math.IsInf(nearest, 1) {
		return 0
	}
	return nearest
}

// nearer counts the settlements within a distance.
func (s *settlements) nearer(code cog.CommuneCode, km float64) int {
	count := -1 // itself
	for _, other := range s.chosen {
		if kilometres(s.chosen[code].Position, other.Position) < km {
			count++
		}
	}
	return count
}

// kilometres is the distance between two near points, on a plane.
func kilometres(a, b network.Position) float64 {
	const perDegree = 111.2
	north := a.Latitude - b.Latitude
	east := (a.Longitude - b.Longitude) * math.Cos((a.Latitude+b.Latitude)/2*math.Pi/180)
	return perDegree * math.Hypot(north, east)
}
