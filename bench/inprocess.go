package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"

	"maillage/bench/peers"
	"maillage/internal/geo"
	"maillage/internal/network"
	"maillage/internal/snapshot"
)

// An inquiry is a question of the network, asked in process.
type inquiry struct {
	what string
	most float64 // seconds; 0 for what is only there to compare with
	ask  func(*snapshot.Network) (any, error)
	// sql has PostgreSQL give the same answer; nil if it cannot, or not in one
	// statement that anybody would write.
	sql func(context.Context, *sql.DB) (any, error)
	// anew says that what is asked must not have been asked before: but for what
	// before asks.
	anew   bool
	before func(*snapshot.Network) (any, error)
	date   network.Date // "" for the edition's last day
}

// network measures what the questions that the pages and examples ask most cost in
// process, without GraphQL, beside the same answer of PostgreSQL.
func (b *bench) network(ctx context.Context) (table, error) {
	t := table{
		title: "Questions of the network, in process",
		head:  []string{"What", "Time", "Target", "PostgreSQL, the same answer"},
		note: "Of the official edition, uncached. PostgreSQL answers a prepared statement over a socket of the same machine, from tables with an index for each question; " +
			"its answers are compared with the product's. Where there is a dash, no statement gives the same answer.",
	}
	if b.databases[0].filled == "" {
		return t, errors.New("no questions of the network: nothing could be imported")
	}
	keeper, records, err := openEdition(ctx, b.databases[0].filled)
	if err != nil {
		return t, err
	}
	db, err := b.tablesInPostgreSQL(ctx, peers.Tables(records, keeper.Served().Network()))
	if err != nil {
		return t, err
	}
	defer db.Close()
	searches, err := b.searches(keeper.Served().Network())
	if err != nil {
		return t, err
	}
	t.rows = searches
	for _, q := range inquiries(records) {
		own, other, err := b.inquire(ctx, q, keeper, db)
		if err != nil {
			return t, fmt.Errorf("%s: %w", q.what, err)
		}
		beside := "–"
		if other != nil {
			beside = inMilliseconds(other)
		}
		if q.most == 0 {
			t.add(q.what, "–", "–", beside)
			continue
		}
		t.add(q.what, inMilliseconds(own), own.atMost(q.most, "ms", 1e-3), beside)
	}
	return t, nil
}

func inMilliseconds(s samples) string { return s.in("ms", 1e-3) }

// tablesInPostgreSQL makes a schema of the tables.
func (b *bench) tablesInPostgreSQL(ctx context.Context, tables []peers.Table) (*sql.DB, error) {
	if len(b.databases) < 2 {
		return nil, errors.New("there is no PostgreSQL to ask the same")
	}
	address, err := b.databases[1].empty(ctx)
	if err != nil {
		return nil, err
	}
	if _, _, err := peers.Load(ctx, address, tables); err != nil {
		return nil, err
	}
	if err := peers.Functions(ctx, address); err != nil {
		return nil, err
	}
	db, err := sql.Open("postgres", address)
	if err == nil {
		db.SetMaxOpenConns(1) // its plans are made once
	}
	return db, err
}

// searched are texts as people write them, each in another way.
var searched = []string{
	"Amiens", "s", "sa", "saint", "st martin", "Boulogne sur mer", "aulnoyes aymeries", "marsiel", "80000", "Paris 18e arrondissement",
	"communauté de communes de la Thiérache", "france services", "Sainte-Marie-aux-Mines-de-Nulle-Part",
}

// searches measures a search for each text, and shows the median and the slowest.
func (b *bench) searches(n *snapshot.Network) ([][]string, error) {
	const most = 200e-6
	var medians samples
	for _, text := range searched {
		var took samples
		for range b.runs {
			run, err := repeated(func() error {
				_, err := n.Search(text, nil, nil, nil, nil, nil)
				return err
			})
			if err != nil {
				return nil, err
			}
			took = append(took, run)
		}
		medians = append(medians, took.median())
	}
	slowest := slices.Index(medians, slices.Max(medians))
	row := func(what string, took samples) []string {
		return []string{what, took.in("ms", 1e-3), took.atMost(most, "ms", 1e-3), "–"}
	}
	return [][]string{
		row(fmt.Sprintf("Search of everything with a name: %d texts", len(searched)), medians),
		row(fmt.Sprintf("The slowest of them, %q", searched[slowest]), medians[slowest:slowest+1]),
	}, nil
}

// inquire asks the product and PostgreSQL in turn.
func (b *bench) inquire(ctx context.Context, q inquiry, keeper *snapshot.Keeper, db *sql.DB) (own, other samples, err error) {
	for range b.runs {
		if q.anew {
			if keeper, _, err = openEdition(ctx, b.databases[0].filled); err != nil {
				return nil, nil, err
			}
		}
		n, err := keeper.Served().At(ctx, q.date, "")
		if err != nil {
			return nil, nil, err
		}
		if q.before != nil {
			if _, err := q.before(n); err != nil {
				return nil, nil, err
			}
		}
		var answer any
		ask := func() (err error) { answer, err = q.ask(n); return err }
		took, err := once(ask)
		if !q.anew && err == nil {
			took, err = repeated(ask)
		}
		if err != nil {
			return nil, nil, err
		}
		own = append(own, took)
		if q.sql == nil {
			continue
		}
		var same any
		took, err = repeated(func() (err error) { same, err = q.sql(ctx, db); return err })
		if err != nil {
			return nil, nil, fmt.Errorf("PostgreSQL: %w", err)
		}
		if !reflect.DeepEqual(same, answer) {
			return nil, nil, fmt.Errorf("PostgreSQL answers %.300s, the product %.300s", fmt.Sprint(same), fmt.Sprint(answer))
		}
		other = append(other, took)
	}
	return own, other, nil
}

// once returns the seconds that something takes.
func once(do func() error) (float64, error) {
	begin := time.Now()
	err := do()
	return time.Since(begin).Seconds(), err
}

// repeated returns the seconds that something takes of many times, a fifth of a
// second in all or once.
func repeated(do func() error) (float64, error) {
	const enough = 200 * time.Millisecond
	times, begin := 0, time.Now()
	for time.Since(begin) < enough {
		if err := do(); err != nil {
			return 0, err
		}
		times++
	}
	return time.Since(begin).Seconds() / float64(times), nil
}

// texts returns the first column of a query.
func texts(ctx context.Context, db *sql.DB, query string, args ...any) ([]string, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var found []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		found = append(found, text)
	}
	return found, rows.Err()
}

// within is how many minutes access is asked for.
const within = 30

// inquiries are what the table has rows for.
func inquiries(records *network.Records) []inquiry {
	const dayBefore, earlyDay, knownDay = "2019-12-31", "2020-01-31", "2022-01-31"
	nothing := inquiry{
		what: "Nothing: the way to PostgreSQL and back",
		ask:  func(*snapshot.Network) (any, error) { return []string{"1"}, nil },
		sql:  func(ctx context.Context, db *sql.DB) (any, error) { return texts(ctx, db, "SELECT 1") },
	}
	next := func(n *snapshot.Network) (any, error) { return n.France().BestNextSites(within, nil, 10) }
	first, known := access("the first time that an edition is asked", 0.15, earlyDay, true), access("on a date that is known", 1e-3, knownDay, false)
	return []inquiry{
		nothing, begun(), misspelt(), nearest(records), byDepartment(), first, known,
		{what: "Ten best next sites for the country, after that, on the last day", most: 0.3, ask: next, before: known.ask, anew: true},
		{what: "The same before there was any site", most: 0.3, ask: next, before: known.ask, anew: true, date: dayBefore},
	}
}

func begun() inquiry {
	text, ten := "montr", int32(10)
	return inquiry{
		what: "Ten communes by the beginning of their name", most: 200e-6,
		ask: func(n *snapshot.Network) (any, error) {
			c, err := n.Communes(nil, &text, nil, &ten, nil, nil, nil)
			if err != nil {
				return nil, err
			}
			var found []string
			for _, commune := range c.Nodes() {
				found = append(found, string(commune.Code()))
			}
			return found, nil
		},
		sql: func(ctx context.Context, db *sql.DB) (any, error) {
			return texts(ctx, db, "SELECT code FROM search_communes($1) LIMIT $2", text, ten)
		},
	}
}

func misspelt() inquiry {
	one := int32(1)
	return inquiry{
		what: "A commune's name with a slip", most: 200e-6,
		ask: func(n *snapshot.Network) (any, error) {
			c, err := n.Search("aulnoyes aymeries", []snapshot.SearchKind{snapshot.SearchCommune}, &one, nil, nil, nil)
			if err != nil {
				return nil, err
			}
			var found []string
			for _, result := range c.Nodes() {
				commune, ok := result.(*snapshot.Commune)
				if !ok {
					return nil, fmt.Errorf("%T is no commune", result)
				}
				found = append(found, string(commune.Code()))
			}
			return found, nil
		},
		sql: func(ctx context.Context, db *sql.DB) (any, error) {
			return texts(ctx, db, "SELECT * FROM misspelt_commune($1)", "aulnoyesaymeries")
		},
	}
}

// nearest asks of a hundred places all over the country in turn.
func nearest(records *network.Records) inquiry {
	const places, five = 100, int32(5)
	var from []network.Position
	for i := 0; len(from) < places && i < len(records.Communes); i += len(records.Communes) / places {
		if p := records.Communes[i].Position; p != nil {
			from = append(from, *p)
		}
	}
	var own, other int
	next := func(at *int) network.Position { *at++; return from[*at%len(from)] }
	return inquiry{
		what: "Five nearest sites", most: 20e-6,
		ask: func(n *snapshot.Network) (any, error) {
			p := next(&own)
			found, err := n.NearestSites(snapshot.PlaceInput{Position: &snapshot.PositionInput{Latitude: p.Latitude, Longitude: p.Longitude}}, nil, nil, nil, five)
			if err != nil {
				return nil, err
			}
			other = own - 1 // of the same place
			codes := make([]string, len(found))
			for i, s := range found {
				codes[i] = s.Site().Code
			}
			return codes, nil
		},
		sql: func(ctx context.Context, db *sql.DB) (any, error) {
			p := from[(other+1)%len(from)]
			return texts(ctx, db, "SELECT code FROM nearest_sites($1, $2) LIMIT $3", p.Latitude, p.Longitude, five)
		},
	}
}

// A departmentCount is a row of the count by department.
type departmentCount struct {
	code                    string
	count, population, rank int
}

func byDepartment() inquiry {
	principal := &snapshot.SiteFilter{Kind: []network.SiteKind{network.Principal}}
	return inquiry{
		what: "Principal sites by department, with people and rank", most: 2e-3,
		ask: func(n *snapshot.Network) (any, error) {
			s, err := n.Statistics([]snapshot.SiteDimension{snapshot.ByDepartment}, principal, nil, nil, nil)
			if err != nil {
				return nil, err
			}
			var counts []departmentCount
			for _, row := range s.Rows {
				if code := row.Key()[0].Code; code != "" && row.Population != nil {
					counts = append(counts, departmentCount{code, row.Count, *row.Population, row.Rank})
				}
			}
			return counts, nil
		},
		sql: func(ctx context.Context, db *sql.DB) (any, error) {
			rows, err := db.QueryContext(ctx, "SELECT * FROM count_by_department()")
			if err != nil {
				return nil, err
			}
			defer rows.Close()
			var counts []departmentCount
			for rows.Next() {
				var c departmentCount
				if err := rows.Scan(&c.code, &c.count, &c.population, &c.rank); err != nil {
					return nil, err
				}
				counts = append(counts, c)
			}
			return counts, rows.Err()
		},
	}
}

// access asks how many people live within so many minutes. Minutes are rounded to
// the hundredth, so that half a hundredth more is still within.
func access(when string, most float64, date network.Date, anew bool) inquiry {
	const detour, speed, rounding = 1.4, 45.0, 0.005
	kilometres := (within + rounding) / 60 * speed / detour
	chord := 2 * math.Sin(kilometres*1000/geo.Radius/2)
	return inquiry{
		what: fmt.Sprintf("People within %d minutes, France, %s", within, when), most: most, anew: anew, date: date,
		ask: func(n *snapshot.Network) (any, error) {
			a, err := n.France().Access(nil)
			if err != nil {
				return nil, err
			}
			share, err := a.Within(within)
			if err != nil {
				return nil, err
			}
			return share.Population, nil
		},
		sql: func(ctx context.Context, db *sql.DB) (any, error) {
			var people int
			err := db.QueryRowContext(ctx, "SELECT people_within($1, $2, $3)", date, chord, kilometres).Scan(&people)
			return people, err
		},
	}
}
