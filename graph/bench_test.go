package graph

import (
	"context"
	"log/slog"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/plan"
	"maillage/internal/realdata"
	"maillage/internal/snapshot"
	memory "maillage/internal/snapshot/shelf"
)

// The questions the service's speed is told by.
var questions = []struct{ name, query string }{
	{"point", `{ site(code: "1") { code name commune { code name } labelledOn } }`},
	{"sites", `{ sites(first: 100) { nodes { code name commune { code name } department { code name } } } }`},
	{"region", `{ region(code: "32") { name departments { name communes(first: 100, filter: {hasSite: true}) { nodes { name sites { nodes { name services { name } } } } } } } }`},
	{"country", `{ regions { name departments { name communes(first: 100, filter: {hasSite: true}) { nodes { name sites { nodes { name services { name } } } } } } } }`},
	{"search", `{ communes(search: "montr", first: 10) { nodes { code name } } }`},
	{"nearest", `{ nearestSites(to: {position: {latitude: 49.894, longitude: 2.295}}, first: 10) { site { code name } } }`},
	{"count", `{ departments { code sites { totalCount } } }`},
}

// Answered by the generated executor, by plans, and by plans from what they told
// before.
func BenchmarkExecutor(b *testing.B) {
	benchmarkQuestions(b, func(b *testing.B, of speakers, query string) { answerOf(b, of.oracle, query) })
}

func BenchmarkPlans(b *testing.B) {
	benchmarkQuestions(b, func(b *testing.B, of speakers, query string) {
		ctx := withServed(context.Background(), of.plans.keeper.Served())
		buf, free := plan.Lend()
		data, ok := of.plans.planned.answer(ctx, query, "", nil, nil, buf)
		if !ok {
			b.Fatal("no plan answers")
		}
		free(data.Own)
	})
}

func BenchmarkFragments(b *testing.B) {
	benchmarkQuestions(b, func(b *testing.B, of speakers, query string) {
		buf, free := plan.Lend()
		data, _, ok := of.plans.Answer(context.Background(), query, "", nil, buf)
		if !ok {
			b.Fatal("no plan answers")
		}
		free(data.Own)
	})
}

type speakers struct {
	plans  *Service
	oracle *executor.Executor
}

func benchmarkQuestions(b *testing.B, answer func(b *testing.B, of speakers, query string)) {
	s, err := official(realdata.FS(b))
	if err != nil {
		b.Fatal(err)
	}
	keeper, err := snapshot.NewKeeper(b.Context(), memory.Lend(s))
	if err != nil {
		b.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	of := speakers{New(keeper, log), NewUnplannedExecutor(keeper, log)}
	for _, q := range questions {
		b.Run(q.name, func(b *testing.B) {
			b.SetBytes(int64(len(answerOf(b, of.plans.Executor, q.query)))) // which is then known
			b.ReportAllocs()
			for b.Loop() {
				answer(b, of, q.query)
			}
		})
	}
}

// answerOf answers a query as a transport does the first time.
func answerOf(b *testing.B, exec *executor.Executor, query string) []byte {
	response := dispatch(context.Background(), exec, &graphql.RawParams{Query: query})
	if len(response.Errors) > 0 {
		b.Fatal(response.Errors)
	}
	return response.Data
}
