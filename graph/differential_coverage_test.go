package graph

import (
	"context"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"maillage/internal/plan/plantest"
)

// A tally is what random requests covered.
type tally struct {
	requests         int
	byPlan, executed int64             // answers
	asked            plantest.Coverage // in the requests
	answered, filled plantest.Coverage // fields, by the oracle
}

func newTally() *tally {
	return &tally{asked: plantest.Coverage{}, answered: plantest.Coverage{}, filled: plantest.Coverage{}}
}

// unanswered are the fields that no random request gets an answer of, and why.
var unanswered = map[string]string{
	"Subscription.editionPublished": "it is no query: see TestSubscription",
}

// check fails where a field was not asked for or not answered, and tells what
// else was left out.
func (x *tally) check(t *testing.T) {
	t.Helper()
	fields, rest := plantest.Coordinates(newSchema().Schema())
	fields = slices.DeleteFunc(fields, func(f string) bool { return unanswered[f] != "" })
	for what, missing := range map[string][]string{
		"asked for": x.asked.Missing(slices.Concat(fields, plantest.Ways())),
		"answered":  x.answered.Missing(fields),
	} {
		if len(missing) > 0 {
			t.Errorf("never %s: %q", what, missing)
		}
	}
	t.Logf("never given: %q", x.asked.Missing(rest))
	t.Logf("always null: %q", x.filled.Missing(fields))
}

// watch counts the fields that an executor answers, and apart those that were
// not null.
func watch(exec *executor.Executor) (answered, filled plantest.Coverage) {
	answered, filled = plantest.Coverage{}, plantest.Coverage{}
	var counting sync.Mutex // fields are answered side by side
	exec.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		value, err := next(ctx)
		field := graphql.GetFieldContext(ctx)
		coordinate := field.Object + "." + field.Field.Name
		counting.Lock()
		defer counting.Unlock()
		answered[coordinate]++
		if !isNull(value) {
			filled[coordinate]++
		}
		return value, err
	})
	return answered, filled
}

// isNull says whether a field's value is sent as null: a nil pointer, an empty
// text or code.
func isNull(value any) bool {
	v := reflect.ValueOf(value)
	return !v.IsValid() || v.IsZero() && (v.Kind() == reflect.Pointer || v.Kind() == reflect.String || v.Kind() == reflect.Slice)
}
