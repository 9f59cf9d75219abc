package main

import (
	"context"
	"log/slog"
	"os"

	"maillage/graph"
	"maillage/internal/web"
)

// serveGqlgen serves the edition of a database with gqlgen's generated executor,
// by the product's own transport. It logs requests as the product does.
func serveGqlgen(ctx context.Context, database string) error {
	keeper, _, err := openEdition(ctx, database)
	if err != nil {
		return err
	}
	log := slog.New(web.LogRequestIDs(slog.NewTextHandler(os.Stderr, nil)))
	return serveHandler(ctx, web.New(web.Config{Executor: graph.NewUnplannedExecutor(keeper, log), Log: log}))
}
