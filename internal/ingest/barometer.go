package ingest

import (
	"fmt"
	"math"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/source"
)

// indicator is the one measure of the Baromètre des résultats de l'action
// publique that counts France Services labels.
const indicator = "nb-labellisations-france-services"

// A level is one at which the barometer publishes. Its levels do not add up:
// no figure of one is derived from another.
type level struct {
	column string // that names the territory
	ref    func(b *importer, code string) (network.TerritoryRef, error)
	target func(code string, sites int, year string) string // the code of a target
}

var (
	nationalLevel = level{
		column: "maille_geographique",
		ref: func(_ *importer, code string) (network.TerritoryRef, error) {
			if columnKey(code) != "national" {
				return "", fmt.Errorf("is not \"national\"")
			}
			return network.FranceRef, nil
		},
		target: func(_ string, sites int, year string) string { return fmt.Sprintf("%d-sites-%s", sites, year) },
	}
	regionalLevel = level{
		column: "code_region",
		ref: func(b *importer, s string) (network.TerritoryRef, error) {
			code, err := cog.ParseRegion(s)
			if err == nil && !b.known.regions[code] {
				err = fmt.Errorf("is no region of the edition this one builds on")
			}
			return network.RegionRef(code), err
		},
		target: func(code string, sites int, year string) string {
			return fmt.Sprintf("region-%s-%d-sites-%s", code, sites, year)
		},
	}
	departmentalLevel = level{
		column: "code_departement",
		ref: func(b *importer, s string) (network.TerritoryRef, error) {
			code, err := cog.ParseDepartment(s)
			if err == nil && !b.known.departments[code] {
				err = fmt.Errorf("is no department of the edition this one builds on")
			}
			return network.DepartmentRef(code), err
		},
		target: func(code string, sites int, year string) string {
			return fmt.Sprintf("department-%s-%d-sites-%s", code, sites, year)
		},
	}
)

// A countKey is what a reported count is of.
type countKey struct {
	territory network.TerritoryRef
	date      network.Date
}

// readCounts reads the monthly counts of one level.
func readCounts(l level) func(*importer, *input) error {
	return func(b *importer, in *input) error {
		return b.eachFigure(in, l, "valeur", "date", func(t *table, territory network.TerritoryRef, labelled int, date network.Date) {
			key := countKey{territory, date}
			if before, twice := b.counts[key]; twice {
				t.refuse("date", twiceReason(before == labelled))
				return
			}
			b.counts[key] = labelled
		})
	}
}

// readTargets reads how many labels a level was to have, and when. The national
// file says so twice.
func readTargets(l level) func(*importer, *input) error {
	return func(b *importer, in *input) error {
		return b.eachFigure(in, l, "cible", "date_cible", func(t *table, territory network.TerritoryRef, sites int, due network.Date) {
			key := countKey{territory, due}
			if before, twice := b.targets[key]; twice {
				t.refuse("cible", twiceReason(before.Sites == sites))
				return
			}
			b.targets[key] = network.Target{
				Code:      l.target(t.get(l.column), sites, string(due[:4])),
				Territory: territory, Sites: sites, DueOn: due, SourceCode: source.Barometer,
			}
		})
	}
}

// eachFigure calls with every row of the indicator: territory, number and day.
func (b *importer) eachFigure(in *input, l level, number, day string, use func(*table, network.TerritoryRef, int, network.Date)) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	others := 0
	for t.next() {
		if t.get("id_indicateur") != indicator {
			in.report.Rows--
			others++
			continue
		}
		territory, err := l.ref(b, t.get(l.column))
		if err != nil {
			t.refuse(l.column, err.Error())
			continue
		}
		n, ok := parseWhole(t.get(number))
		if !ok {
			t.refuse(number, "is no number of sites")
			continue
		}
		date, err := network.ParseDate(t.get(day))
		if err != nil {
			t.refuse(day, err.Error())
			continue
		}
		use(t, territory, n, date)
	}
	if others > 0 {
		b.assume("%s: %d rows of other indicators were passed over.", in.file, others)
	}
	return t.err
}

// twiceReason is why the second row about the same thing is refused.
func twiceReason(same bool) string {
	if same {
		return "says again what a row before says"
	}
	return "contradicts a row before, which is kept"
}

// parseWhole reads a number of sites as the barometer writes it: "460.0".
func parseWhole(s string) (int, bool) {
	f, ok := parseFloat(s)
	const most = 1e6
	if !ok || f != math.Trunc(f) || f < 0 || f > most {
		return 0, false
	}
	return int(f), true
}
