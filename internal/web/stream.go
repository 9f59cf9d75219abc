package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"
)

// Subscriptions are told of as server-sent events, each over a connection of its
// own. Who takes nothing else has a query answered so, too, by one event. Protocol:
// https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md

// What a stream is made of. An answer is one line: it has no line break of its own.
const (
	nextEvent     = "event: next\ndata: "
	endOfEvent    = "\n\n"
	completeEvent = "event: complete\ndata:" + endOfEvent // without data EventSource would drop it
	signOfLife    = ":" + endOfEvent                      // a comment
)

// streamRoute is what subscriptions are counted under, so that the time answers
// take is not mixed with the time that clients stay.
const streamRoute = "/graphql (stream)"

// Places bound how many subscriptions are served at a time.
type places chan struct{}

func newPlaces(to prometheus.Registerer) places {
	p := make(places, maxStreams)
	to.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "maillage_streams_open", Help: "Subscriptions being served.",
	}, func() float64 { return float64(len(p)) }))
	return p
}

// take reports false if all are taken.
func (p places) take() bool {
	select {
	case p <- struct{}{}:
		return true
	default:
		return false
	}
}

func (p places) giveBack() { <-p }

// An eventStream is written to by who answers and by who shows that it is open.
type eventStream struct {
	to      http.ResponseWriter
	control *http.ResponseController
	cut     context.CancelFunc // called once the client takes nothing any more
	turn    sync.Mutex
}

// openStream begins a stream, which nobody on its way is to keep or to hold back
// until it is whole.
func openStream(w http.ResponseWriter, cut context.CancelFunc) *eventStream {
	h := w.Header()
	h.Set("Content-Type", string(mediaEvents))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // what nginx goes by
	s := &eventStream{to: w, control: http.NewResponseController(w), cut: cut}
	s.send([]byte(signOfLife))
	return s
}

// send sends some lines at once. What time a client has to take an answer begins
// anew with each.
func (s *eventStream) send(lines []byte) {
	s.turn.Lock()
	defer s.turn.Unlock()
	_ = s.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // there is none but on a connection
	_, err := s.to.Write(lines)
	if err == nil {
		err = s.control.Flush()
	}
	if err != nil {
		s.cut()
	}
}

// tell sends an answer.
func (s *eventStream) tell(a answer) {
	s.send(append(a.appendTo([]byte(nextEvent)), endOfEvent...))
}

// complete says that there is nothing more to tell.
func (s *eventStream) complete() { s.send([]byte(completeEvent)) }

// keepOpen shows proxies that the stream lives, until ctx ends. It cuts the stream
// when the server stops.
func (s *eventStream) keepOpen(ctx context.Context) {
	tick := time.NewTicker(streamSilence)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-stopping(ctx):
			s.cut()
			return
		case <-tick.C:
			s.send([]byte(signOfLife))
		}
	}
}

// stream answers a question whose answer is taken as a stream alone.
func (q *question) stream(w http.ResponseWriter, r *http.Request) {
	switch told := q.understand(r.Context()); {
	case told == nil:
		q.tell(w, r)
	case told.refusal != nil: // there is no operation, as under any media type
		told.write(w, q.media)
	default: // the hash of a query that is not known
		s := openStream(w, func() {})
		s.send(append(append([]byte(nextEvent), told.body.Join()...), endOfEvent...))
		s.complete()
	}
}

// tell executes an operation that was read, and tells of its answers until there
// are no more, the client leaves or the server stops. An invalid operation opens a
// stream, too, as the protocol has it: of a status other than 200, EventSource lets
// nobody read the body.
func (q *question) tell(w http.ResponseWriter, r *http.Request) {
	ctx := graphql.StartOperationTrace(q.inTongue(r.Context()))
	op, errs := q.exec.CreateOperationContext(ctx, &q.params)
	kind := operationKind(q.method, op, &q.params)
	if refused := checkKind(q.method, kind); refused != nil && !refused.streams {
		refused.write(w, q.media)
		return
	}
	if kind == ast.Subscription {
		r.Pattern = streamRoute
		if !q.places.take() {
			tooManyStreams().write(w, q.media)
			return
		}
		defer q.places.giveBack()
	}
	ctx, cut := context.WithCancel(ctx)
	var open sync.WaitGroup
	defer open.Wait() // nobody may write once this returns
	defer cut()
	responses, within := q.dispatch(ctx, op, errs) // before the client knows: it is told of what happens from then on
	s := openStream(w, cut)
	if q.method == http.MethodHead {
		return
	}
	open.Go(func() { s.keepOpen(ctx) })
	for response := responses(within); response != nil; response = responses(within) {
		q.metrics.answered(byExecution)
		s.tell(answerOf(response))
	}
	if r.Context().Err() == nil {
		s.complete()
	}
}
