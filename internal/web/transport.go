package web

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// vary is shared by all answers: nobody changes it.
var vary = []string{"Accept, Accept-Encoding, Accept-Language"}

const graphqlMethods = "GET, HEAD, POST, OPTIONS"

// A transport is GraphQL over HTTP: it turns a request into an operation and the
// outcome into an answer, or sends what it has kept of an earlier one.
type transport struct {
	exec      graphql.GraphExecutor
	short     ShortAnswer                                     // nil if there is none
	pin       func(context.Context) (context.Context, string) // nil if answers have no version
	inFrench  func(context.Context) context.Context           // nil if there is no French
	heard     *otter.Cache[string, tongue]                    // by Accept-Language
	build     string
	persisted persistedStore
	cache     *answerCache // nil if none are kept
	packer    *packer
	places    places
	metrics   *metrics
}

func newTransport(cfg Config, m *metrics, p *packer) *transport {
	t := &transport{
		exec: cfg.Executor, short: cfg.Short, pin: cfg.Pin, inFrench: cfg.InFrench, heard: newHeard(), build: cfg.Build,
		persisted: newPersistedStore(), packer: p, places: newPlaces(cfg.Metrics), metrics: m,
	}
	if cfg.AnswerCache > 0 && cfg.Pin != nil {
		t.cache = newAnswerCache(cfg.AnswerCache)
		registerCache(cfg.Metrics, t.cache)
	}
	return t
}

func (t *transport) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header()["Vary"] = vary
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
	media, streams, ok := negotiate(r.Header.Values("Accept"))
	if !ok {
		notAcceptable().write(w, mediaJSON)
		return
	}
	asked, refused := receive(r)
	defer asked.release()
	if refused != nil {
		refused.write(w, media)
		return
	}
	q := question{
		transport: t, request: asked, media: media, streams: streams, takes: acceptedCodings(r.Header), tongue: t.tongue(r.Header),
	}
	if media == mediaEvents {
		q.stream(w, r)
		return
	}
	q.serve(w, r)
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

// checkKind refuses what a method must not execute, and what has no one answer.
func checkKind(method string, kind ast.Operation) *refusal {
	switch {
	case kind == ast.Mutation && method != http.MethodPost:
		return methodNotAllowed(http.MethodPost, "mutations are refused on GET")
	case kind == ast.Subscription:
		return subscriptionAlone()
	}
	return nil
}
