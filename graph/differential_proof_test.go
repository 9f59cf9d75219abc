package graph

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/plan/plantest"
)

// The differential test must be able to fail: each of these mistakes is made on
// purpose, and must be found by random requests.
func TestMistakesAreFound(t *testing.T) {
	s := carriedShelf(t)
	for _, mistake := range []struct {
		name   string
		answer func(*graphql.Response)
	}{
		{"another field's value", inData(`"(latitude|longitude)":[^,}]+`, `"$1":1.5`)},
		{"a truth turned round", inData(`"hasNextPage":false`, `"hasNextPage":true`)},
		{"another object's type", inData(`"__typename":"Region"`, `"__typename":"Department"`)},
		{"a number as a text", inData(`"totalCount":(\d+)`, `"totalCount":"$1"`)},
		{"a number written longer", inData(`"pacePerMonth":(\d+)([,}])`, `"pacePerMonth":$1.0$2`)},
		{"keys in another order", inData(`\{("\w+":\d+),("\w+":\d+)`, `{$2,$1`)},
		{"a key left out", inData(`,"code":"\w+"`, ``)},
		{"a key twice", inData(`("name":"[^"]+")`, `$1,$1`)},
		{"null for an empty list", inData(`\[\]`, `null`)},
		{"an item left out", inData(`\[(\{[^{}]*\}),\{`, `[{`)},
		{"a space", inData(`":`, `": `)},
	} {
		t.Run(mistake.name, func(t *testing.T) {
			found(t, s, "differ at byte", func(p *planned) graphql.ExecutableSchema { return mistaken{p, mistake.answer} })
		})
	}
	for name, change := range map[string]func(variables map[string]any, name string){
		"null for what is not sent": func(variables map[string]any, name string) {
			if _, sent := variables[name]; !sent {
				variables[name] = nil
			}
		},
		"the first item of a list alone": func(variables map[string]any, name string) {
			if list, is := variables[name].([]any); is && len(list) > 1 {
				variables[name] = list[:1]
			}
		},
		"an object without its fields": func(variables map[string]any, name string) {
			if _, is := variables[name].(map[string]any); is {
				variables[name] = map[string]any{}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			found(t, s, "", func(p *planned) graphql.ExecutableSchema { return misread{p, change} })
		})
	}
	t.Run("an error lost", func(t *testing.T) {
		found(t, s, "errors differ", func(p *planned) graphql.ExecutableSchema { return silent{p} })
	})
	t.Run("no plan", func(t *testing.T) {
		found(t, s, "no plan answered it", func(p *planned) graphql.ExecutableSchema { return unplanned{p} })
	})
}

// found fails if no random request finds what is wrong.
func found(t *testing.T, s shelf, want string, around func(*planned) graphql.ExecutableSchema) {
	t.Helper()
	p := newPair(t, sighted{s}, around)
	g := newRandom(t, p, s)
	const enough = 500
	for number := range uint64(enough) {
		if err := p.check(g.Request(1, number)); err != nil {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("found, but as: %v", err)
			}
			return
		}
	}
	t.Errorf("%d random requests did not find it", enough)
}

// A mistaken schema changes its answers.
type mistaken struct {
	graphql.ExecutableSchema

	change func(*graphql.Response)
}

func (m mistaken) Exec(ctx context.Context) graphql.ResponseHandler {
	responses := m.ExecutableSchema.Exec(ctx)
	return func(ctx context.Context) *graphql.Response {
		response := responses(ctx)
		if response != nil {
			m.change(response)
		}
		return response
	}
}

func inData(pattern, replacement string) func(*graphql.Response) {
	find := regexp.MustCompile(pattern)
	return func(r *graphql.Response) { r.Data = find.ReplaceAll(bytes.Clone(r.Data), []byte(replacement)) }
}

// A misread schema takes variables for others.
type misread struct {
	graphql.ExecutableSchema

	change func(variables map[string]any, name string)
}

func (m misread) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	for _, v := range op.Operation.VariableDefinitions {
		m.change(op.Variables, v.Variable)
	}
	return m.ExecutableSchema.Exec(ctx)
}

// A silent schema tells nobody of its errors.
type silent struct{ graphql.ExecutableSchema }

func (s silent) Exec(ctx context.Context) graphql.ResponseHandler {
	responses := s.ExecutableSchema.Exec(ctx)
	return func(ctx context.Context) *graphql.Response {
		return responses(graphql.WithFreshResponseContext(ctx))
	}
}

// An unplanned schema leaves everything to the executor.
type unplanned struct{ *planned }

func (u unplanned) Exec(ctx context.Context) graphql.ResponseHandler { return u.execute(ctx) }

func TestDiffer(t *testing.T) {
	same := answer{`{"a":1}`, `null`, `{}`}
	if err := differ(same, same); err != nil {
		t.Errorf("an answer differs from itself: %v", err)
	}
	for part, other := range map[string]answer{
		"data":       {`{"a":12}`, `null`, `{}`},
		"errors":     {`{"a":1}`, `[{"message":"no"}]`, `{}`},
		"extensions": {`{"a":1}`, `null`, `{"dataset":{}}`},
	} {
		if err := differ(same, other); err == nil || !strings.HasPrefix(err.Error(), part+" differ") {
			t.Errorf("other %s are reported as: %v", part, err)
		}
	}
}

// The same seed must give the same requests, or no failure could be looked into.
func TestSeedsRepeat(t *testing.T) {
	s := carriedShelf(t)
	p := newPair(t, sighted{s}, nil)
	first, second := newRandom(t, p, s), newRandom(t, p, s)
	different := map[string]bool{}
	for number := range uint64(20) {
		x, y := first.Request(7, number), second.Request(7, number)
		if !same(x, y) {
			t.Errorf("request %d of seed 7 is now\n%v\nthen\n%v", number, x, y)
		}
		different[x.Query] = true
	}
	if len(different) < 15 {
		t.Errorf("20 numbers gave only %d queries", len(different))
	}
}

func same(x, y plantest.Request) bool {
	return x.Query == y.Query && x.Operation == y.Operation && strings.Join(x.Variables, "\n") == strings.Join(y.Variables, "\n")
}
