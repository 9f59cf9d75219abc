package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/internal/plan"
)

// A question is one operation that was asked, and the form its answer is wanted
// in.
type question struct {
	*transport
	*request
	media   mediaType
	streams bool // whether a stream is taken, too
	takes   codingChoice
	tongue  tongue
	acts    bool // it does something beside being answered, once it is read
}

// serve answers a question: with the word that nothing has changed, from what is
// kept, or by executing it.
func (q *question) serve(w http.ResponseWriter, r *http.Request) {
	ctx, key, versioned := q.pinned(q.inTongue(r.Context()))
	outside := versioned && q.method != http.MethodPost // whether others may keep the answer
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
	if q.streams && p.refusal != nil && p.refusal.streams {
		q.tell(w, r)
		return
	}
	if outside && p.worthKeeping() {
		setValidators(w.Header(), key.tag(p.coding))
		if takesAny(r.Header) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if q.method != http.MethodHead && p.body.Len() >= netHTTPBuffer {
		announce(ctx)
	}
	p.write(w, q.media)
}

// pinned binds the question to what is served now, and returns the fingerprint of
// its answer; it reports false if answers have none.
func (q *question) pinned(ctx context.Context) (_ context.Context, key fingerprint, ok bool) {
	if q.pin == nil {
		return ctx, key, false
	}
	ctx, version := q.pin(ctx)
	of := answerKey{build: q.build, version: version, media: q.media, method: http.MethodGet, tongue: q.tongue, written: q.written.Bytes()}
	if q.method == http.MethodPost {
		of.method = http.MethodPost
	}
	key, q.scratch = of.sum(q.scratch)
	return ctx, key, true
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
	at := cacheKey{answer: key, coding: q.takes.best(), always: q.takes.identity <= 0}
	if q.cache != nil {
		if p, ok := q.cache.get(at); ok {
			q.metrics.answered(byCache)
			return p, nothing
		}
	}
	if told := q.understand(ctx); told != nil {
		return told, nothing
	}
	if q.cache == nil || q.acts {
		return q.answer(ctx)
	}
	p, done, shared := q.cache.load(ctx, at, func() (*payload, func()) { return q.answer(ctx) }, q.lasting)
	if shared {
		q.metrics.answered(byAnother)
	}
	return p, done
}

// understand reads what is asked for. It returns what the client is told instead
// of an answer, if it cannot be executed.
func (q *question) understand(ctx context.Context) *payload {
	if refused := q.read(); refused != nil {
		return &payload{refusal: refused}
	}
	registers := q.params.Query != "" // if it has a hash, too
	told, refused := q.persisted.resolve(ctx, &q.params)
	switch {
	case refused != nil:
		return &payload{refusal: refused}
	case told != nil:
		return told.payload(told.status(q.media), nil)
	}
	q.acts = registers && q.params.Extensions["persistedQuery"] != nil || mayWrite(q.params.Query)
	return nil
}

// mayWrite says whether a document may hold something else than queries, whose
// answer is no function of what is asked. One that only speaks of it is merely
// not kept.
func mayWrite(document string) bool {
	return strings.Contains(document, "mutation") || strings.Contains(document, "subscription")
}

// lasting makes an answer that can be sent any number of times. One that is
// packed is so already; one too large to be kept is not copied, and its buffer
// given up instead.
func (q *question) lasting(p *payload) *payload {
	if p.coding != identity || p.body.Len() > q.cache.largest {
		return p
	}
	lasts := *p
	lasts.body = p.body.Copy()
	return &lasts
}

// answer executes the operation and packs its answer, which is lent until done
// is called.
func (q *question) answer(ctx context.Context) (_ *payload, done func()) {
	q.metrics.answered(byExecution)
	buf, free := plan.Lend()
	p := q.make(ctx, buf)
	p.acted, p.abandoned = q.acts, ctx.Err() != nil
	lent := p.body.Own
	if p.refusal == nil {
		p.coding = q.takes.forSize(p.body.Len())
	}
	if p.coding != identity && p.refusal == nil {
		p.body = plan.Text{Own: q.packer.pack(p.coding, p.body.Join())}
		free(lent)
		return p, nothing
	}
	return p, func() { free(lent) }
}

// make makes the answer as it is, in buf if there is room: by a plan alone if the
// query was answered before, and else by the executor.
func (q *question) make(ctx context.Context, buf []byte) *payload {
	if q.short != nil {
		buf = append(buf, dataHead...)
		if body, extensions, ok := q.short(ctx, q.params.Query, q.params.OperationName, q.params.Variables, buf); ok {
			body.Own = append(append(append(body.Own, `,"extensions":`...), extensions...), '}')
			return &payload{status: http.StatusOK, body: body}
		}
	}
	a, refused := q.execute(ctx)
	if refused != nil {
		return &payload{refusal: refused}
	}
	return a.payload(a.status(q.media), buf[:0])
}

// execute runs the operation to its end.
func (q *question) execute(ctx context.Context) (answer, *refusal) {
	ctx = graphql.StartOperationTrace(ctx) // the executor asks for it
	op, errs := q.exec.CreateOperationContext(ctx, &q.params)
	if refused := checkKind(q.method, operationKind(q.method, op, &q.params)); refused != nil {
		return answer{}, refused
	}
	responses, ctx := q.dispatch(ctx, op, errs)
	response := responses(ctx)
	if response == nil {
		return answer{}, cancelled()
	}
	return answerOf(response), nil
}

// dispatch begins to execute an operation, or to say why it is invalid.
func (q *question) dispatch(ctx context.Context, op *graphql.OperationContext, errs gqlerror.List) (graphql.ResponseHandler, context.Context) {
	if len(errs) > 0 {
		ctx = graphql.WithOperationContext(ctx, op)
		return graphql.OneShot(q.exec.DispatchError(ctx, errs)), ctx
	}
	return q.exec.DispatchOperation(ctx, op)
}
