package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/plan"
)

// A question is one operation that was asked, and the form its answer is wanted
// in.
type question struct {
	*transport
	*request
	method string
	media  mediaType
	takes  codingChoice
}

// serve answers a question: with the word that nothing has changed, from what is
// kept, or by executing it.
func (q *question) serve(w http.ResponseWriter, r *http.Request) {
	if q.pin == nil || mayWrite(q.params.Query) {
		p, done := q.answer(r.Context())
		defer done()
		p.write(w, q.media)
		return
	}
	ctx, version := q.pin(r.Context())
	key := q.key(version).sum()
	outside := q.method != http.MethodPost // whether others may keep the answer
	if outside {
		if tag, ok := key.unchanged(r.Header, q.takes); ok {
			q.metrics.answered(byNothing)
			setValidators(w.Header(), tag)
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	p, done := q.find(ctx, key)
	defer done()
	if outside && p.worthKeeping() {
		setValidators(w.Header(), key.tag(p.coding))
		if takesAny(r.Header) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	p.write(w, q.media)
}

// mayWrite says whether a document may hold something else than queries, whose
// answer is no function of what is asked. One that only speaks of it is merely
// not kept.
func mayWrite(document string) bool {
	return strings.Contains(document, "mutation") || strings.Contains(document, "subscription")
}

func (q *question) key(version string) *answerKey {
	return &answerKey{
		build: q.build, version: version, media: q.media,
		query: q.params.Query, operation: q.params.OperationName, variables: canonical(q.variables),
	}
}

// setValidators lets everybody keep an answer, and ask each time whether it is
// still the same: another edition may be imported at any moment.
func setValidators(h http.Header, tag string) {
	h.Set("ETag", tag)
	h.Set("Cache-Control", "public, max-age=0, must-revalidate")
}

// find returns the answer that is kept under a key, or makes it. done is called
// once it is sent.
func (q *question) find(ctx context.Context, key fingerprint) (_ *payload, done func()) {
	if q.cache == nil {
		return q.answer(ctx)
	}
	at := cacheKey{answer: key, coding: q.takes.best(), always: q.takes.identity <= 0}
	nothing := func() {}
	if p, ok := q.cache.get(at); ok {
		q.metrics.answered(byCache)
		return p, nothing
	}
	p, shared := q.cache.load(ctx, at, func() *payload { return q.lasting(ctx) })
	if shared {
		q.metrics.answered(byAnother)
	}
	return p, nothing
}

// lasting makes an answer that can be sent any number of times. One that is too
// large to be kept is not copied: its buffer is given up instead.
func (q *question) lasting(ctx context.Context) *payload {
	p, done := q.answer(ctx)
	if p.length() > q.cache.largest {
		return p
	}
	if p.coding == identity {
		p.parts = [3][]byte{q.packer.pack(identity, p.parts[:]...)}
	}
	done()
	return p
}

// answer executes the operation and packs its answer, which is lent until done
// is called.
func (q *question) answer(ctx context.Context) (_ *payload, done func()) {
	q.metrics.answered(byExecution)
	ctx, free := plan.WithBuffer(ctx)
	a, refused := q.execute(ctx)
	p := q.pack(a, refused)
	p.abandoned = ctx.Err() != nil
	return p, func() { free(a.data) }
}

func (q *question) pack(a answer, refused *refusal) *payload {
	if refused != nil {
		return &payload{refusal: refused}
	}
	head, tail := a.frame()
	p := &payload{status: a.status(q.media), parts: [3][]byte{head, a.data, tail}, failed: len(a.errors) > 0}
	p.coding = q.takes.forSize(p.length())
	if p.coding != identity {
		p.parts = [3][]byte{q.packer.pack(p.coding, p.parts[:]...)}
	}
	return p
}

// execute runs the operation to its end.
func (q *question) execute(ctx context.Context) (answer, *refusal) {
	if refused := decodeObject("variables", q.variables, &q.params.Variables); refused != nil {
		return answer{}, refused
	}
	ctx = graphql.StartOperationTrace(ctx) // the executor asks for it
	op, errs := q.exec.CreateOperationContext(ctx, &q.params)
	if refused := checkKind(q.method, operationKind(q.method, op, &q.params)); refused != nil {
		return answer{}, refused
	}
	var response *graphql.Response
	if len(errs) > 0 {
		response = q.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
	} else {
		responses, ctx := q.exec.DispatchOperation(ctx, op)
		response = responses(ctx)
	}
	if response == nil {
		return answer{}, cancelled()
	}
	return answer{errors: response.Errors, data: response.Data, extensions: response.Extensions}, nil
}
