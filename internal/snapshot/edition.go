package snapshot

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"maillage/internal/network"
	"maillage/internal/relay"
)

// An Edition is an edition, whose records are opened only when asked for.
type Edition struct {
	*network.Edition
	past *past
	open func(ctx context.Context) (*Network, error)
}

// IsNode marks a Node.
func (*Edition) IsNode() {}

// ID returns the global id, "edition:3".
func (e *Edition) ID() relay.GlobalID { return relay.GlobalID{Name: editionID(e.Number)} }

// Coverage returns the territories whose every site it lists.
func (e *Edition) Coverage(ctx context.Context) ([]EditionCoverage, error) {
	n, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	coverage := make([]EditionCoverage, 0, len(e.Edition.Coverage))
	for _, c := range e.Edition.Coverage {
		if t := n.territory(c.Territory); t != nil {
			coverage = append(coverage, EditionCoverage{Territory: t, Until: c.Until})
		}
	}
	return coverage, nil
}

// Sources returns every publication it draws on.
func (e *Edition) Sources(ctx context.Context) ([]network.Source, error) {
	n, err := e.open(ctx)
	if err != nil {
		return nil, err
	}
	return n.archive.sources.rows, nil
}

// An EditionCoverage says that an edition lists every site of a territory up to
// a day.
type EditionCoverage struct {
	Territory Territory
	Until     network.Date
}

func editionID(number int) string { return fmt.Sprintf("edition:%d", number) }

// editionNumber returns the number an edition's id bears, false if it is none.
func editionNumber(id string) (int, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "edition:"))
	return n, err == nil && editionID(n) == id
}

// A Dataset is what the answers of a network stand on.
type Dataset struct{ in *Network }

// Dataset returns what the answers stand on.
func (n *Network) Dataset() Dataset { return Dataset{n} }

// Edition returns the edition.
func (d Dataset) Edition() *Edition { return &d.in.edition }

// licence of the answers: the database made of the sources is published under
// the licence of nearly all of them; the others are compatible with it.
var licence = network.Licence{
	Name: "Licence Ouverte 2.0",
	URL:  "https://www.etalab.gouv.fr/licence-ouverte-open-licence",
}

// Licence returns what one may do with the answers.
func (Dataset) Licence() network.Licence { return licence }

// Attribution returns the line to print beside a figure.
func (d Dataset) Attribution() string {
	seen := map[string]bool{}
	parts := []string{}
	for _, s := range d.in.archive.sources.rows {
		if s.Attribution != "" && !seen[s.Attribution] {
			seen[s.Attribution] = true
			parts = append(parts, s.Attribution)
		}
	}
	return "Maillage, " + d.in.edition.Label + " ; " + strings.Join(parts, " ; ")
}

// Sources returns every publication the edition draws on.
func (d Dataset) Sources() []network.Source { return d.in.archive.sources.rows }

// Gaps returns what no source publishes.
func (d Dataset) Gaps() []network.DataGap { return d.in.archive.edition.Gaps }

// Withheld counts what is not served because it is personal.
func (d Dataset) Withheld() []network.Withheld { return d.in.archive.edition.Withheld }

// ServedFrom returns where the edition served was read from.
func (d Dataset) ServedFrom() ServedFrom { return d.in.archive.from }

// ServedFrom is where what is served was read from.
type ServedFrom string

// Where that may be.
const (
	Database     ServedFrom = "DATABASE"
	SnapshotFile ServedFrom = "SNAPSHOT_FILE"
)

// Counts returns how much the edition holds.
func (d Dataset) Counts() DatasetCounts {
	a := d.in.archive
	c := DatasetCounts{
		Sites:   len(d.in.day.sites),
		Regions: len(a.regions.rows), Departments: len(a.departments.rows),
		Arrondissements: len(a.arrondissements.rows), Collectivities: len(a.collectivities.rows), Epcis: len(a.epcis.rows),
		Communes: len(a.communes.rows),
	}
	for _, i := range d.in.day.sites {
		if a.sites.rows[i].Kind == network.Principal {
			c.Principal++
		}
	}
	c.Antennas = c.Sites - c.Principal
	for i := range a.cantons.rows {
		if a.cantons.rows[i].Pseudo {
			c.PseudoCantons++
		}
	}
	c.Cantons = len(a.cantons.rows) - c.PseudoCantons
	return c
}

// DatasetCounts is how much an edition holds on its last day.
type DatasetCounts struct {
	Sites, Principal, Antennas            int
	Regions, Departments, Arrondissements int
	Collectivities, Epcis                 int
	Cantons, PseudoCantons, Communes      int
}
