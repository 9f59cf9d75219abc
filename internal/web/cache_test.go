package web

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"maillage/graph"
	"maillage/internal/network"
	"maillage/internal/plan"
)

// What is asked a third time in the same words is not executed again: most
// answers are asked for once, and are not worth a copy.
func TestKept(t *testing.T) {
	version := "1"
	const (
		document = `query A($t: String, $n: Int!) { echo(text: $t, times: $n) } query B { echo }`
		asked    = `{"query":"` + document + `","operationName":"A","variables":{"t":"x","n":2}}`
		want     = `{"data":{"echo":"xx"}}`
	)
	target := func(variables string) string {
		return "/graphql?" + values("query", document, "operationName", "A", "variables", variables)
	}
	for name, again := range map[string]struct {
		method, target, headers, body string
		executions                    int32 // with the first two
	}{
		"the same":                   {"POST", "/graphql", sendJSON, asked, 2},
		"variables in another order": {"POST", "/graphql", sendJSON, `{"variables":{"n":2,"t":"x"},"operationName":"A","query":"` + document + `"}`, 3},
		"over GET":                   {"GET", target(`{"n":2,"t":"x"}`), "", "", 3},
		"over HEAD":                  {"HEAD", target(`{"n":2,"t":"x"}`), "", "", 3},
		"other variables":            {"POST", "/graphql", sendJSON, strings.ReplaceAll(asked, `"n":2`, `"n":3`), 3},
		"another operation":          {"POST", "/graphql", sendJSON, strings.ReplaceAll(asked, `"A"`, `"B"`), 3},
		"another document":           {"POST", "/graphql", sendJSON, strings.ReplaceAll(asked, `query B`, ` query B`), 3},
		"another media type":         {"POST", "/graphql", sendJSON + wantGraphQL, asked, 3},
		"packed":                     {"POST", "/graphql", sendJSON + "Accept-Encoding: gzip", asked, 3},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(keeping(&version))
			for range 2 {
				if got := bodyOf(t, b.do(t, "POST", "/graphql", sendJSON, asked)); got != want {
					t.Fatalf("got %s, want %s", got, want)
				}
			}
			r := b.do(t, again.method, again.target, again.headers, again.body)
			if got := bodyOf(t, r); r.StatusCode != http.StatusOK || again.executions == 2 && again.method != "HEAD" && got != want {
				t.Errorf("got %d %s", r.StatusCode, got)
			}
			if n := b.schema.executed.Load(); n != again.executions {
				t.Errorf("executed %d times, want %d", n, again.executions)
			}
		})
	}
}

func TestOtherVersionsAndBuilds(t *testing.T) {
	version := "1"
	tags := map[string]bool{}
	for _, build := range []string{"a", "b"} {
		b := newBench(keeping(&version), func(cfg *Config) { cfg.Build = build })
		for _, version = range []string{"1", "2", "1", "2", "1", "2"} {
			tags[b.do(t, "GET", get("{ echo }"), "", "").Header.Get("ETag")] = true
		}
		if n := b.schema.executed.Load(); n != 4 {
			t.Errorf("executed %d times, want twice a version", n)
		}
	}
	if len(tags) != 4 {
		t.Errorf("two builds of two versions give tags %v", tags)
	}
}

// Answers with errors are made each time, and nobody is told that they may be
// kept.
func TestErrorsAreNotKept(t *testing.T) {
	version := "1"
	b := newBench(keeping(&version))
	for _, query := range []string{"{ fail }", "{ never }", "{ nothing }", "{", "query($t: String!) { echo(text: $t) }"} {
		before := b.schema.executed.Load()
		var bodies [2]string
		for i := range bodies {
			r := b.do(t, "GET", get(query), "", "")
			bodies[i] = bodyOf(t, r)
			if r.Header.Get("ETag") != "" || r.Header.Get("Cache-Control") != "no-store" {
				t.Errorf("%s has headers %v", query, r.Header)
			}
		}
		if bodies[0] != bodies[1] || !strings.Contains(bodies[0], `"errors"`) {
			t.Errorf("%s is answered %q", query, bodies)
		}
		if n := b.schema.executed.Load() - before; n == 1 {
			t.Errorf("%s was executed once, and kept", query)
		}
	}
}

func TestMutationsAreNotKept(t *testing.T) {
	version := "1"
	b := newBench(keeping(&version))
	for range 2 {
		b.do(t, "POST", "/graphql", sendJSON, `{"query":"mutation { touch }"}`)
	}
	if n := b.schema.executed.Load(); n != 2 {
		t.Errorf("the mutation was executed %d times", n)
	}
	// Nor is one on GET let through by what a POST left.
	if r := b.do(t, "GET", get("mutation { touch }"), "", ""); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("status %d", r.StatusCode)
	}
}

func TestNothingIsKeptWithoutACache(t *testing.T) {
	version := "1"
	b := newBench(keeping(&version), func(cfg *Config) { cfg.AnswerCache = 0 })
	var tags [2]string
	for i := range tags {
		r := b.do(t, "GET", get("{ echo }"), "", "")
		tags[i] = r.Header.Get("ETag")
		if body := bodyOf(t, r); body != `{"data":{"echo":null}}` {
			t.Errorf("got %s", body)
		}
	}
	if n := b.schema.executed.Load(); n != 2 || tags[0] == "" || tags[0] != tags[1] {
		t.Errorf("executed %d times, with tags %v", n, tags)
	}
}

// However many answers are made, what is kept stays below its limit, and no
// large one takes the place of all others.
func TestCacheIsBounded(t *testing.T) {
	const limit = 64 << 10
	c := newAnswerCache(limit)
	key := func(i int) (k cacheKey) {
		binary.NativeEndian.PutUint64(k.answer[:], uint64(i))
		return k
	}
	load := func(k cacheKey, size int) *payload {
		answer := func() (*payload, func()) {
			return &payload{body: plan.Text{Own: make([]byte, size)}, coding: gzipped}, nothing
		}
		p, done, _ := c.load(t.Context(), k, answer, func(p *payload) *payload { return p })
		done()
		return p
	}
	for i := range 1000 {
		if n := load(key(i), 1+i).body.Len(); n != 1+i {
			t.Fatalf("answer %d has %d bytes", i, n)
		}
	}
	if n := c.bytes(); n == 0 || n > limit {
		t.Errorf("%d bytes are kept, the limit is %d", n, limit)
	}
	for size, want := range map[int]bool{limit/8 - entryBytes: true, limit/8 - entryBytes + 1: false} {
		k := key(-size)
		load(k, size)
		if _, kept := c.get(k); kept != want {
			t.Errorf("an answer of %d bytes: kept %t, want %t", size, kept, want)
		}
	}
}

// Those who ask the same at the same time, or later, share one execution.
func TestAskedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		version := "1"
		b := newBench(keeping(&version))
		var together sync.WaitGroup
		ask := func() {
			if body := bodyOf(t, b.do(t, "GET", get("{ wait }"), "", "")); body != `{"data":{"wait":null}}` {
				t.Errorf("got %s", body)
			}
		}
		together.Go(ask)
		<-b.schema.waiting
		for range 20 {
			together.Go(ask)
		}
		synctest.Wait() // until they wait for the first one
		b.schema.waiting <- struct{}{}
		together.Wait()
		ask()
		if n := b.schema.executed.Load(); n != 1 {
			t.Errorf("executed %d times", n)
		}
	})
}

// Those who wait for an answer whose making panics are not left waiting.
func TestWaitingForAPanic(t *testing.T) {
	c := newAnswerCache(1 << 20)
	key := cacheKey{coding: identity}
	f, _ := c.board(key)
	var waits sync.WaitGroup
	waits.Go(func() {
		p, done, _ := c.load(t.Context(), key, func() (*payload, func()) { return &payload{coding: gzipped}, nothing },
			func(p *payload) *payload { return p })
		done()
		if p.refusal != nil {
			t.Error("who waited has no answer")
		}
	})
	func() {
		defer func() { _ = recover() }()
		c.fly(key, f, func() (*payload, func()) { panic("a defect") }, nil)
	}()
	waits.Wait()
}

// If the client an answer is made for leaves, the others are not left without.
func TestOneLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		version := "1"
		b := newBench(keeping(&version))
		ctx, leave := context.WithCancel(t.Context())
		var together sync.WaitGroup
		together.Go(func() {
			r := httptest.NewRequestWithContext(ctx, "GET", get("{ wait }"), http.NoBody)
			b.ServeHTTP(httptest.NewRecorder(), r)
		})
		<-b.schema.waiting
		for range 3 {
			together.Go(func() {
				if body := bodyOf(t, b.do(t, "GET", get("{ wait }"), "", "")); body != `{"data":{"wait":null}}` {
					t.Errorf("who stays gets %s", body)
				}
			})
		}
		synctest.Wait() // until they wait for the first one
		leave()
		b.schema.waiting <- struct{}{}
		<-b.schema.waiting // of those who stay
		b.schema.waiting <- struct{}{}
		together.Wait()
		if n := b.schema.executed.Load(); n != 2 {
			t.Errorf("executed %d times", n)
		}
	})
}

// A new edition is answered from at once, and what clients have of the one
// before is outdated.
func TestNewEdition(t *testing.T) {
	keeper, library := keeperOf(t, new(network.Records), network.Edition{Number: 1, AsOf: "2022-12-31"})
	answers := graph.New(keeper, slog.New(slog.DiscardHandler))
	b := newBench(func(cfg *Config) {
		cfg.Executor, cfg.Short, cfg.Pin, cfg.AnswerCache = answers, answers.Answer, answers.Pin, 1<<20
	})
	tags := map[string]string{}
	for _, want := range []string{"2022-12-31", "2024-08-01"} {
		for range 3 {
			r := b.do(t, "GET", get("{ date }"), "", "")
			if body := bodyOf(t, r); !strings.Contains(body, `{"date":"`+want+`"}`) {
				t.Errorf("got %s, want %s", body, want)
			}
			tags[want] = r.Header.Get("ETag")
		}
		for day, tag := range tags {
			r := b.do(t, "GET", get("{ date }"), "If-None-Match: "+tag, "")
			if (r.StatusCode == http.StatusNotModified) != (day == want) {
				t.Errorf("on %s the tag of %s is answered %d", want, day, r.StatusCode)
			}
		}
		library.List = []network.Edition{{Number: 2, AsOf: "2024-08-01"}, library.List[0]}
		if _, err := keeper.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := answers.Stats().ByPlan.Load(); n != 4 {
		t.Errorf("executed %d times, want twice an edition", n)
	}
}

// The answers that are sent are those that are made, byte for byte, whether they
// are kept or not.
func TestKeptAnswersAreTheSame(t *testing.T) {
	keeper := embeddedKeeper(t)
	answers := graph.New(keeper, slog.New(slog.DiscardHandler))
	handler := func(cacheBytes int64) bench {
		return newBench(func(cfg *Config) {
			cfg.Executor, cfg.Short, cfg.Pin, cfg.AnswerCache = answers, answers.Answer, answers.Pin, cacheBytes
		})
	}
	kept, made, small := handler(64<<20), handler(0), handler(1<<10)
	want := map[string]string{}
	for _, q := range questions {
		body := bodyOf(t, made.do(t, "POST", "/graphql", sendJSON, q.body))
		if !json.Valid([]byte(body)) || strings.Contains(body, `"errors"`) {
			t.Fatalf("%s is answered %.200s", q.name, body)
		}
		want[q.name] = body
	}
	for i, b := range []bench{kept, made, small} {
		for range 3 { // in turns, for their buffers are lent to each other
			for _, q := range questions {
				if got := bodyOf(t, b.do(t, "POST", "/graphql", sendJSON, q.body)); got != want[q.name] {
					t.Errorf("%s: handler %d answers %.200s, want %.200s", q.name, i, got, want[q.name])
				}
			}
		}
	}
}

func FuzzKey(f *testing.F) {
	f.Add("1", "{ a }", "1{", " a }")
	f.Fuzz(func(t *testing.T, version1, written1, version2, written2 string) {
		key1, _ := (&answerKey{version: version1, written: []byte(written1)}).sum(nil)
		key2, _ := (&answerKey{version: version2, written: []byte(written2)}).sum(nil)
		if same := version1 == version2 && written1 == written2; same != (key1 == key2) {
			t.Errorf("%q and %q: same %t", []string{version1, written1}, []string{version2, written2}, same)
		}
	})
}

// GET and HEAD share what is kept.
func TestKeptForHead(t *testing.T) {
	version := "1"
	b := newBench(keeping(&version))
	for _, method := range []string{"GET", "HEAD", "GET", "HEAD"} {
		if r := b.do(t, method, get("{ echo }"), "", ""); r.StatusCode != http.StatusOK || r.Header.Get("ETag") == "" {
			t.Errorf("%s: %d with %v", method, r.StatusCode, r.Header)
		}
	}
	if n := b.schema.executed.Load(); n != 2 {
		t.Errorf("executed %d times", n)
	}
}

func TestTagsListed(t *testing.T) {
	version := "1"
	b := newBench(keeping(&version))
	long := get(`{ echo(text: "` + strings.Repeat("x", minPackedBytes) + `") }`)
	tag := func(encoding string) string {
		return b.do(t, "GET", long, "Accept-Encoding: "+encoding, "").Header.Get("ETag")
	}
	plain, gzip, zstd := tag("identity"), tag("gzip"), tag("zstd")
	if plain == gzip || gzip == zstd || plain == zstd || strings.HasPrefix(plain, "W/") {
		t.Fatalf("tags %s, %s and %s", plain, gzip, zstd)
	}
	made := b.schema.executed.Load()
	for _, test := range []struct {
		headers string
		want    string // the tag of a 304, "" for a new answer
	}{
		{"If-None-Match: " + plain, plain},
		{"If-None-Match: W/" + plain, plain},
		{`If-None-Match: "a", W/"b,c" ,` + plain, plain},
		{"If-None-Match: \"a\"\nIf-None-Match: " + plain, plain},
		{"Accept-Encoding: gzip\nIf-None-Match: " + gzip, gzip},
		{"Accept-Encoding: gzip\nIf-None-Match: " + plain, plain}, // it has one, and takes it
		{"Accept-Encoding: gzip, zstd\nIf-None-Match: " + gzip + ", " + zstd, zstd},
		{"Accept-Encoding: zstd\nIf-None-Match: " + gzip, ""},
		{"If-None-Match: *", plain},
		{"Accept-Encoding: gzip\nIf-None-Match: *", gzip},
		{"If-None-Match: " + gzip, ""},
		{"Accept-Encoding: gzip, identity;q=0\nIf-None-Match: " + plain, ""},
		{"If-None-Match: " + strings.Trim(plain, `"`), ""},
		{"If-None-Match: w/" + plain, ""},
		{`If-None-Match: "a"`, ""},
		{"If-None-Match: ", ""},
		{"", ""},
	} {
		for _, method := range []string{"GET", "HEAD"} {
			r := b.do(t, method, long, test.headers, "")
			want := http.StatusOK
			if test.want != "" {
				want = http.StatusNotModified
				if got := r.Header.Get("ETag"); got != test.want {
					t.Errorf("%q: tag %s, want %s", test.headers, got, test.want)
				}
				if n := len(bodyOf(t, r)); n > 0 || r.Header.Get("Content-Type") != "" {
					t.Errorf("%q: a 304 of %d bytes with %v", test.headers, n, r.Header)
				}
			}
			if r.StatusCode != want {
				t.Errorf("%s %q: status %d, want %d", method, test.headers, r.StatusCode, want)
			}
			if got := r.Header.Get("Cache-Control") + "; " + r.Header.Get("Vary"); got !=
				"public, max-age=0, must-revalidate; Accept, Accept-Encoding, Accept-Language" {
				t.Errorf("%q: %s", test.headers, got)
			}
		}
	}
	// "gzip, identity;q=0" is a form of its own, and what is sent as it is is kept
	// when it is asked for again.
	if n := b.schema.executed.Load() - made; n != 2 {
		t.Errorf("executed %d times more", n)
	}
	// POST has no conditions.
	r := b.do(t, "POST", "/graphql", sendJSON+"If-None-Match: *", `{"query":"{ echo }"}`)
	if r.StatusCode != http.StatusOK || r.Header.Get("ETag") != "" {
		t.Errorf("POST answers %d with %v", r.StatusCode, r.Header)
	}
}

// values returns a query string of names and values.
func values(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v.Encode()
}
