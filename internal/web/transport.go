package web

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

const graphqlMethods = "GET, HEAD, POST, OPTIONS"

// A transport is GraphQL over HTTP: it turns a request into an operation and the
// outcome into an answer.
type transport struct {
	exec graphql.GraphExecutor
}

func (t *transport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Add("Vary", "Accept")
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	case http.MethodOptions:
		w.Header().Set("Allow", graphqlMethods)
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		methodNotAllowed(graphqlMethods, "use GET or POST").write(w, mediaJSON)
		return
	}
	media, ok := negotiate(r.Header.Values("Accept"))
	if !ok {
		notAcceptable().write(w, mediaJSON)
		return
	}
	params, refused := readParams(r)
	if refused != nil {
		refused.write(w, media)
		return
	}
	a, refused := t.execute(r.Context(), r.Method, params)
	if refused != nil {
		refused.write(w, media)
		return
	}
	writeAnswer(w, a.status(media), media, a)
}

// execute runs one operation to its end.
func (t *transport) execute(ctx context.Context, method string, params *graphql.RawParams) (answer, *refusal) {
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := t.exec.CreateOperationContext(ctx, params)
	if refused := checkKind(method, operationKind(method, op, params)); refused != nil {
		return answer{}, refused
	}
	var response *graphql.Response
	if len(errs) > 0 {
		response = t.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
	} else {
		responses, ctx := t.exec.DispatchOperation(ctx, op)
		response = responses(ctx)
	}
	if response == nil {
		return answer{}, cancelled()
	}
	return answer{errors: response.Errors, data: response.Data, extensions: response.Extensions}, nil
}

// checkKind refuses what a method or this transport must not execute.
func checkKind(method string, kind ast.Operation) *refusal {
	switch {
	case kind == ast.Mutation && method != http.MethodPost:
		return methodNotAllowed(http.MethodPost, "mutations are refused on GET")
	case kind == ast.Subscription:
		return badRequest("subscriptions are not served here")
	}
	return nil
}

// operationKind returns the kind of operation that was asked for, "" if there is
// none. On GET it does so even if the executor refused the document: a mutation
// is no more welcome for being invalid.
func operationKind(method string, op *graphql.OperationContext, params *graphql.RawParams) ast.Operation {
	if op != nil && op.Operation != nil {
		return op.Operation.Operation
	}
	if method == http.MethodPost {
		return ""
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: params.Query}) // short: see maxQueryBytes
	if err != nil {
		return ""
	}
	if asked := doc.Operations.ForName(params.OperationName); asked != nil {
		return asked.Operation
	}
	return ""
}
