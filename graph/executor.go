package graph

import (
	"cmp"
	"context"
	"log/slog"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/graph/generated"
	"maillage/internal/network"
	"maillage/internal/snapshot"
)

// maxTokens bounds a document: validation is quadratic in it.
const maxTokens = 15_000

// A root gives the executor its resolvers.
type root struct{}

func (root) Query() generated.QueryResolver { return query{} }

// newExecutorOf returns what answers operations of the schema, with plans or
// without, from what the keeper serves. An operation sees one edition from its
// start to its end, and so does each event of a subscription. What went wrong
// inside is logged; a client reads a code.
func newExecutorOf(schema graphql.ExecutableSchema, operations *operations, keeper *snapshot.Keeper, log *slog.Logger) *executor.Executor {
	exec := executor.New(schema)
	exec.SetParserTokenLimit(maxTokens)
	exec.SetQueryCache(documents{newKept[*ast.QueryDocument]()})
	exec.Use(extension.Introspection{})
	exec.Use(limits{operations})
	exec.SetErrorPresenter(presenter(log))
	exec.SetRecoverFunc(recovered(log))
	subscriptions := subscriptions{schema: schema.Schema(), keeper: keeper}
	exec.AroundOperations(func(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
		if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
			return subscriptions.answer(ctx, next)
		}
		return next(withServed(ctx, pinned(ctx, keeper)))
	})
	exec.AroundResponses(stampDataset)
	exec.AroundResponses(sortErrors)
	return exec
}

func newSchema() graphql.ExecutableSchema {
	return generated.NewExecutableSchema(generated.Config{Resolvers: root{}})
}

// SDL returns schema.graphql as it was written.
func SDL() string { return newSchema().Schema().Query.Position.Src.Input }

// stampDataset tells, with every answer, what it stands on. A request that was
// refused before anything was asked stands on nothing.
func stampDataset(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if _, executed := ctx.Value(servedKey{}).(*snapshot.Served); response == nil || !executed {
		return response
	}
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions["dataset"] = stampOf(latest(ctx))
	return response
}

// A stamp is what an answer stands on.
type stamp struct {
	AsOf    network.Date `json:"asOf"`
	Date    network.Date `json:"date"`
	Edition string       `json:"edition"` // its id
}

func stampOf(n *snapshot.Network) stamp {
	return stamp{AsOf: n.Edition().AsOf, Date: n.Date(), Edition: n.Edition().ID().Name}
}

// sortErrors puts errors in the order of their paths: root fields run side by
// side, and the same question must have the same answer.
func sortErrors(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	if response != nil {
		slices.SortStableFunc(response.Errors, func(x, y *gqlerror.Error) int {
			return cmp.Compare(x.Path.String(), y.Path.String())
		})
	}
	return response
}

type servedKey struct{}

// withServed pins what an operation is answered from.
func withServed(ctx context.Context, s *snapshot.Served) context.Context {
	return context.WithValue(ctx, servedKey{}, s)
}

// served returns what the operation is answered from.
func served(ctx context.Context) *snapshot.Served {
	return ctx.Value(servedKey{}).(*snapshot.Served) //nolint:forcetypeassert // set for every operation, see newExecutorOf
}

// latest returns the served network on its last day.
func latest(ctx context.Context) *snapshot.Network { return served(ctx).Network() }
