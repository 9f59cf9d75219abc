package ingest

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A NamedPlace is a site of which nothing was published but a place in words
// and its department.
type NamedPlace struct {
	Line       int    // in its file, from 1
	Place      string // "Saint-Just en Chaussée"
	Department string // name or code
}

// ReadSeed reads the sites of a press release: a text that says from which day
// they are labelled and holds a table "Commune | Département |", one row a
// site, which may be broken over lines. Sites are in the order of their codes;
// a place that the matcher does not find makes no site and is in the second
// list, without its File.
func ReadSeed(r io.Reader, m *Matcher) ([]network.Site, []network.Unmatched, error) {
	places, on, err := readSeedTable(r)
	if err != nil {
		return nil, nil, err
	}
	sites, unmatched := NamedSites(places, on, m)
	return sites, unmatched, nil
}

// NamedSites makes a principal site of each place. Its code is the department
// and the name of what the place was found to be, "80-amiens", "80-amiens-2"
// for the second, and so the same in every edition.
func NamedSites(places []NamedPlace, labelledOn network.PartialDate, m *Matcher) ([]network.Site, []network.Unmatched) {
	var (
		sites     []network.Site
		unmatched []network.Unmatched
		seen      = map[string]int{}
	)
	for _, p := range places {
		match := m.Match(p.Place, p.Department)
		if !match.Found() {
			unmatched = append(unmatched, network.Unmatched{Line: p.Line, Value: p.Place + ", " + p.Department, Candidates: match.Candidates})
			continue
		}
		site := m.siteAt(match)
		site.Kind = network.Principal
		site.LabelledOn = labelledOn
		site.PublishedPlace = network.Text(p.Place)
		if code := m.department(p.Department); code != "" && !cog.IsCollectivity(code) {
			site.DepartmentCode = cog.DepartmentCode(code)
		}
		place := cmp.Or(string(site.DepartmentCode), site.CollectivityCode)
		site.Code = place + "-" + strings.ReplaceAll(PlaceKey(site.Name), " ", "-")
		site.Name = "France Services — " + site.Name
		if seen[site.Code]++; seen[site.Code] > 1 {
			n := seen[site.Code]
			site.Code, site.Name = fmt.Sprintf("%s-%d", site.Code, n), fmt.Sprintf("%s (%d)", site.Name, n)
		}
		sites = append(sites, site)
	}
	slices.SortFunc(sites, func(a, b network.Site) int { return cmp.Compare(a.Code, b.Code) })
	return sites, unmatched
}

// siteAt returns what a match says of a site: where it stands or goes, and the
// name of the place.
func (m *Matcher) siteAt(match Match) network.Site {
	site := network.Site{Format: network.Fixed}
	at := cog.CommuneCode("")
	switch {
	case match.Epci != "":
		site.Name = m.names[string(match.Epci)]
		if seat := siteSeats[match.Epci]; m.names[string(seat)] != "" {
			site.CommuneCode, at = seat, seat
		}
	case len(match.Communes) == 1:
		at = match.Communes[0]
		site.CommuneCode, site.Name = at, m.names[string(at)]
	default:
		at = match.Communes[0]
		site.Format, site.ServesCodes = network.Itinerant, match.Communes
		var names []string
		for _, code := range match.Communes {
			names = append(names, m.names[string(code)])
		}
		site.Name = strings.Join(names, " et ")
	}
	site.DepartmentCode, site.CollectivityCode = at.Department(), at.Collectivity()
	return site
}

// siteSeats is where the site of an EPCI stands, resolved by hand: a name alone
// does not say it.
var siteSeats = map[cog.EpciCode]cog.CommuneCode{
	// CC Thiérache Sambre et Oise: the ANCT's official lists place its site,
	// labelled on 1 January 2020, in Guise, seat of the EPCI.
	"200071983": "02361",
}

// readRelease reads the sites of the press release of 25 November 2019.
func readRelease(b *importer, in *input) error {
	sites, unmatched, err := ReadSeed(in.text, b.placeMatcher())
	if err != nil {
		return in.failSeed(err)
	}
	in.report.Rows = len(sites) + len(unmatched)
	for _, u := range unmatched {
		in.refuse(u.Line, "Commune", u.Value, "is no commune or EPCI that can be told")
		u.File = in.file
		in.unmatched = append(in.unmatched, u)
	}
	b.sites = append(b.sites, sites...)
	return nil
}

var (
	seedHeader = regexp.MustCompile(`(?i)^\s*commune\s*\|\s*d[ée]partement\s*\|?\s*$`)
	seedRule   = regexp.MustCompile(`^[\s:|-]*-[\s:|-]*$`)
	seedDay    = regexp.MustCompile(`(?i)labellis[a-zé]*\s+(?:au|le)\s+(1er|[0-9]{1,2})\s+(\pL+)\s+([0-9]{4})`)

	frenchMonths = []string{"janvier", "fevrier", "mars", "avril", "mai", "juin",
		"juillet", "aout", "septembre", "octobre", "novembre", "decembre"}
)

// readSeedTable returns the rows of the table and the day of labelling that
// the text before it states.
func readSeedTable(r io.Reader) ([]NamedPlace, network.PartialDate, error) {
	var t seedTable
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		t.line++
		if err := t.read(strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))); err != nil {
			return nil, "", err
		}
	}
	switch {
	case lines.Err() != nil:
		return nil, "", fmt.Errorf("line %d: %w", t.line+1, lines.Err())
	case len(t.row) > 0:
		return nil, "", t.noDepartment()
	case len(t.places) == 0:
		return nil, "", errors.New(`no row under a table header "Commune | Département |"`)
	case t.on == "":
		return nil, "", errors.New(`the text before the table does not say since when its sites are labelled ("labellisées au 1er janvier 2020")`)
	}
	return t.places, t.on, nil
}

// A seedTable is what was read of a press release so far.
type seedTable struct {
	line   int // the current one, from 1
	inside bool
	on     network.PartialDate
	places []NamedPlace
	row    []string // cells of a row that is not complete
	began  int      // its first line
}

func (t *seedTable) read(text string) error {
	switch {
	case !t.inside:
		t.on = cmp.Or(seedLabelDay(text), t.on)
		t.inside = seedHeader.MatchString(text)
		return nil
	case text == "" || seedRule.MatchString(text):
		return nil
	case strings.Contains(text, "|"):
		return t.readCells(strings.Split(strings.TrimSuffix(text, "|"), "|"))
	case len(t.row) > 0:
		return t.noDepartment()
	}
	t.inside = false // the text goes on after the table
	return nil
}

// readCells adds to the row, which is complete when it has a place and a
// department.
func (t *seedTable) readCells(cells []string) error {
	if len(t.row) == 0 {
		t.began = t.line
	}
	for _, cell := range cells {
		t.row = append(t.row, strings.TrimSpace(cell))
	}
	if len(t.row) < 2 {
		return nil
	}
	if len(t.row) > 2 || t.row[0] == "" || t.row[1] == "" {
		return fmt.Errorf("line %d: %.60q is not a commune and a department", t.began, strings.Join(t.row, " | "))
	}
	t.places = append(t.places, NamedPlace{Line: t.began, Place: t.row[0], Department: t.row[1]})
	t.row = nil
	return nil
}

func (t *seedTable) noDepartment() error {
	return fmt.Errorf("line %d: the row %.60q has no department", t.began, t.row[0])
}

// seedLabelDay returns the day that a text says its sites are labelled from, ""
// if it says none.
func seedLabelDay(text string) network.PartialDate {
	found := seedDay.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	day, _ := strconv.Atoi(strings.TrimSuffix(found[1], "er"))
	month := 1 + slices.Index(frenchMonths, PlaceKey(found[2]))
	date, err := network.ParsePartialDate(fmt.Sprintf("%s-%02d-%02d", found[3], month, day))
	if err != nil {
		return ""
	}
	return date
}
