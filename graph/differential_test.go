package graph

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/rogpeppe/go-internal/txtar"

	"maillage/internal/plan/plantest"
	"maillage/internal/snapshot"
	"maillage/internal/ui"
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
	examples, err := ui.Examples()
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, e := range examples {
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
	to.answered.Add(answered)
	to.filled.Add(filled)
}

// newRandom returns a generator of requests to a pair.
func newRandom(t testing.TB, p pair, s shelf) *plantest.Generator {
	t.Helper()
	schema := newSchema().Schema()
	sample := newSample(s)
	sample.gatherCursors(t, p.oracle, schema)
	return plantest.NewGenerator(schema, sample)
}

// A pair answers the same requests twice, from the same edition.
type pair struct {
	oracle *executor.Executor
	plans  *executor.Executor
	stats  *Stats
}

// newPair returns a pair that answers from a library. Tests of the test itself
// put something of theirs around the plans.
func newPair(t testing.TB, library snapshot.Library, around func(graphql.ExecutableSchema) graphql.ExecutableSchema) pair {
	t.Helper()
	keeper, err := snapshot.NewKeeper(t.Context(), library)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	plans := newPlanned(newSchema())
	var schema graphql.ExecutableSchema = plans
	if around != nil {
		schema = around(schema)
	}
	return pair{newExecutorOf(newSchema(), keeper, log), newExecutorOf(schema, keeper, log), &plans.stats}
}

// An answer is what a client compares.
type answer struct {
	data       string // as it was sent
	errors     string
	extensions string
}

func answerTo(exec *executor.Executor, r plantest.Request, variables string) (answer, error) {
	params := &graphql.RawParams{Query: r.Query, OperationName: r.Operation}
	if variables != "" {
		d := json.NewDecoder(strings.NewReader(variables))
		d.UseNumber()
		if err := d.Decode(&params.Variables); err != nil {
			return answer{}, err
		}
	}
	response := dispatch(exec, params)
	errs, err := json.Marshal(response.Errors)
	if err != nil {
		return answer{}, err
	}
	extensions, err := json.Marshal(response.Extensions)
	return answer{string(response.Data), string(errs), string(extensions)}, err
}

func dispatch(exec *executor.Executor, params *graphql.RawParams) *graphql.Response {
	ctx := graphql.StartOperationTrace(context.Background())
	op, errs := exec.CreateOperationContext(ctx, params)
	if errs != nil {
		return exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
	}
	responses, ctx := exec.DispatchOperation(ctx, op)
	return responses(ctx)
}

// check asks a plantest.Request with each set of its variables, and returns what is wrong
// with the answers: that they differ, or that a plan should have been enough.
func (p pair) check(r plantest.Request) error {
	for _, variables := range r.Variables {
		want, err := answerTo(p.oracle, r, variables)
		if err != nil {
			return err
		}
		executed := p.stats.ByExecutor.Load()
		got, err := answerTo(p.plans, r, variables)
		if err != nil {
			return err
		}
		err = differ(want, got)
		if err == nil && p.stats.ByExecutor.Load() > executed && want.errors == "null" && !r.Faulty && !introspects(r) {
			err = errors.New("no plan answered it, though it has neither an error nor introspection")
		}
		if err != nil {
			return fmt.Errorf("%w\nquery:\n%s\noperation: %q\nvariables: %s", err, r.Query, r.Operation, variables)
		}
	}
	return nil
}

func introspects(r plantest.Request) bool {
	return strings.Contains(r.Query, "__schema") || strings.Contains(r.Query, "__type(")
}

// differ returns the first difference of two answers.
func differ(want, got answer) error {
	for _, part := range []struct{ name, want, got string }{
		{"data", want.data, got.data}, {"errors", want.errors, got.errors}, {"extensions", want.extensions, got.extensions},
	} {
		if part.want == part.got {
			continue
		}
		at := 0
		for at < min(len(part.want), len(part.got)) && part.want[at] == part.got[at] {
			at++
		}
		return fmt.Errorf("%s differ at byte %d:\noracle: %s\nplan:   %s", part.name, at, around(part.want, at), around(part.got, at))
	}
	return nil
}

func around(text string, at int) string {
	const some = 80
	return "…" + text[max(0, at-some):min(len(text), at+some)] + "…"
}
