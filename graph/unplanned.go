package graph

import (
	"log/slog"

	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/snapshot"
)

// NewUnplannedExecutor answers as New does, by the generated executor alone: the
// bench compares plans with it.
func NewUnplannedExecutor(keeper *snapshot.Keeper, log *slog.Logger) *executor.Executor {
	schema := newSchema()
	return newExecutorOf(schema, newOperations(schema), keeper, log)
}
