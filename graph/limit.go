package graph

import (
	"context"
	"fmt"
	"math"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/internal/plan"
	"maillage/internal/relay"
)

// What one operation may ask for. docs/limits.md tells of them.
const (
	// maxDepth is how deep fields may nest; the usual introspection goes 15 deep.
	maxDepth = 20
	// maxFields is how many fields may be asked for, fragments spread out.
	maxFields = 3_000
	// maxAliases is how many fields may be renamed.
	maxAliases = 300
	// maxRootFields is how many fields may be asked of the root.
	maxRootFields = 50
	// maxPrice is how many values an answer may hold at most, if every page is
	// full and every list as long as usualList.
	maxPrice = 25_000_000
	// usualList is how long a list is taken to be that has no pages.
	usualList = 20
)

// limits refuses operations that ask for too much, before anything of them is
// executed.
type limits struct{ operations *operations }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = limits{}

// ExtensionName returns the name gqlgen knows the limits by.
func (limits) ExtensionName() string { return "Limits" }

// Validate accepts any schema.
func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses the operation if it asks for too much.
func (l limits) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	return l.operations.of(op).judge(op.Variables)
}

// judge weighs an operation; nil lets it pass. It tells whether other variables
// may weigh otherwise.
func judge(op *ast.OperationDefinition, variables map[string]any) (refusal *gqlerror.Error, varies bool) {
	s := scale{variables: variables, fragments: map[spread]weight{}}
	w := s.selection(op.SelectionSet, 1)
	for _, bound := range []struct {
		code, what      string
		measured, limit int
		example         string
	}{
		{"TOO_DEEP", "levels of fields", w.depth, maxDepth, `{ departments { sites(first: 5) { nodes { name } } } }`},
		{"TOO_MANY_FIELDS", "fields, fragments spread out", w.fields, maxFields, `{ sites(first: 20) { nodes { name } } }`},
		{"TOO_MANY_ALIASES", "aliases", w.aliases, maxAliases, `{ a: region(code: "32") { name } b: region(code: "53") { name } }`},
		{"TOO_MANY_ROOT_FIELDS", "root fields", len(op.SelectionSet), maxRootFields, `{ departments { code name } }`},
		{"TOO_EXPENSIVE", "values at most", w.price, maxPrice, `{ sites(first: 100) { nodes { name } pageInfo { endCursor } } }`},
	} {
		if bound.measured > bound.limit {
			return &gqlerror.Error{
				Message: fmt.Sprintf("the query asks for %d %s, the limit is %d", bound.measured, bound.what, bound.limit),
				Extensions: map[string]any{
					"code": bound.code, "measured": bound.measured, "limit": bound.limit, "example": bound.example,
				},
			}, s.varies
		}
	}
	return nil, s.varies
}

// A weight is what a selection asks for. Sums stay below overflow.
type weight struct{ depth, fields, aliases, price int }

func (w *weight) add(other weight) {
	w.depth = max(w.depth, other.depth)
	w.fields = saturate(w.fields + other.fields)
	w.aliases = saturate(w.aliases + other.aliases)
	w.price = saturate(w.price + other.price)
}

// saturate keeps numbers where two of them can be multiplied.
func saturate(n int) int { return min(n, math.MaxInt32) }

// A scale weighs the selections of an operation, each fragment once however
// often it is spread.
type scale struct {
	variables map[string]any
	varies    bool // whether a page's size is one of them
	fragments map[spread]weight
}

// A spread is a fragment on a page of so many: its price is the page's.
type spread struct {
	fragment *ast.FragmentDefinition
	page     int
}

// selection weighs what is asked of an object, on a page of so many where the
// object is a connection.
func (s *scale) selection(set ast.SelectionSet, page int) weight {
	var w weight
	for _, selected := range set {
		switch selected := selected.(type) {
		case *ast.Field:
			w.add(s.field(selected, page))
		case *ast.InlineFragment:
			w.add(s.selection(selected.SelectionSet, page))
		case *ast.FragmentSpread:
			w.add(s.fragment(selected.Definition, page))
		}
	}
	return w
}

// fragment weighs a fragment.
func (s *scale) fragment(f *ast.FragmentDefinition, page int) weight {
	if f == nil {
		return weight{}
	}
	w, known := s.fragments[spread{f, page}]
	if !known {
		w = s.selection(f.SelectionSet, page)
		s.fragments[spread{f, page}] = w
	}
	return w
}

// field weighs a field and what is asked of it.
func (s *scale) field(f *ast.Field, page int) weight {
	own := weight{depth: 1, fields: 1, price: 1}
	if f.Alias != f.Name {
		own.aliases = 1
	}
	if f.Definition == nil || len(f.SelectionSet) == 0 {
		return own
	}
	items, pageBelow := 1, s.pageSize(f)
	if f.Definition.Type.Elem != nil {
		items, pageBelow = s.listLength(f, page), 1
	}
	below := s.selection(f.SelectionSet, pageBelow)
	own.depth += below.depth
	own.fields = saturate(own.fields + below.fields)
	own.aliases += below.aliases
	own.price = saturate(own.price + items*below.price)
	return own
}

// pageSize returns how many items a connection is asked for; 1 for whatever is
// no connection.
func (s *scale) pageSize(f *ast.Field) int {
	if f.Definition.Arguments.ForName("first") == nil {
		return 1
	}
	for _, name := range []string{"first", "last"} {
		if n, ok := number(s.argument(f, name)); ok {
			return max(1, min(n, relay.LargestPage))
		}
	}
	return relay.DefaultPage
}

// listLength returns how long a list may be: the page of a connection, the items
// or ids asked for, or what is usual.
func (s *scale) listLength(f *ast.Field, page int) int {
	if page != 1 {
		return page
	}
	if n := s.pageSize(f); n != 1 { // a list without pages
		return n
	}
	if ids, ok := s.argument(f, "ids").([]any); ok {
		return max(1, len(ids))
	}
	return usualList
}

// argument returns the value of a field's argument, nil if it has none.
func (s *scale) argument(f *ast.Field, name string) any {
	given := f.Arguments.ForName(name)
	if given == nil {
		if defined := f.Definition.Arguments.ForName(name); defined != nil && defined.DefaultValue != nil {
			v, _ := defined.DefaultValue.Value(nil) // the schema's own
			return v
		}
		return nil
	}
	s.varies = s.varies || plan.HasVariable(given.Value)
	v, _ := given.Value.Value(s.variables) // a variable that is not given is nil
	return v
}

// number reads an argument of type Int as gqlparser leaves it.
func number(v any) (int, bool) {
	switch v := v.(type) {
	case int64:
		return int(v), true
	case int:
		return v, true
	case interface{ Int64() (int64, error) }: // json.Number
		n, err := v.Int64()
		return int(n), err == nil
	}
	return 0, false
}
