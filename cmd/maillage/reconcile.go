package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"maillage/internal/identity"
	"maillage/internal/network"
)

// decisionFiles are the flags about matches of sites that are in doubt.
type decisionFiles struct {
	Decisions      string `type:"existingfile" placeholder:"FILE" help:"A table (CSV) of which sites of two editions are one, which are two, which were merged or have closed; it is kept, and holds for later imports."`
	WriteDecisions string `type:"path" placeholder:"FILE" help:"Where to write the matches that are in doubt, as such a table to be filled."`
}

// read returns the decisions of the file, none without one.
func (d decisionFiles) read() ([]network.Decision, error) {
	if d.Decisions == "" {
		return nil, nil
	}
	f, err := os.Open(d.Decisions)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	decisions, err := identity.ReadDecisions(f)
	if err != nil {
		return nil, fmt.Errorf("%s %w", filepath.Base(d.Decisions), err)
	}
	return decisions, nil
}

// write writes the doubts, if it is asked for.
func (d decisionFiles) write(r reconciliation) error {
	if d.WriteDecisions == "" {
		return nil
	}
	f, err := os.Create(d.WriteDecisions)
	if err != nil {
		return err
	}
	if err := identity.WriteDoubts(f, r.register.Doubts, r.versions); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// An account is what a database holds that tells sites apart.
type account struct {
	editions  []network.Edition
	versions  []network.SiteVersion
	decisions []network.Decision
}

// accountOf reads what a database holds, or would once the first edition is in it.
func accountOf(ctx context.Context, r network.Reader, base edition) (a account, err error) {
	if a.editions, err = r.Editions(ctx); err != nil {
		return a, err
	}
	if a.versions, err = r.Appearances(ctx); err != nil {
		return a, err
	}
	if a.decisions, err = r.Decisions(ctx); err != nil {
		return a, err
	}
	if len(a.editions) == 0 {
		a = startingWith(base)
	}
	return a, nil
}

// startingWith is the account of a database that holds one edition.
func startingWith(base edition) account {
	base.Number = 1
	a := account{editions: []network.Edition{base.Edition}}
	a.add(1, base.records.Sites)
	return a
}

func (a *account) add(number int, sites []network.Site) {
	for _, site := range sites {
		a.versions = append(a.versions, network.SiteVersion{Site: site, Since: number, Until: number + 1})
	}
}

// with returns the account after an edition is published, under the next number,
// and decisions are kept.
func (a account) with(e network.Edition, records *network.Records, decisions []network.Decision) (account, int) {
	e.Number = 1
	for _, other := range a.editions {
		e.Number = max(e.Number, other.Number+1)
	}
	a.editions = append(a.editions, e)
	a.versions = slices.Clone(a.versions)
	for i := range a.versions {
		if a.versions[i].Until == 0 { // until this edition
			a.versions[i].Until = e.Number
		}
	}
	a.add(e.Number, records.Sites)
	return a.deciding(decisions), e.Number
}

// deciding returns the account after decisions are kept. Of two on the same rows
// the later one holds.
func (a account) deciding(decisions []network.Decision) account {
	latest := map[network.Decision]int{}
	var kept []network.Decision
	for _, d := range append(a.decisions[:len(a.decisions):len(a.decisions)], decisions...) {
		rows := network.Decision{AsOf: d.AsOf, Code: d.Code, OtherAsOf: d.OtherAsOf, OtherCode: d.OtherCode}
		if i, before := latest[rows]; before {
			kept[i] = d
			continue
		}
		latest[rows] = len(kept)
		kept = append(kept, d)
	}
	a.decisions = kept
	return a
}

// A reconciliation is what became of the sites of all editions.
type reconciliation struct {
	register *identity.Register
	versions []network.SiteVersion

	Known    int                `json:"known"` // sites of the edition that others show as well
	New      int                `json:"new"`   // those that no other does
	Gone     int                `json:"gone"`  // sites that are missing since the edition
	Doubts   []doubt            `json:"doubts"`
	Unheeded []network.Decision `json:"unheeded"` // decisions that name no row, or would have an edition show one site twice
}

// A doubt is a match in doubt, for people.
type doubt struct {
	Reason   identity.Reason `json:"reason"`
	Score    float64         `json:"score"`
	Metres   *int            `json:"metres"` // null if the point of one is not published
	TakenFor network.Verdict `json:"takenFor"`
	Proposed network.Verdict `json:"proposed"`
	Site     sighted         `json:"site"`
	Other    sighted         `json:"other"`
}

type sighted struct {
	AsOf  network.Date `json:"asOf"`
	Code  string       `json:"code"`
	Name  string       `json:"name"`
	Place string       `json:"place"`
}

// reconcile tells the sites of an account apart, and counts those of an edition.
func reconcile(a account, number int, geography *network.Records) reconciliation {
	r := reconciliation{
		register: identity.Resolve(a.editions, a.versions, a.decisions, identity.GeographyOf(geography)), versions: a.versions,
		Doubts: []doubt{},
	}
	r.Unheeded = append([]network.Decision{}, r.register.Unheeded...)
	for _, site := range r.register.In(number) {
		if shownBy(site, number) {
			r.New++
		} else {
			r.Known++
		}
	}
	for _, site := range r.register.Sites {
		for _, e := range site.Events {
			if e.Edition == number && e.After < 0 {
				r.Gone++
			}
		}
	}
	for _, d := range r.register.Doubts {
		row, other := &a.versions[d.Row].Site, &a.versions[d.Other].Site
		r.Doubts = append(r.Doubts, doubt{
			d.Reason, d.Score, d.Metres, d.TakenFor(), d.Proposed(),
			sighted{d.AsOf, row.Code, row.Name, identity.Place(row)}, sighted{d.OtherAsOf, other.Code, other.Name, identity.Place(other)},
		})
	}
	return r
}

// shownBy says whether a site is shown by one edition alone.
func shownBy(site *identity.Site, number int) bool {
	for _, e := range site.Events {
		if e.Edition != number && e.After >= 0 {
			return false
		}
	}
	return true
}

// maxDoubts is how many doubts a report prints.
const maxDoubts = 20

// print tells of it, the doubts last.
func (r reconciliation) print(w io.Writer) {
	fmt.Fprintf(w, "sites: %d known from other editions, %d new, %d gone\n", r.Known, r.New, r.Gone)
	for _, d := range r.Unheeded {
		fmt.Fprintf(w, "a decision was not followed: %s %s is %s; no such site, or one edition shows both\n", d.AsOf, d.Code, d.Verdict)
	}
	if len(r.Doubts) == 0 {
		return
	}
	fmt.Fprintf(w, "%d matches of sites are in doubt; --write-decisions FILE writes them as a table to fill, --decisions FILE settles them\n", len(r.Doubts))
	for i, d := range r.Doubts {
		if i == maxDoubts {
			fmt.Fprintf(w, "  and %d more\n", len(r.Doubts)-maxDoubts)
			break
		}
		fmt.Fprintln(w, " ", d)
	}
}

// String says it in a line, the question last: "0.83 (merger, 38 m apart), taken
// for different, perhaps merged: …".
func (d doubt) String() string {
	why, question := string(d.Reason), ""
	if d.Metres != nil {
		why += fmt.Sprintf(", %d m apart", *d.Metres)
	}
	if d.Proposed != d.TakenFor {
		question = fmt.Sprintf(", perhaps %s", d.Proposed)
	}
	return fmt.Sprintf("%.2f (%s), taken for %s%s: %s / %s", d.Score, why, d.TakenFor, question, d.Site, d.Other)
}

func (s sighted) String() string {
	return fmt.Sprintf("%s %s %s (%s)", s.AsOf, s.Code, s.Name, s.Place)
}
