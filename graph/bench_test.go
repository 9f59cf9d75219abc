package graph

import (
	"context"
	"log/slog"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/plan"
	"maillage/internal/plan/plantest"
	"maillage/internal/realdata"
	"maillage/internal/snapshot"
	memory "maillage/internal/snapshot/shelf"
)

// The questions the service's speed is told by.
var questions = []struct{ name, query, variables string }{
	{"point", `{ site(code: "1") { code name commune { code name } labelledOn } }`, ""},
	{"sites", `{ sites(first: 100) { nodes { code name commune { code name } department { code name } } } }`, ""},
	{"region", `{ region(code: "32") { name departments { name communes(first: 100, filter: {hasSite: true}) { nodes { name sites { nodes { name services { name } } } } } } } }`, ""},
	{"country", `{ regions { name departments { name communes(first: 100, filter: {hasSite: true}) { nodes { name sites { nodes { name services { name } } } } } } } }`, ""},
	{"search", `{ communes(search: "montr", first: 10) { nodes { code name } } }`, ""},
	{"nearest", `{ nearestSites(to: {position: {latitude: 49.894, longitude: 2.295}}, first: 10) { site { code name } } }`, ""},
	{"count", `{ departments { code sites { totalCount } } }`, ""},
	{"sites of variables", `query ($first: Int!) { sites(first: $first) { nodes { code name } } }`, `{"first": 100}`},
	{"search of variables", `query ($text: String!) { communes(search: $text, first: 10) { nodes { code name } } }`, `{"text": "montr"}`},
	{
		"nearest of variables", `query ($latitude: Float!, $longitude: Float!) {
			nearestSites(to: {position: {latitude: $latitude, longitude: $longitude}}, first: 10) { site { code name } }
		}`, `{"latitude": 49.894, "longitude": 2.295}`,
	},
	{
		"filter of variables", `query ($code: String!, $from: Date, $by: SiteOrderField!) {
			sites(filter: {code: [$code], labelledOn: {from: $from}, and: [{itinerant: false}]}, orderBy: [{field: $by}], first: 1) { nodes { name } }
		}`, `{"code": "1", "from": "2020-01-01", "by": "NAME"}`,
	},
}

// Answered by the generated executor, by plans, and by plans from what they told
// before.
func BenchmarkExecutor(b *testing.B) {
	benchmarkQuestions(b, func(b *testing.B, of speakers, asked *graphql.RawParams) { answerOf(b, of.oracle, asked) })
}

func BenchmarkPlans(b *testing.B) {
	benchmarkQuestions(b, func(b *testing.B, of speakers, asked *graphql.RawParams) {
		ctx := withServed(context.Background(), of.plans.keeper.Served())
		buf, free := plan.Lend()
		data, ok := of.plans.planned.answer(ctx, asked.Query, "", asked.Variables, nil, buf)
		if !ok {
			b.Fatal("no plan answers")
		}
		free(data.Own)
	})
}

func BenchmarkFragments(b *testing.B) {
	benchmarkQuestions(b, func(b *testing.B, of speakers, asked *graphql.RawParams) {
		buf, free := plan.Lend()
		data, _, ok := of.plans.Answer(context.Background(), asked.Query, "", asked.Variables, buf)
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

func benchmarkQuestions(b *testing.B, answer func(b *testing.B, of speakers, asked *graphql.RawParams)) {
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
			asked, err := paramsOf(plantest.Request{Query: q.query}, q.variables)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(answerOf(b, of.plans.Executor, asked)))) // which is then known
			b.ReportAllocs()
			for b.Loop() {
				answer(b, of, asked)
			}
		})
	}
}

// answerOf answers a query as a transport does the first time.
func answerOf(b *testing.B, exec *executor.Executor, asked *graphql.RawParams) []byte {
	response := dispatch(context.Background(), exec, asked)
	if len(response.Errors) > 0 {
		b.Fatal(response.Errors)
	}
	return response.Data
}
