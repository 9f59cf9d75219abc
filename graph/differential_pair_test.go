package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/network"
	"maillage/internal/plan/plantest"
	"maillage/internal/snapshot"
	memory "maillage/internal/snapshot/shelf"
)

// A pair answers the same requests twice, from the same edition.
type pair struct {
	oracle *executor.Executor
	plans  *executor.Executor
	short  *Service // answers by plans what the executor answered before
	stats  *Stats
	keeper *snapshot.Keeper

	onShort *atomic.Int64 // answers that were checked there
}

// newPair returns a pair that answers from a library. Tests of this test put
// something of theirs around the plans; nil for nothing.
func newPair(t testing.TB, library network.Reader, around func(*planned) graphql.ExecutableSchema) pair {
	t.Helper()
	keeper, err := snapshot.NewKeeper(t.Context(), memory.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	plans := newPlanned(newSchema())
	var schema graphql.ExecutableSchema = plans
	if around != nil {
		schema = around(plans)
	}
	exec := newExecutorOf(schema, plans.operations, keeper, log)
	short := &Service{Executor: exec, keeper: keeper, planned: plans}
	return pair{NewUnplannedExecutor(keeper, log), exec, short, &plans.stats, keeper, new(atomic.Int64)}
}

// An answer is what a client compares.
type answer struct {
	data       string // as it was sent
	errors     string
	extensions string
}

// answerTo answers a request. A panic is an error, so that what was asked is told.
func answerTo(exec *executor.Executor, r plantest.Request, variables string) (_ answer, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
		}
	}()
	params, err := paramsOf(r, variables)
	if err != nil {
		return answer{}, err
	}
	response := dispatch(context.Background(), exec, params)
	errs, err := json.Marshal(response.Errors)
	if err != nil {
		return answer{}, err
	}
	extensions, err := json.Marshal(response.Extensions)
	return answer{string(response.Data), string(errs), string(extensions)}, err
}

// paramsOf reads a request as a transport does. The executor changes what it is
// given, so each answer needs its own.
func paramsOf(r plantest.Request, variables string) (*graphql.RawParams, error) {
	params := &graphql.RawParams{Query: r.Query, OperationName: r.Operation}
	if variables == "" {
		return params, nil
	}
	d := json.NewDecoder(strings.NewReader(variables))
	d.UseNumber()
	return params, d.Decode(&params.Variables)
}

func dispatch(ctx context.Context, exec *executor.Executor, params *graphql.RawParams) *graphql.Response {
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := exec.CreateOperationContext(ctx, params)
	if errs != nil {
		return exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
	}
	responses, ctx := exec.DispatchOperation(ctx, op)
	return responses(ctx)
}

// check asks a request with each set of its variables, and returns what is wrong
// with the answers: that they differ, or that a plan should have been enough.
func (p pair) check(r plantest.Request) error {
	for _, variables := range r.Variables {
		if err := p.checkOnce(r, variables); err != nil {
			return fmt.Errorf("%w\nquery:\n%s\noperation: %q\nvariables: %s", err, r.Query, r.Operation, variables)
		}
	}
	return nil
}

func (p pair) checkOnce(r plantest.Request, variables string) error {
	want, err := answerTo(p.oracle, r, variables)
	if err != nil {
		return fmt.Errorf("oracle: %w", err)
	}
	executed := p.stats.ByExecutor.Load()
	got, err := answerTo(p.plans, r, variables)
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	if want.errors != "null" && strings.Contains(got.errors, codeTooLarge) && (len(want.data)+len(want.errors) > 1<<20 || lost(want)) {
		return nil // an error beside much else: plans refuse what the oracle would take long to tell
	}
	if err := differ(want, got); err != nil {
		return err
	}
	if want.errors != "null" {
		return p.checkShortRefuses(r, variables)
	}
	if introspects(r) {
		return nil
	}
	if p.stats.ByExecutor.Load() > executed && !r.Faulty {
		return errors.New("no plan answered it, though it has neither an error nor introspection")
	}
	return p.checkShort(r, variables, want)
}

// lost says whether an error took what was asked beside it along: null stands for
// a root field that has much in it else.
func lost(a answer) bool {
	var root map[string]json.RawMessage
	if json.Unmarshal([]byte(a.data), &root) != nil {
		return true // null for all of it
	}
	for _, value := range root {
		if string(value) == "null" {
			return true
		}
	}
	return false
}

// checkShort asks again what the executor of plans has answered, without gqlgen:
// first fragments of the answer are kept, and then it is made of them.
func (p pair) checkShort(r plantest.Request, variables string, want answer) error {
	for range 2 {
		if err := p.checkShortOnce(r, variables, want); err != nil {
			return err
		}
	}
	return nil
}

func (p pair) checkShortOnce(r plantest.Request, variables string, want answer) error {
	params, err := paramsOf(r, variables)
	if err != nil {
		return err
	}
	data, extensions, ok := p.short.Answer(context.Background(), params.Query, params.OperationName, params.Variables, nil)
	_, kept := p.short.planned.operations.get(params.Query, params.OperationName)
	switch {
	case !ok && (r.Faulty || !kept): // what is asked for once may make room for what is asked for often
		return nil
	case !ok:
		return errors.New("it has no answer on the short path, though it was answered before")
	}
	if err := differ(want, answer{string(data.Join()), "null", string(extensions)}); err != nil {
		return fmt.Errorf("on the short path: %w", err)
	}
	p.onShort.Add(1)
	return nil
}

// checkShortRefuses sees to it that an error is told by the executor.
func (p pair) checkShortRefuses(r plantest.Request, variables string) error {
	params, err := paramsOf(r, variables)
	if err != nil {
		return err
	}
	if data, _, ok := p.short.Answer(context.Background(), params.Query, params.OperationName, params.Variables, nil); ok {
		return fmt.Errorf("on the short path it has an answer without the error: %s", data.Join())
	}
	return nil
}

func introspects(r plantest.Request) bool {
	return strings.Contains(r.Query, "__schema") || strings.Contains(r.Query, "__type(")
}

// differ returns the first difference of two answers.
func differ(want, got answer) error {
	for _, part := range []struct{ name, want, got string }{
		{"data", want.data, got.data}, {"errors", want.errors, got.errors}, {"extensions", want.extensions, got.extensions},
	} {
		if part.want == part.got {
			continue
		}
		at := 0
		for at < min(len(part.want), len(part.got)) && part.want[at] == part.got[at] {
			at++
		}
		return fmt.Errorf("%s differ at byte %d:\noracle: %s\nplan:   %s", part.name, at, around(part.want, at), around(part.got, at))
	}
	return nil
}

func around(text string, at int) string {
	const some = 80
	return "…" + text[max(0, at-some):min(len(text), at+some)] + "…"
}
