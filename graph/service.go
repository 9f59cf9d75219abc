package graph

import (
	"context"
	"log/slog"

	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/snapshot"
)

// A Service answers operations from what a keeper serves, and tells whoever
// keeps answers which of them are still right.
type Service struct {
	*executor.Executor

	keeper *snapshot.Keeper
	stats  *Stats
}

// New returns what answers operations by plans from what the keeper serves, with
// its version and its counts.
func New(keeper *snapshot.Keeper, log *slog.Logger) *Service {
	schema := newPlanned(newSchema())
	return &Service{newExecutorOf(schema, keeper, log), keeper, &schema.stats}
}

// Stats counts how operations were answered; it may be read at any time.
func (s *Service) Stats() *Stats { return s.stats }

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
