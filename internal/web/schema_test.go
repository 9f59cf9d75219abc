package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

const testSDL = `
type Query {
	echo(text: String, times: Int! = 1): String
	fail(times: Int! = 1, size: Int! = 5): String
	broken: String
	wait: String
	never: String!
}
type Mutation { touch: String }
type Subscription { tick: String }
`

// A testSchema answers a handful of fields by hand, each a case the transport
// must tell apart.
type testSchema struct {
	*ast.Schema
	touched  *bool         // set when the mutation is executed
	waiting  chan struct{} // gets a value when wait is reached; wait ends when it gives one
	executed *atomic.Int32 // operations
}

func newTestSchema() testSchema {
	return testSchema{
		Schema:   gqlparser.MustLoadSchema(&ast.Source{Input: testSDL}),
		touched:  new(bool),
		waiting:  make(chan struct{}),
		executed: new(atomic.Int32),
	}
}

// executor answers operations; the answers of those called Stamped say so.
func (s testSchema) executor() *executor.Executor {
	exec := executor.New(fakeExecutable{s})
	exec.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(ctx)
		if response != nil && graphql.GetOperationContext(ctx).OperationName == "Stamped" {
			response.Extensions = map[string]any{"stamped": true}
		}
		return response
	})
	return exec
}

type fakeExecutable struct{ testSchema }

func (f fakeExecutable) Schema() *ast.Schema { return f.testSchema.Schema }

func (f fakeExecutable) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (f fakeExecutable) Exec(ctx context.Context) graphql.ResponseHandler {
	f.executed.Add(1)
	return graphql.OneShot(f.answer(graphql.GetOperationContext(ctx)))
}

func (f fakeExecutable) answer(op *graphql.OperationContext) *graphql.Response {
	data := map[string]any{}
	var errs gqlerror.List
	for _, field := range graphql.CollectFields(op, op.Operation.SelectionSet, nil) {
		args := field.ArgumentMap(op.Variables)
		data[field.Alias] = nil
		switch field.Name {
		case "__typename":
			data[field.Alias] = "Query"
		case "echo":
			if text, ok := args["text"].(string); ok {
				data[field.Alias] = strings.Repeat(text, int(args["times"].(int64)))
			}
		case "fail":
			for range args["times"].(int64) {
				errs = append(errs, gqlerror.Errorf("%s", strings.Repeat("é", int(args["size"].(int64)))))
			}
		case "broken":
			panic("a secret")
		case "wait":
			f.waiting <- struct{}{}
			<-f.waiting
		case "touch":
			*f.touched = true
		case "never":
			return &graphql.Response{Data: json.RawMessage("null"), Errors: gqlerror.List{{Message: "null for String!"}}}
		}
	}
	encoded, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	return &graphql.Response{Data: encoded, Errors: errs}
}

var testPages = fstest.MapFS{
	"index.html":       {Data: []byte("<!doctype html><title>GraphiQL</title>")},
	"icon.svg":         {Data: []byte("<svg/>")},
	"assets/main-1.js": {Data: []byte("console.log(1)")},
}

// keeping makes a bench keep answers, of a version that may change.
func keeping(version *string) func(*Config) {
	return func(cfg *Config) {
		cfg.AnswerCache = 1 << 20
		cfg.Pin = func(ctx context.Context) (context.Context, string) { return ctx, *version }
	}
}

// A bench is a handler under test with what it logged.
type bench struct {
	http.Handler
	schema testSchema
	log    *bytes.Buffer
}

func newBench(change ...func(*Config)) bench {
	b := bench{schema: newTestSchema(), log: new(bytes.Buffer)}
	cfg := Config{
		Executor: b.schema.executor(),
		Schema:   testSDL,
		Pages:    testPages,
		PagesCSP: "default-src 'self'",
		Ready:    func() (string, error) { return "", nil },
		Log:      slog.New(LogRequestIDs(slog.NewTextHandler(b.log, &slog.HandlerOptions{Level: slog.LevelDebug}))),
	}
	for _, f := range change {
		f(&cfg)
	}
	b.Handler = New(cfg)
	return b
}

// do sends a request whose headers are "Name: value" lines.
func (b bench) do(t *testing.T, method, target, headers, body string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for line := range strings.Lines(headers) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, r *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
