package graph

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/plan"
	"maillage/internal/snapshot"
)

// A Service answers operations from what a keeper serves, and tells whoever
// keeps answers which of them are still right.
type Service struct {
	*executor.Executor

	keeper  *snapshot.Keeper
	planned *planned
	shared  atomic.Pointer[shared]
}

// New returns what answers operations by plans from what the keeper serves, with
// its version and its counts.
func New(keeper *snapshot.Keeper, log *slog.Logger) *Service {
	schema := newPlanned(newSchema())
	return &Service{
		Executor: newExecutorOf(schema, schema.operations, keeper, log),
		keeper:   keeper, planned: schema,
	}
}

// Stats counts how operations were answered; it may be read at any time.
func (s *Service) Stats() *Stats { return &s.planned.stats }

// Answer appends to buf the data of a query that this service answered before,
// with these variables or others, and returns it with the extensions of the
// response, both as JSON. It reports false if the executor must answer.
func (s *Service) Answer(ctx context.Context, query, operation string, variables map[string]any, buf []byte) (data plan.Text, extensions []byte, ok bool) {
	served := pinned(ctx, s.keeper)
	shared := s.sharedBy(served)
	data, ok = s.planned.answer(withServed(ctx, served), query, operation, variables, shared.fragments, buf)
	return data, shared.extensions, ok
}

// fragmentBytes is how much is kept of what plans wrote.
const fragmentBytes = 8 << 20

// Those of which there are many, so that an answer is made of what is told of
// them.
var (
	_ plan.Member[snapshot.Region]       = (*snapshot.Region)(nil)
	_ plan.Member[snapshot.Department]   = (*snapshot.Department)(nil)
	_ plan.Member[snapshot.Collectivity] = (*snapshot.Collectivity)(nil)
	_ plan.Member[snapshot.Epci]         = (*snapshot.Epci)(nil)
	_ plan.Member[snapshot.Canton]       = (*snapshot.Canton)(nil)
	_ plan.Member[snapshot.Commune]      = (*snapshot.Commune)(nil)
	_ plan.Member[snapshot.Site]         = (*snapshot.Site)(nil)
)

// shared is what answers from what is served have in common.
type shared struct {
	of         *snapshot.Served
	extensions []byte // encoded
	fragments  *plan.Fragments
}

// sharedBy returns that, the same for as long as the same is served and there is
// room for more fragments.
func (s *Service) sharedBy(served *snapshot.Served) *shared {
	if known := s.shared.Load(); known != nil && known.of == served && !known.fragments.Full() {
		return known
	}
	encoded, err := json.Marshal(map[string]any{"dataset": stampOf(served.Network())})
	if err != nil {
		panic(err) // three texts
	}
	made := &shared{served, encoded, plan.NewFragments(served.Network(), fragmentBytes)}
	s.shared.Store(made)
	return made
}

// Pin binds the operation of the context to what is served now, whatever is
// imported before it is executed. The version is that of what is served: with
// the same one, the same operation with the same variables has the same answer,
// in any process of the same build.
func (s *Service) Pin(ctx context.Context) (_ context.Context, version string) {
	served := s.keeper.Served()
	return context.WithValue(ctx, pinnedKey{}, served), served.Version()
}

type pinnedKey struct{}

// pinned returns what an operation is to be answered from.
func pinned(ctx context.Context, keeper *snapshot.Keeper) *snapshot.Served {
	if s, ok := ctx.Value(pinnedKey{}).(*snapshot.Served); ok {
		return s
	}
	return keeper.Served()
}
