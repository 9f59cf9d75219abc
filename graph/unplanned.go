package graph

import (
	"log/slog"

	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/snapshot"
)

// NewUnplannedExecutor is NewExecutor with the generated executor alone, which
// the bench compares plans with.
func NewUnplannedExecutor(keeper *snapshot.Keeper, log *slog.Logger) *executor.Executor {
	return newExecutorOf(newSchema(), keeper, log)
}
