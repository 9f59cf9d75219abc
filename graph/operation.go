package graph

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"

	"maillage/graph/generated"
	"maillage/internal/plan"
)

// keptQueries bounds, in bytes of query text, each of the three things that are
// kept of a query: its document, what is known of its operations, and their plans,
// if these depend on variables.
// What is kept takes some fifty times the text it is of.
const keptQueries = 1 << 20

// A textKey names something that was made of a query's text.
type textKey struct {
	query, operation string
	conditions       string // values of the variables that decide what is asked for
}

// newKept returns a cache of what is made of queries.
func newKept[V any]() *otter.Cache[textKey, V] {
	const entry = 500 // bytes that keeping anything counts for
	return otter.Must(&otter.Options[textKey, V]{
		MaximumWeight: keptQueries,
		Weigher:       func(k textKey, _ V) uint32 { return uint32(len(k.query) + entry) },
	})
}

// documents are the parsed and validated documents, kept for the executor.
type documents struct {
	kept *otter.Cache[textKey, *ast.QueryDocument]
}

func (d documents) Get(_ context.Context, query string) (*ast.QueryDocument, bool) {
	return d.kept.GetIfPresent(textKey{query: query})
}

func (d documents) Add(_ context.Context, query string, document *ast.QueryDocument) {
	d.kept.Set(textKey{query: query}, document)
}

// operations are what was found out of operations that passed validation, and
// their plans.
type operations struct {
	schema graphql.ExecutableSchema
	kept   *otter.Cache[textKey, *operation]
	plans  *otter.Cache[textKey, *plan.Query] // of those that have conditions
}

func newOperations(schema graphql.ExecutableSchema) *operations {
	return &operations{schema, newKept[*operation](), newKept[*plan.Query]()}
}

// An operation is what depends on a query's text alone.
type operation struct {
	key        textKey
	document   *ast.QueryDocument
	definition *ast.OperationDefinition // as it is written
	conditions []string                 // variables in @skip and @include

	// The same whatever the variables, or nil.
	verdict atomic.Pointer[verdict] // that on the limits
	plan    atomic.Pointer[plan.Query]
}

// A verdict is whether an operation is within the limits: nil if it is.
type verdict struct{ refusal *gqlerror.Error }

// of returns the operation of a context that the executor made.
func (o *operations) of(op *graphql.OperationContext) *operation {
	key := textKey{query: op.RawQuery, operation: op.OperationName}
	if known, ok := o.kept.GetIfPresent(key); ok {
		return known
	}
	// Keys outlive the request, whose text may be part of a larger one.
	key = textKey{query: strings.Clone(op.RawQuery), operation: strings.Clone(op.OperationName)}
	made := &operation{key: key, document: op.Doc, definition: op.Doc.Operations.ForName(key.operation), conditions: conditionsOf(op.Doc)}
	o.kept.Set(key, made)
	return made
}

// get returns a query that was answered before.
func (o *operations) get(query, name string) (*operation, bool) {
	known, ok := o.kept.GetIfPresent(textKey{query: query, operation: name})
	return known, ok && known.definition.Operation == ast.Query
}

// variables coerces what a client sent, as the executor does. What is read the same
// without stays as it is, with more in it, maybe, than the operation knows.
func (o *operations) variables(of *operation, sent map[string]any) (map[string]any, error) {
	for _, v := range of.definition.VariableDefinitions {
		value, given := sent[v.Variable]
		if !given && (v.DefaultValue != nil || v.Type.NonNull) || given && !isPlain(value, v.Type, v.Definition) {
			return validator.VariableValues(o.schema.Schema(), of.definition, sent)
		}
	}
	return sent, nil
}

// isPlain says whether a value is read the same as it was sent and as the executor
// coerces it: null, a text, a number, a truth value, or a list of these, where such
// a thing is asked for. of is the type without its lists.
func isPlain(sent any, typ *ast.Type, of *ast.Definition) bool {
	switch sent := sent.(type) {
	case nil:
		return !typ.NonNull
	case []any:
		return typ.Elem != nil && !slices.ContainsFunc(sent, func(item any) bool { return !isPlain(item, typ.Elem, of) })
	}
	return typ.Elem == nil && isPlainLeaf(sent, of)
}

func isPlainLeaf(sent any, of *ast.Definition) bool {
	switch sent := sent.(type) {
	case string:
		return isText(of) || of.EnumValues.ForName(sent) != nil
	case bool:
		return of.Name == "Boolean"
	case json.Number:
		switch of.Name {
		case "Int":
			_, err := sent.Int64()
			return err == nil
		case "Float":
			_, err := sent.Float64()
			return err == nil
		}
	}
	return false
}

// isText says whether any text will do: a code, a date.
func isText(of *ast.Definition) bool {
	return of.Kind == ast.Scalar && of.Name != "Int" && of.Name != "Float" && of.Name != "Boolean"
}

// judge weighs an operation with its variables; nil lets it pass.
func (of *operation) judge(variables map[string]any) *gqlerror.Error {
	if v := of.verdict.Load(); v != nil {
		return v.refusal
	}
	refusal, varies := judge(of.definition, variables)
	if !varies {
		of.verdict.Store(&verdict{refusal})
	}
	return refusal
}

// plan returns the plan of an operation, nil if it has none. What is executed is
// the operation itself or, for a subscription, the query of its events.
func (o *operations) plan(of *operation, executed *ast.OperationDefinition, variables map[string]any) *plan.Query {
	if known := of.plan.Load(); known != nil {
		return known
	}
	if len(of.conditions) == 0 {
		of.plan.CompareAndSwap(nil, o.compile(of, executed, variables))
		return of.plan.Load()
	}
	key := of.key
	key.conditions = of.conditionsHeld(variables)
	if known, ok := o.plans.GetIfPresent(key); ok {
		return known
	}
	made := o.compile(of, executed, variables)
	o.plans.Set(key, made)
	return made
}

func (o *operations) compile(of *operation, executed *ast.OperationDefinition, variables map[string]any) *plan.Query {
	made, _ := generated.Plan(o.schema, &graphql.OperationContext{
		Doc: of.document, Operation: executed, OperationName: of.key.operation, Variables: variables,
	})
	return made
}

// conditionsHeld writes which conditions hold. Variables of a condition are true or
// false.
func (of *operation) conditionsHeld(variables map[string]any) string {
	held := make([]byte, len(of.conditions))
	for i, name := range of.conditions {
		held[i] = '0'
		if variables[name] == true {
			held[i] = '1'
		}
	}
	return string(held)
}

// conditionsOf returns the variables that decide what a document asks for.
func conditionsOf(document *ast.QueryDocument) []string {
	var names []string
	var visit func(set ast.SelectionSet)
	add := func(directives ast.DirectiveList) {
		for _, d := range directives {
			for _, a := range d.Arguments {
				if a.Value.Kind == ast.Variable {
					names = append(names, a.Value.Raw)
				}
			}
		}
	}
	visit = func(set ast.SelectionSet) {
		for _, selected := range set {
			switch selected := selected.(type) {
			case *ast.Field:
				add(selected.Directives)
				visit(selected.SelectionSet)
			case *ast.InlineFragment:
				add(selected.Directives)
				visit(selected.SelectionSet)
			case *ast.FragmentSpread:
				add(selected.Directives)
			}
		}
	}
	for _, op := range document.Operations {
		visit(op.SelectionSet)
	}
	for _, f := range document.Fragments {
		visit(f.SelectionSet)
	}
	return names
}
