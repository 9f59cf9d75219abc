package graph

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/network"
	"maillage/internal/snapshot"
	memory "maillage/internal/snapshot/shelf"
)

// An operation that was pinned is answered from what was served then, even if an
// edition is imported before it is executed.
func TestPin(t *testing.T) {
	records := &network.Records{}
	library := &shelf{
		List:    []network.Edition{{Number: 1, AsOf: "2022-12-31"}},
		Records: map[int]*network.Records{1: records, 2: records},
	}
	keeper, err := snapshot.NewKeeper(t.Context(), memory.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	service := New(keeper, slog.New(slog.DiscardHandler))
	before, version := service.Pin(t.Context())
	library.List = []network.Edition{{Number: 2, AsOf: "2024-08-01"}, library.List[0]}
	if _, err := keeper.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, next := service.Pin(t.Context())
	if version == next {
		t.Error("another edition has the same version")
	}
	for want, ctx := range map[string]context.Context{"2022-12-31": before, "2024-08-01": after} {
		ctx = graphql.StartOperationTrace(ctx)
		op, errs := service.CreateOperationContext(ctx, &graphql.RawParams{Query: "{ date }"})
		if errs != nil {
			t.Fatal(errs)
		}
		responses, ctx := service.DispatchOperation(ctx, op)
		response := responses(ctx)
		if got := string(response.Data); !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if n := service.Stats().ByPlan.Load(); n != 2 {
		t.Errorf("%d operations were answered by plans, want 2", n)
	}
}
