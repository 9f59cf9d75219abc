package web

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"weak"

	"github.com/prometheus/client_golang/prometheus"

	"maillage/graph"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/snapshot/shelf"
)

const (
	wantEvents = "Accept: text/event-stream\n"
	subscribe  = `subscription { editionPublished { id asOf } }`
)

// A publisher is a server whose editions change.
type publisher struct {
	*testing.T

	http.Handler
	keeper  *snapshot.Keeper
	library *shelf.Shelf
	metrics *prometheus.Registry
	url     string
	ended   chan struct{} // gets a value when a request to /graphql has been served
	stop    func() error  // and tells how the server ended
}

var (
	edition1 = network.Edition{Number: 1, AsOf: "2022-12-31", Sha256: "a"}
	edition2 = network.Edition{Number: 2, AsOf: "2024-08-01", Sha256: "b"}
)

// newPublisher serves edition 1 on loopback until the test ends.
func newPublisher(t *testing.T, change ...func(*http.Server)) *publisher {
	t.Helper()
	p := &publisher{T: t, metrics: prometheus.NewRegistry(), ended: make(chan struct{}, 2*maxStreams)}
	p.keeper, p.library = keeperOf(t, &network.Records{}, edition1)
	answers := graph.New(p.keeper, newDiscardLog())
	p.Handler = New(Config{
		Executor: answers, Short: answers.Answer, Pin: answers.Pin, AnswerCache: DefaultAnswerCache, Log: newDiscardLog(), Metrics: p.metrics,
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := Server("", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { p.ended <- struct{}{} }()
		p.ServeHTTP(w, r)
	}), newDiscardLog())
	for _, f := range change {
		f(server)
	}
	ctx, stop := context.WithCancel(context.Background())
	failed := make(chan error, 1)
	go func() { failed <- Serve(ctx, server, l) }()
	p.url = "http://" + l.Addr().String()
	p.stop = sync.OnceValue(func() error { stop(); return <-failed })
	t.Cleanup(func() {
		if err := p.stop(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// publish serves editions, the first one first.
func (p *publisher) publish(editions ...network.Edition) {
	p.Helper()
	p.library.List = editions
	if _, err := p.keeper.Refresh(p.Context()); err != nil {
		p.Fatal(err)
	}
}

// post asks; headers are "Name: value" lines.
func (p *publisher) post(headers, query string) *http.Response {
	p.Helper()
	return p.do("POST", p.url+"/graphql", sendJSON+headers, `{"query":"`+query+`"}`)
}

func (p *publisher) do(method, target, headers, body string) *http.Response {
	p.Helper()
	r, err := http.NewRequestWithContext(p.Context(), method, target, strings.NewReader(body))
	if err != nil {
		p.Fatal(err)
	}
	for line := range strings.Lines(headers) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { answer.Body.Close() })
	return answer
}

// A listener reads a stream.
type listener struct {
	*testing.T

	answer *http.Response
	lines  *bufio.Reader
}

// listen checks that an answer is a stream.
func listen(t *testing.T, answer *http.Response) listener {
	t.Helper()
	h := answer.Header
	if answer.StatusCode != http.StatusOK || h.Get("Content-Type") != "text/event-stream" || h.Get("Cache-Control") != "no-store" || h.Get("Content-Encoding") != "" {
		t.Fatalf("%s, %v", answer.Status, h)
	}
	return listener{t, answer, bufio.NewReader(answer.Body)}
}

// next returns the next event, comments left out; "" at the end.
func (l listener) next() string {
	l.Helper()
	var event strings.Builder
	for {
		line, err := l.lines.ReadString('\n')
		if err != nil {
			return ""
		}
		if line == "\n" && event.Len() > 0 {
			return event.String()
		}
		if line != "\n" && !strings.HasPrefix(line, ":") {
			event.WriteString(line)
		}
	}
}

func (l listener) wants(events ...string) {
	l.Helper()
	for _, want := range events {
		if got := l.next(); got != want {
			l.Fatalf("got  %s\nwant %s", got, want)
		}
	}
}

// tells is the event that tells of an edition.
func tells(e network.Edition) string {
	id, day := "edition:"+string(rune('0'+e.Number)), string(e.AsOf)
	return `event: next` + "\n" + `data: {"data":{"editionPublished":{"id":"` + id + `","asOf":"` + day + `"}},` +
		`"extensions":{"dataset":{"asOf":"` + day + `","date":"` + day + `","edition":"` + id + `"}}}` + "\n"
}

const completes = "event: complete\ndata:\n"

// Everybody who listens is told of each edition that is served from then on, once,
// however they asked; and when the server stops, that there are no more.
func TestSubscription(t *testing.T) {
	p := newPublisher(t)
	packed := "Accept-Encoding: gzip, zstd\n"
	listeners := []listener{
		listen(t, p.post(wantEvents+packed, subscribe)),
		listen(t, p.post(wantEvents+packed, subscribe)),
		listen(t, p.post("Accept: application/json, text/event-stream;q=0.1\n", subscribe)),
		listen(t, p.post("Accept: application/graphql-response+json, application/json, text/event-stream, multipart/mixed\n",
			`query Q { date } subscription S { ...F } fragment F on Subscription { editionPublished { id ... on Edition { asOf } } }","operationName":"S`)),
		listen(t, p.do("GET", p.url+get(subscribe), wantEvents, "")),
		listen(t, p.do("GET", p.url+get("subscription ($yes: Boolean!) { editionPublished @include(if: $yes) { id asOf } }")+"&variables="+url.QueryEscape(`{"yes":true}`), wantEvents, "")),
	}
	all := func(events ...string) {
		t.Helper()
		for _, l := range listeners {
			l.wants(events...)
		}
	}
	p.publish(edition2, edition1)
	all(tells(edition2))
	p.publish(edition1) // a rollback
	all(tells(edition1))
	p.wantsOpen(len(listeners))
	if err := p.stop(); err != nil {
		t.Error(err)
	}
	all(completes, "")
	p.wantsOpen(0)
}

// wantsOpen holds how many streams are open.
func (p *publisher) wantsOpen(n int) {
	p.Helper()
	if text := exposition(p.T, p.metrics); !strings.Contains(text, fmt.Sprintf("\nmaillage_streams_open %d\n", n)) {
		p.Errorf("not %d streams are open:\n%s", n, text)
	}
}

// Whoever takes nothing but streams is answered by one, and told in it of what is
// invalid.
func TestStreamOfOneAnswer(t *testing.T) {
	for name, test := range map[string]struct{ method, target, body, want string }{
		"query":          {"POST", "/graphql", `{"query":"{ echo }"}`, `{"data":{"echo":null}}`},
		"query over get": {"GET", get("{ echo }"), "", `{"data":{"echo":null}}`},
		"line break":     {"POST", "/graphql", `{"query":"query ($t: String) { echo(text: $t) }","variables":{"t":"a\nb"}}`, `{"data":{"echo":"a\nb"}}`},
		"mutation":       {"POST", "/graphql", `{"query":"mutation { touch }"}`, `{"data":{"touch":null}}`},
		"syntax":         {"POST", "/graphql", `{"query":"{"}`, "…GRAPHQL_PARSE_FAILED…"},
		"unknown field":  {"GET", get("subscription { nothing }"), "", "…GRAPHQL_VALIDATION_FAILED…"},
		"unknown hash": {"GET", `/graphql?extensions={"persistedQuery":{"version":1,"sha256Hash":"` + strings.Repeat("0", 64) + `"}}`, "",
			"…PERSISTED_QUERY_NOT_FOUND…"},
	} {
		t.Run(name, func(t *testing.T) {
			l := listen(t, newBench().do(t, test.method, test.target, sendJSON+wantEvents, test.body))
			data, ok := strings.CutPrefix(l.next(), "event: next\ndata: ")
			if data = strings.TrimSuffix(data, "\n"); !ok {
				t.Error("no next event")
			}
			if code, isCode := strings.CutPrefix(test.want, "…"); isCode {
				checkRefusal(t, data, strings.TrimSuffix(code, "…"))
			} else if data != test.want {
				t.Errorf("got %s, want %s", data, test.want)
			}
			l.wants(completes, "")
		})
	}
	if body := bodyOf(t, newBench().do(t, "HEAD", get("subscription { tick }"), wantEvents, "")); strings.Contains(body, "event") {
		t.Errorf("HEAD is answered %q", body)
	}
}

// What is no operation, or none for the method, is refused as under any other
// media type.
func TestStreamRefused(t *testing.T) {
	for name, test := range map[string]struct {
		method, target, body string
		status               int
		code                 string
	}{
		"no query":           {"POST", "/graphql", `{}`, 400, "BAD_REQUEST"},
		"bad variables":      {"GET", get("{ echo }") + "&variables={]", "", 400, "BAD_REQUEST"},
		"mutation over get":  {"GET", get("mutation { touch }"), "", 405, "METHOD_NOT_ALLOWED"},
		"mutation over head": {"HEAD", get("mutation { touch }"), "", 405, "METHOD_NOT_ALLOWED"},
	} {
		b := newBench()
		r := b.do(t, test.method, test.target, sendJSON+wantEvents, test.body)
		if r.StatusCode != test.status || r.Header.Get("Content-Type") != asJSON {
			t.Errorf("%s: %s, %v", name, r.Status, r.Header)
		}
		if checkRefusal(t, bodyOf(t, r), test.code); *b.schema.touched {
			t.Errorf("%s: the mutation was executed", name)
		}
	}
}

// Whoever does not take a stream is told how to ask, also once the operation is
// known.
func TestSubscriptionWithoutStream(t *testing.T) {
	p := newPublisher(t)
	l := listen(t, p.post(wantEvents, subscribe))
	p.publish(edition2, edition1)
	l.wants(tells(edition2))
	for range 3 {
		for _, accept := range []string{"Accept: */*\n", "Accept: application/json, text/event-stream;q=0\n", wantGraphQL} {
			r := p.post(accept, subscribe)
			body := bodyOf(t, r)
			if checkRefusal(t, body, "BAD_REQUEST"); r.StatusCode != http.StatusBadRequest || !strings.Contains(body, "text/event-stream") {
				t.Errorf("%s is answered %s: %s", accept, r.Status, body)
			}
		}
	}
}

// A subscription is held to the limits of a query, and tells of one field.
func TestSubscriptionLimits(t *testing.T) {
	p := newPublisher(t)
	deep := "coverage { territory {" + strings.Repeat(" ... on Region { departments { region {", 10) + " id " + strings.Repeat("}}}", 10) + "}}"
	for query, code := range map[string]string{
		"subscription { editionPublished { " + deep + " } }":                                "TOO_DEEP",
		"subscription { editionPublished { id } __typename }":                               "GRAPHQL_VALIDATION_FAILED",
		"subscription { a: editionPublished { id } b: editionPublished { id } }":            "GRAPHQL_VALIDATION_FAILED",
		"subscription ($no: Boolean = false) { editionPublished @include(if: $no) { id } }": "GRAPHQL_VALIDATION_FAILED",
		"subscription { editionPublished { id nothing } }":                                  "GRAPHQL_VALIDATION_FAILED",
		"subscription { date }":                                                                                  "GRAPHQL_VALIDATION_FAILED",
		"subscription { editionPublished { id } } query { date }":                                                "GRAPHQL_VALIDATION_FAILED",
		"subscription { __schema { subscriptionType { name } } }":                                                "GRAPHQL_VALIDATION_FAILED",
		"subscription { editionPublished { ...F } } fragment F on Edition { id ...G } fragment G on Nope { id }": "GRAPHQL_VALIDATION_FAILED",
	} {
		l := listen(t, p.post(wantEvents, query))
		event := l.next()
		if !strings.Contains(event, `"code":"`+code+`"`) || strings.Contains(event, `"data":`) {
			t.Errorf("%s\ngets %s", query, event)
		}
		l.wants(completes, "")
	}
}

// A client that leaves frees its place.
func TestSubscriberLeaves(t *testing.T) {
	p := newPublisher(t)
	listen(t, p.post(wantEvents, subscribe)).answer.Body.Close()
	<-p.ended
	p.wantsOpen(0)
	// And its stay does not count as the time that an answer takes.
	for route, want := range map[string]int{"/graphql": 0, streamRoute: 1} {
		if n := strings.Count(exposition(t, p.metrics), `maillage_http_request_duration_seconds_count{route="`+route+`"} 1`); n != want {
			t.Errorf("%s: %d requests of some duration, want %d", route, n, want)
		}
	}
}

func exposition(t *testing.T, from prometheus.Gatherer) string {
	t.Helper()
	w := httptest.NewRecorder()
	metricsHandler(from).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	return w.Body.String()
}

// When all places are taken a client is told to come again, and one that leaves
// makes room.
func TestTooManySubscribers(t *testing.T) {
	p := newPublisher(t)
	var leave context.CancelFunc
	for range maxStreams {
		ctx, cancel := context.WithCancel(p.Context())
		leave = cancel
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+get(subscribe), http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "text/event-stream")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cancel(); answer.Body.Close() })
		listen(t, answer)
	}
	r := p.post(wantEvents, subscribe)
	<-p.ended
	if checkRefusal(t, bodyOf(t, r), "TOO_MANY_STREAMS"); r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" {
		t.Errorf("%s, %v", r.Status, r.Header)
	}
	leave()
	<-p.ended
	l := listen(t, p.post(wantEvents, subscribe))
	p.publish(edition2, edition1)
	l.wants(tells(edition2))
}

// The time a server has for an answer does not end a stream that lives.
func TestStreamOutlivesWriteTimeout(t *testing.T) {
	p := newPublisher(t, func(s *http.Server) { s.WriteTimeout = 1 }) // a nanosecond
	l := listen(t, p.post(wantEvents, subscribe))
	p.publish(edition2, edition1)
	l.wants(tells(edition2))
	p.publish(edition1)
	l.wants(tells(edition1))
}

// What is no longer served is let go of, however long somebody has listened.
func TestStreamHoldsNoEdition(t *testing.T) {
	p := newPublisher(t)
	listeners := []listener{listen(t, p.post(wantEvents, subscribe)), listen(t, p.post("Accept: application/json, text/event-stream\n", subscribe))}
	first := weak.Make(p.keeper.Served())
	p.publish(edition2, edition1)
	for _, l := range listeners {
		l.wants(tells(edition2))
	}
	p.post("", "{ date }") // or what answers have in common is kept
	runtime.GC()
	if first.Value() != nil {
		t.Error("the edition served before is held")
	}
}

// A stream with nothing to tell shows that it is open.
func TestStreamShowsThatItIsOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := httptest.NewRecorder()
		ctx, leave := context.WithCancel(t.Context())
		s := openStream(w, leave)
		go s.keepOpen(ctx)
		time.Sleep(4*streamSilence + 1) // of the bubble
		leave()
		synctest.Wait()
		if got, want := w.Body.String(), strings.Repeat(":\n\n", 5); got != want || !w.Flushed {
			t.Errorf("sent %q, want %q", got, want)
		}
	})
}

// A client that takes nothing for as long as a server waits is cut off.
func TestStreamOfDeafClient(t *testing.T) {
	w := &deafWriter{ResponseRecorder: httptest.NewRecorder()}
	r := httptest.NewRequest(http.MethodGet, get(subscribe), http.NoBody)
	r.Header.Set("Accept", "text/event-stream")
	before := time.Now()
	newPublisher(t).ServeHTTP(w, r) // which ends
	if patience := w.deadline.Sub(before); patience < writeTimeout || patience > 2*writeTimeout {
		t.Errorf("the client has %s", patience)
	}
}

// A deafWriter is a connection whose other end takes nothing until its time is over.
type deafWriter struct {
	*httptest.ResponseRecorder

	deadline time.Time
}

func (w *deafWriter) SetWriteDeadline(t time.Time) error {
	w.deadline = t
	return nil
}

func (w *deafWriter) Write([]byte) (int, error) { return 0, os.ErrDeadlineExceeded }
