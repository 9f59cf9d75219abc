package graph

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/snapshot"
)

// A Service answers operations from what a keeper serves, and tells whoever
// keeps answers which of them are still right.
type Service struct {
	*executor.Executor

	keeper  *snapshot.Keeper
	planned *planned
	stamped atomic.Pointer[stamped]
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
func (s *Service) Answer(ctx context.Context, query, operation string, variables map[string]any, buf []byte) (data, extensions []byte, ok bool) {
	served := pinned(ctx, s.keeper)
	data, ok = s.planned.answer(withServed(ctx, served), query, operation, variables, buf)
	return data, s.extensions(served), ok
}

// stamped are the extensions of every answer from what is served.
type stamped struct {
	of         *snapshot.Served
	extensions []byte
}

// extensions returns them, encoded once for as long as the same is served.
func (s *Service) extensions(of *snapshot.Served) []byte {
	if known := s.stamped.Load(); known != nil && known.of == of {
		return known.extensions
	}
	encoded, err := json.Marshal(map[string]any{"dataset": stampOf(of.Network())})
	if err != nil {
		panic(err) // three texts
	}
	s.stamped.Store(&stamped{of, encoded})
	return encoded
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
