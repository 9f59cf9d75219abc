package graph

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"maillage/internal/plan/plantest"
)

// Property: whatever the seed, plans answer its requests as the executor does.
func FuzzPlansBySeed(f *testing.F) {
	s := awkwardShelf(f)
	p := newPair(f, sighted{s}, nil)
	values := newValues(f, p, s)
	f.Add(uint64(0), uint64(0))
	f.Fuzz(func(t *testing.T, seed, number uint64) {
		g := plantest.NewGenerator(newSchema().Schema(), values) // one that remembers nothing
		if err := p.check(g.Request(seed, number)); err != nil {
			t.Errorf("seed %d, request %d: %v", seed, number, err)
		}
	})
}

// Property: whatever text is a valid query, plans answer it as the executor does.
func FuzzPlansByText(f *testing.F) {
	s := awkwardShelf(f)
	p := newPair(f, sighted{s}, nil)
	g := newRandom(f, p, s)
	schema := newSchema().Schema()
	for _, r := range knownRequests(f) {
		f.Add(r.Query, uint64(0))
	}
	f.Fuzz(func(t *testing.T, query string, seed uint64) {
		document, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
		if errs != nil || len(document.Operations) == 0 || tooLong(document) {
			t.Skip("not a query to ask here")
		}
		for _, op := range document.Operations {
			variables := g.VariablesOf(op, seed)
			// The values may be refused: they come from no coordinate.
			r := plantest.Request{Query: query, Operation: op.Name, Variables: []string{variables}, Faulty: true}
			if err := p.check(r); err != nil {
				t.Error(err)
			}
		}
	})
}

// tooLong says whether the oracle would take long to answer, even where all
// pages are as large as they may be.
func tooLong(document *ast.QueryDocument) bool {
	const most = 50_000 // values
	for _, op := range document.Operations {
		s := scale{fragments: map[spread]weight{}}
		if s.selection(op.SelectionSet, 1).price > most {
			return true
		}
	}
	return false
}
