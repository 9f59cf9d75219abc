package graph

import (
	"context"
	"io"
	"log/slog"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/plan"
	"maillage/internal/realdata"
	"maillage/internal/snapshot"
)

// The questions the service's speed is told by.
var questions = []struct{ name, query string }{
	{"point", `{ site(code: "1") { code name commune { code name } labelledOn } }`},
	{"sites", `{ sites(first: 100) { nodes { code name commune { code name } department { code name } } } }`},
	{"region", `{ region(code: "32") { name departments { name communes(first: 100, filter: {hasSite: true}) { nodes { name sites { nodes { name services { name } } } } } } } }`},
	{"country", `{ regions { name departments { name communes(first: 100, filter: {hasSite: true}) { nodes { name sites { nodes { name services { name } } } } } } } }`},
	{"count", `{ departments { code sites { totalCount } } }`},
}

func BenchmarkPlans(b *testing.B)    { benchmarkQuestions(b, true) }
func BenchmarkExecutor(b *testing.B) { benchmarkQuestions(b, false) }

func benchmarkQuestions(b *testing.B, plans bool) {
	s, err := official(realdata.FS(b))
	if err != nil {
		b.Fatal(err)
	}
	keeper, err := snapshot.NewKeeper(b.Context(), s)
	if err != nil {
		b.Fatal(err)
	}
	schema := newSchema()
	if plans {
		schema = newPlanned(schema)
	}
	exec := newExecutorOf(schema, keeper, slog.New(slog.NewTextHandler(io.Discard, nil)))
	for _, q := range questions {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(int64(len(answerOf(b, exec, q.query))))
			}
		})
	}
}

// answerOf answers a query as a transport does, its buffer given back.
func answerOf(b *testing.B, exec *executor.Executor, query string) []byte {
	ctx, free := plan.WithBuffer(graphql.StartOperationTrace(context.Background()))
	op, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query})
	if errs != nil {
		b.Fatal(errs)
	}
	responses, ctx := exec.DispatchOperation(ctx, op)
	response := responses(ctx)
	if len(response.Errors) > 0 {
		b.Fatal(response.Errors)
	}
	free(response.Data)
	return response.Data
}
