package graph

import (
	"context"
	"log/slog"
	"regexp"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/network"
	"maillage/internal/snapshot"
	memory "maillage/internal/snapshot/shelf"
)

// Each field of Subscription is answered as a field of Query of the same type.
func TestSubscriptionsAreQueries(t *testing.T) {
	schema := newSchema().Schema()
	for _, field := range schema.Subscription.Fields {
		as := schema.Query.Fields.ForName(answeredAs[field.Name])
		if as == nil || as.Type.String() != field.Type.String() || arguments(as) != arguments(field) {
			t.Errorf("Subscription.%s has no such field of Query", field.Name)
		}
	}
}

// What is told of an edition is what a query would be answered at that moment, by
// its plan or, where that hands over, by the executor.
func TestSubscription(t *testing.T) {
	const (
		fields    = `id label coverage { territory { __typename ... on Region { code sites(first: $n) { totalCount nodes { name } } } } } sources { title }`
		planned   = `subscription S($n: Int) { told: editionPublished { ` + fields + ` } }`
		handsOver = `subscription S($n: Int) { ...F } fragment F on Subscription { told: editionPublished { ` + fields + ` coverage { territory { ... on Region { communes(first: -1) { totalCount } } } } } }`
	)
	s, err := embeddedShelf()
	if err != nil {
		t.Fatal(err)
	}
	edition := s.List[0]
	next := edition
	next.Number++
	library := &shelf{List: []network.Edition{edition}, Records: map[int]*network.Records{edition.Number: s.Records[edition.Number], next.Number: s.Records[edition.Number]}}
	keeper, err := snapshot.NewKeeper(t.Context(), memory.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	service := New(keeper, slog.New(slog.DiscardHandler))
	dispatch := func(query string) func() *graphql.Response {
		ctx := graphql.StartOperationTrace(t.Context())
		op, errs := service.CreateOperationContext(ctx, &graphql.RawParams{Query: query, OperationName: "S", Variables: map[string]any{"n": 3}})
		if errs != nil {
			t.Fatal(errs)
		}
		responses, ctx := service.DispatchOperation(ctx, op)
		return func() *graphql.Response { return responses(ctx) }
	}
	events := map[string]func() *graphql.Response{planned: dispatch(planned), handsOver: dispatch(handsOver)}
	library.List = []network.Edition{next, edition}
	if _, err := keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	for query, event := range events {
		told := event()
		asQuery := regexp.MustCompile(`subscription|Subscription|editionPublished`).ReplaceAllStringFunc(query, func(word string) string {
			return map[string]string{"subscription": "query", "Subscription": "Query", "editionPublished": "edition"}[word]
		})
		want := dispatch(asQuery)()
		for _, e := range slices.Concat(told.Errors, want.Errors) {
			e.Locations = nil // in texts of different lengths
		}
		if string(told.Data) != string(want.Data) || told.Errors.Error() != want.Errors.Error() || (query == handsOver) != (len(told.Errors) > 0) {
			t.Errorf("told %s, %v\nwant %s, %v", told.Data, told.Errors, want.Data, want.Errors)
		}
		if stood := told.Extensions["dataset"]; stood != stampOf(keeper.Served().Network()) {
			t.Errorf("it stands on %v", stood)
		}
		if _, _, ok := service.Answer(t.Context(), query, "S", map[string]any{"n": 3}, nil); ok {
			t.Error("a subscription is answered as a query")
		}
	}
	if n := service.Stats().ByPlan.Load(); n != 2 {
		t.Errorf("%d answers are by plans alone, want 2: an event and its query", n)
	}
}

// An edition is told once, whatever else is learnt of it.
func TestNextEdition(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		library := &shelf{
			List:    []network.Edition{{Number: 1, AsOf: "2022-12-31"}},
			Records: map[int]*network.Records{1: {}, 2: {}},
		}
		keeper, err := snapshot.NewKeeper(t.Context(), memory.Lend(library))
		if err != nil {
			t.Fatal(err)
		}
		var told []int
		ctx, leave := context.WithCancel(t.Context())
		go func() {
			for s := nextEdition(ctx, keeper.Served()); s != nil; s = nextEdition(ctx, s) {
				told = append(told, s.Network().Edition().Number)
			}
		}()
		for _, publish := range []func(){
			func() { library.Settled = []network.Decision{{Code: "1", OtherCode: "2", Verdict: network.Same}} },
			func() { library.List = []network.Edition{{Number: 2, AsOf: "2024-08-01"}, library.List[0]} },
			func() { library.Settled = nil },
			func() { library.List = library.List[1:] }, // a rollback
		} {
			synctest.Wait()
			publish()
			if _, err := keeper.Refresh(ctx); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		if len(told) != 2 || told[0] != 2 || told[1] != 1 {
			t.Errorf("told of %v, want 2 and 1", told)
		}
	})
}
