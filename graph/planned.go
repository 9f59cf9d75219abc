package graph

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/plan"
)

// maxAnswerBytes is how large the data of an answer may be.
const maxAnswerBytes = 32 << 20

// planned answers queries by compiled plans, and leaves to the generated
// executor what a plan does not cover: introspection, and every answer with an
// error in it. What both answer is the same to the byte.
type planned struct {
	graphql.ExecutableSchema // the generated one

	french     func() graphql.ExecutableSchema // the same, described in French
	operations *operations
	stats      Stats
}

// Stats counts how operations were answered.
type Stats struct {
	ByPlan     atomic.Int64 // by a plan alone
	ByExecutor atomic.Int64 // by the generated executor
}

func newPlanned(schema graphql.ExecutableSchema) *planned {
	return &planned{ExecutableSchema: schema, french: newFrenchSchema(), operations: newOperations(schema)}
}

// Exec answers the operation of the context.
func (p *planned) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	query := p.operations.plan(p.operations.of(op), op.Operation, op.Variables)
	if query == nil {
		return p.execute(ctx)
	}
	data, err := query.Run(ctx, op.Variables, nil, nil, maxAnswerBytes)
	switch {
	case err == nil:
		p.stats.ByPlan.Add(1)
		return graphql.OneShot(&graphql.Response{Data: data.Join()})
	case errors.Is(err, plan.ErrHandOver):
		return p.execute(ctx)
	}
	graphql.AddError(ctx, err)
	return graphql.OneShot(&graphql.Response{Data: []byte("null")})
}

func (p *planned) execute(ctx context.Context) graphql.ResponseHandler {
	p.stats.ByExecutor.Add(1)
	if inFrench(ctx) {
		return p.french().Exec(ctx)
	}
	return p.ExecutableSchema.Exec(ctx)
}

// answer appends to buf the data of an operation that was answered before, with
// nothing of gqlgen's between the request and the plan. It reports false if the
// executor must answer: the operation is not known, it is refused, or its plan
// meets what it does not cover.
func (p *planned) answer(ctx context.Context, query, name string, sent map[string]any, kept *plan.Fragments, buf []byte) (plan.Text, bool) {
	op, known := p.operations.get(query, name)
	if !known {
		return plan.Text{}, false
	}
	variables, err := p.operations.variables(op, sent)
	if err != nil || op.judge(variables) != nil {
		return plan.Text{}, false
	}
	planned := p.operations.plan(op, op.definition, variables)
	if planned == nil {
		return plan.Text{}, false
	}
	data, err := planned.Run(ctx, variables, kept, buf, maxAnswerBytes)
	if err != nil {
		return plan.Text{}, false
	}
	p.stats.ByPlan.Add(1)
	return data, true
}
