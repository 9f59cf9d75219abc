package identity

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"maillage/internal/network"
)

// columns are those of a table of decisions. A person fills the first, and the
// last two where the site closed; the program reads these and the four that name
// the rows.
var columns = []string{
	"decision", "proposed", "taken_for", "reason", "score", "metres",
	"as_of", "code", "name", "place", "other_as_of", "other_code", "other_name", "other_place",
	"closed_on", "source",
}

// WriteDoubts writes doubts as a table of decisions to be filled: CSV, a row a
// doubt, the likest first. Versions are those the doubts were found in.
func WriteDoubts(w io.Writer, doubts []Doubt, versions []network.SiteVersion) error {
	table := csv.NewWriter(w)
	if err := table.Write(columns); err != nil {
		return err
	}
	for _, d := range doubts {
		row, other := &versions[d.Row].Site, &versions[d.Other].Site
		metres := ""
		if d.Metres != nil {
			metres = strconv.Itoa(*d.Metres)
		}
		err := table.Write([]string{
			"", string(d.Proposed()), string(d.TakenFor()), string(d.Reason), strconv.FormatFloat(d.Score, 'f', 2, 64), metres,
			string(d.AsOf), row.Code, row.Name, Place(row), string(d.OtherAsOf), other.Code, other.Name, Place(other),
			"", "",
		})
		if err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// Place returns where a row stands, for people: "9 rue des Papetiers, 01200
// VALSERHÔNE".
func Place(s *network.Site) string {
	town := strings.TrimSpace(string(s.Address.PostalCode + " " + s.Address.City))
	if town == "" {
		town = string(s.PublishedPlace)
	}
	return strings.Trim(string(s.Address.Street)+", "+town, ", ")
}

// ReadDecisions reads a table of decisions: CSV with commas or semicolons, and
// the columns named in its first row in any order. Rows without a decision are
// left out. The error is a sentence that says which line and column.
func ReadDecisions(r io.Reader) ([]network.Decision, error) {
	text := bufio.NewReader(r)
	head, err := text.Peek(3)
	if err == nil && string(head) == "\ufeff" {
		_, _ = text.Discard(len(head))
	}
	table := csv.NewReader(text)
	if head, _ := text.Peek(text.Buffered()); isSemicolons(string(head)) {
		table.Comma = ';'
	}
	header, err := table.Read()
	if err != nil {
		return nil, errors.New("has no row that names its columns: --write-decisions writes a table to fill")
	}
	at := map[string]int{}
	for i, name := range header {
		at[strings.TrimSpace(name)] = i
	}
	for _, name := range []string{"decision", "as_of", "code", "other_as_of", "other_code"} {
		if _, there := at[name]; !there {
			return nil, fmt.Errorf("has no column %q: --write-decisions writes a table to fill", name)
		}
	}
	var decisions []network.Decision
	for {
		values, err := table.Read()
		if errors.Is(err, io.EOF) {
			return decisions, nil
		}
		if err != nil {
			return nil, fmt.Errorf("is not a table: %w", err)
		}
		get := func(name string) string {
			if i, there := at[name]; there {
				return strings.TrimSpace(values[i])
			}
			return ""
		}
		if get("decision") == "" {
			continue
		}
		line, _ := table.FieldPos(0)
		d, err := readDecision(get)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		decisions = append(decisions, d)
	}
}

func isSemicolons(text string) bool {
	header, _, _ := strings.Cut(text, "\n")
	return strings.Count(header, ";") > strings.Count(header, ",")
}

// readDecision makes a decision of the values of a row.
func readDecision(get func(column string) string) (network.Decision, error) {
	d := network.Decision{
		AsOf: network.Date(get("as_of")), Code: get("code"),
		OtherAsOf: network.Date(get("other_as_of")), OtherCode: get("other_code"),
		Verdict: network.Verdict(get("decision")), On: network.PartialDate(get("closed_on")), Source: network.Text(get("source")),
	}
	if !slices.Contains([]network.Verdict{network.Same, network.Different, network.Merged, network.Closed}, d.Verdict) {
		return d, fmt.Errorf("decision: %.40q is none of same, different, merged, closed", d.Verdict)
	}
	if d.Code == "" {
		return d, errors.New("code: no site is named")
	}
	if _, err := network.ParseDate(string(d.AsOf)); err != nil {
		return d, fmt.Errorf("as_of: %w", err)
	}
	if d.Verdict == network.Closed {
		d.OtherAsOf, d.OtherCode = "", ""
		if _, err := network.ParsePartialDate(string(d.On)); err != nil {
			return d, fmt.Errorf("closed_on: %w", err)
		}
		if d.Source == "" {
			return d, errors.New("source: a closure needs who says so")
		}
		return d, nil
	}
	d.On = ""
	if _, err := network.ParseDate(string(d.OtherAsOf)); err != nil {
		return d, fmt.Errorf("other_as_of: %w", err)
	}
	if d.OtherCode == "" {
		return d, errors.New("other_code: no site is named")
	}
	return d, nil
}
