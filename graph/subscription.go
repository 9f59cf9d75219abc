package graph

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/internal/snapshot"
)

// What a subscription tells of is what a query would be answered at that moment:
// each event is executed as that query, so that its plan, its limits and what it
// stands on are those of any other.

// answeredAs names the field of Query that answers for one of Subscription.
var answeredAs = map[string]string{"editionPublished": "edition"}

// subscriptions answers those who ask to be told, one at a time: an edition that
// is published is told to all at once, and a thousand answers would be made side
// by side, in the way of those who ask now.
type subscriptions struct {
	schema *ast.Schema
	keeper *snapshot.Keeper
	turn   sync.Mutex
}

// answer tells of each edition that is served from now on, until the context of
// the one who asked ends. Nothing is held of an edition that is served no more.
func (s *subscriptions) answer(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	query, err := s.query(graphql.GetOperationContext(ctx))
	if err != nil {
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{err}})
	}
	last := s.keeper.Served()
	return func(ctx context.Context) *graphql.Response {
		if last = nextEdition(ctx, last); last == nil {
			return nil
		}
		s.turn.Lock()
		defer s.turn.Unlock()
		ctx = withServed(graphql.WithOperationContext(ctx, query), last)
		return next(ctx)(ctx)
	}
}

// nextEdition waits until another edition is served than was last, nil if ctx ends
// first. The same one with other decisions is no other.
func nextEdition(ctx context.Context, last *snapshot.Served) *snapshot.Served {
	told := last.Network().Edition().Number
	for {
		last = last.Next(ctx)
		if last == nil || last.Network().Edition().Number != told {
			return last
		}
	}
}

// query returns the operation that answers each event of a subscription.
func (s *subscriptions) query(op *graphql.OperationContext) (*graphql.OperationContext, *gqlerror.Error) {
	asked := graphql.CollectFields(op, op.Operation.SelectionSet, []string{s.schema.Subscription.Name})
	if len(asked) != 1 { // left out by a condition, or twice under two names: validation lets these pass
		err := gqlerror.ErrorPosf(op.Operation.Position, "a subscription asks for exactly one field, this one for %d", len(asked))
		errcode.Set(err, errcode.ValidationFailed)
		return nil, err
	}
	field := *asked[0].Field
	field.Name, field.SelectionSet = answeredAs[field.Name], asked[0].Selections
	field.ObjectDefinition, field.Definition = s.schema.Query, s.schema.Query.Fields.ForName(field.Name)
	field.Directives = nil // they held
	query := *op.Operation
	query.Operation, query.SelectionSet = ast.Query, ast.SelectionSet{&field}
	return &graphql.OperationContext{
		RawQuery: op.RawQuery, Variables: op.Variables, OperationName: op.OperationName, Doc: op.Doc, Operation: &query,
		Extensions: op.Extensions, Headers: op.Headers, Stats: op.Stats,
		DisableIntrospection: op.DisableIntrospection, RecoverFunc: op.RecoverFunc,
		ResolverMiddleware: op.ResolverMiddleware, RootResolverMiddleware: op.RootResolverMiddleware,
	}, nil
}
