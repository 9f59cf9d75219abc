package graph

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"maillage/examples"
	"maillage/internal/plan/plantest"
)

// Queries are answered by compiled plans. The executor that gqlgen generates is
// the oracle: whatever is asked, both must answer the same to the byte.

var seed = flag.Uint64("seed", 1, "of the random requests of the differential test")

// Everything that people are shown or that the golden files ask.
func TestPlansAnswerKnownQueries(t *testing.T) {
	for _, data := range shelves {
		t.Run(data.name, func(t *testing.T) {
			p := newPair(t, sighted{data.shelf(t)}, nil)
			for name, r := range knownRequests(t) {
				if err := p.check(r); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
		})
	}
}

// knownRequests returns the golden queries and the examples, by name.
func knownRequests(t testing.TB) map[string]plantest.Request {
	t.Helper()
	known := map[string]plantest.Request{}
	files, err := filepath.Glob(filepath.Join("testdata", "golden", "*", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		r := plantest.Request{Variables: []string{""}}
		for _, f := range archive.Files {
			switch f.Name {
			case "query.graphql":
				r.Query = string(f.Data)
			case "variables.json":
				r.Variables = []string{string(f.Data)}
			}
		}
		known[file] = r
	}
	all, err := examples.All()
	if err != nil || len(all) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, e := range all {
		variables, err := json.Marshal(e.Variables)
		if err != nil {
			t.Fatal(err)
		}
		known[e.Name] = plantest.Request{Query: e.Query, Variables: []string{string(variables)}}
	}
	return known
}

// Whatever else is asked.
func TestPlansAnswerRandomQueries(t *testing.T) {
	all, complete := newTally(), !testing.Short()
	for _, data := range shelves {
		complete = t.Run(data.name, func(t *testing.T) {
			t.Cleanup(func() { complete = complete && !t.Skipped() })
			count := data.requests
			if testing.Short() {
				count /= 10
			}
			s := data.shelf(t)
			newPair(t, sighted{s}, nil).checkRandom(t, s, count, all)
		}) && complete
	}
	t.Logf("%d requests, %d answers: %.1f %% by a plan; %d drafts dropped", all.requests, all.byPlan+all.executed,
		100*float64(all.byPlan)/float64(all.byPlan+all.executed), all.asked["(draft dropped)"])
	if complete {
		all.check(t)
	}
}

// checkRandom checks random requests, and adds what they covered to a tally.
func (p pair) checkRandom(t *testing.T, s shelf, count int, to *tally) {
	t.Helper()
	g := newRandom(t, p, s)
	answered, filled := watch(p.oracle)
	const enough = 3 // of the same mistake, most likely
	for number, failures := uint64(0), 0; number < uint64(count) && failures < enough; number++ {
		if err := p.check(g.Request(*seed, number)); err != nil {
			t.Errorf("go test -run '%s' -seed %d: plantest.Request %d: %v", t.Name(), *seed, number, err)
			failures++
		}
	}
	to.requests += count
	to.byPlan += p.stats.ByPlan.Load()
	to.executed += p.stats.ByExecutor.Load()
	to.asked.Add(g.Asked())
	if onShort := p.onShort.Load(); onShort < int64(count)/4 {
		t.Errorf("only %d of the answers were checked on the short path", onShort)
	}
	to.answered.Add(answered)
	to.filled.Add(filled)
}

// newRandom returns a generator of requests to a pair.
func newRandom(t testing.TB, p pair, s shelf) *plantest.Generator {
	t.Helper()
	return plantest.NewGenerator(newSchema().Schema(), newValues(t, p, s))
}

func newValues(t testing.TB, p pair, s shelf) *sample {
	t.Helper()
	values := newSample(s)
	values.gatherCursors(t, p.oracle, newSchema().Schema())
	return values
}
