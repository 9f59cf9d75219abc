package graph

import (
	"context"
	"encoding/json"
	"errors"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"maillage/graph/generated"
	"maillage/internal/plan"
)

const (
	// keptPlans is how many compiled plans are kept.
	keptPlans = 1_000
	// maxAnswerBytes is how large the data of an answer may be.
	maxAnswerBytes = 32 << 20
)

// planned answers queries by compiled plans, and leaves to the generated
// executor what a plan does not cover: introspection, and every answer with an
// error in it. What both answer is the same to the byte.
type planned struct {
	graphql.ExecutableSchema // the generated one

	plans *lru.Cache[planKey, *plan.Query]
	stats Stats
}

// Stats counts how operations were answered.
type Stats struct {
	ByPlan     atomic.Int64 // by a plan alone
	ByExecutor atomic.Int64 // by the generated executor
}

// A planKey is what a plan depends on: the document, as it was parsed, the
// operation in it, and its variables.
type planKey struct {
	document  *ast.QueryDocument
	operation string
	variables string
}

// newPlanKey returns an operation's key. It reports false if its variables
// cannot be told apart.
func newPlanKey(op *graphql.OperationContext) (planKey, bool) {
	key := planKey{document: op.Doc, operation: op.OperationName}
	if len(op.Variables) == 0 {
		return key, true
	}
	text, err := json.Marshal(op.Variables)
	key.variables = string(text)
	return key, err == nil
}

func newPlanned(schema graphql.ExecutableSchema) *planned {
	p := &planned{ExecutableSchema: schema}
	// New only refuses a size that is not positive.
	p.plans, _ = lru.New[planKey, *plan.Query](keptPlans)
	return p
}

// Exec answers the operation of the context.
func (p *planned) Exec(ctx context.Context) graphql.ResponseHandler {
	query := p.plan(ctx, graphql.GetOperationContext(ctx))
	if query == nil {
		return p.execute(ctx)
	}
	data, err := query.Run(ctx, plan.Buffer(ctx), maxAnswerBytes)
	switch {
	case err == nil:
		p.stats.ByPlan.Add(1)
		return graphql.OneShot(&graphql.Response{Data: data})
	case errors.Is(err, plan.ErrHandOver):
		return p.execute(ctx)
	}
	graphql.AddError(ctx, err)
	return graphql.OneShot(&graphql.Response{Data: []byte("null")})
}

func (p *planned) execute(ctx context.Context) graphql.ResponseHandler {
	p.stats.ByExecutor.Add(1)
	return p.ExecutableSchema.Exec(ctx)
}

// plan returns the operation's plan, nil if it has none.
func (p *planned) plan(ctx context.Context, op *graphql.OperationContext) *plan.Query {
	key, ok := newPlanKey(op)
	if !ok {
		return nil
	}
	if query, known := p.plans.Get(key); known {
		return query
	}
	query, _ := generated.Plan(ctx, p.ExecutableSchema, op)
	p.plans.Add(key, query)
	return query
}
