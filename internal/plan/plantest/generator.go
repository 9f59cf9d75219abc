package plantest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// A Request is one document and what is sent beside it. It is to be asked once
// with each set of variables, so that the same plan has to answer differently.
type Request struct {
	Query     string
	Operation string   // the name of the one to execute, or ""
	Variables []string // JSON objects; "" for none
	Faulty    bool     // may hold values that are refused
}

// Values are what arguments are drawn from.
type Values interface {
	// Scalar draws a value of a scalar for the argument or input field of a
	// coordinate: "Query.site(code:)", "SiteFilter.code". Only a faulty one may be
	// refused.
	Scalar(r *rand.Rand, scalar, coordinate string, faulty bool) any
	// Cursors draws an order of a type of connections, and gives cursors of it; nil
	// if it has none.
	Cursors(r *rand.Rand, connection string) *Cursors
}

// Cursors are some that were given in an order.
type Cursors struct {
	Connection string // the type
	Order      any    // the argument orderBy; nil for none
	Cursors    []string
}

// A Generator writes random valid requests of a schema, and sees to it that
// everything is asked for in time. The same seeds and numbers, in the same order,
// give the same requests.
type Generator struct {
	schema *ast.Schema
	values Values
	mixed  map[string]bool // field names of several types
	total  Coverage        // what was asked for in all requests so far
	rand   *rand.Rand
	draft
}

// A draft is the request being written.
type draft struct {
	asked     Coverage
	faulty    bool // may hold values that are refused
	fields    int  // that may still be asked for
	names     int  // given so far, to make the next one
	fragments []*fragment
	variables []*variable
	uses      map[*variable]bool // by the operation or fragment being written
}

// A fragment is a named one, complete.
type fragment struct {
	name string
	on   *ast.Definition
	text string
	uses map[*variable]bool
	wide int // the number of objects it was made to be asked of, at most
}

const (
	maxFields = 60  // of a request
	maxDepth  = 7   // of its selections
	maxWide   = 200 // objects that a selection is asked of, at a guess
)

// NewGenerator returns a generator of requests of a schema.
func NewGenerator(schema *ast.Schema, values Values) *Generator {
	return &Generator{schema: schema, values: values, mixed: mixed(schema), total: Coverage{}}
}

// Asked returns what was asked for in all requests so far.
func (g *Generator) Asked() Coverage { return g.total }

// mixed returns the names that fields of different types bear: two of them under
// one key are a conflict.
func mixed(schema *ast.Schema) map[string]bool {
	types, mixed := map[string]string{}, map[string]bool{}
	for _, def := range schema.Types {
		if def.Kind != ast.Object {
			continue
		}
		for _, f := range def.Fields {
			if known, ok := types[f.Name]; ok && known != f.Type.String() {
				mixed[f.Name] = true
			}
			types[f.Name] = f.Type.String()
		}
	}
	return mixed
}

// Request writes the request of a seed and number. Two fields of the same key may
// turn out to be in conflict, which only validation tells: such drafts are
// dropped. Whatever else is invalid is a mistake here, and panics.
func (g *Generator) Request(seed, number uint64) Request {
	g.rand = rand.New(rand.NewPCG(seed, number))
	for {
		r := g.attempt()
		_, errs := gqlparser.LoadQueryWithRules(g.schema, r.Query, rules.NewDefaultRules())
		if errs == nil {
			g.total.Add(g.asked)
			return r
		}
		for _, err := range errs {
			if err.Rule != "OverlappingFieldsCanBeMerged" {
				panic(fmt.Sprintf("seed %d, number %d: not valid: %v\n%s", seed, number, err, r.Query))
			}
		}
		g.total["(draft dropped)"]++
	}
}

func (g *Generator) attempt() Request {
	g.draft = draft{asked: Coverage{}, faulty: g.chance(0.08), fields: maxFields}
	count := 1
	if g.chance(0.1) {
		count = 2 + g.rand.IntN(2)
		g.asked["(several operations)"]++
	}
	r := Request{Faulty: g.faulty}
	parts := make([]string, count)
	chosen := g.rand.IntN(count)
	for i := range parts {
		name, text := g.operation(count > 1)
		parts[i] = text
		if i == chosen {
			if count > 1 || g.chance(0.5) {
				r.Operation = name
			}
			r.Variables = g.sets()
		}
	}
	if g.faulty && g.chance(0.1) {
		g.asked["(an operation that is none)"]++
		r.Operation = "Nobody"
	}
	if g.faulty && g.chance(0.1) {
		g.asked["(variables left out)"]++
		r.Variables = []string{""}
	}
	for _, f := range g.draft.fragments {
		text := "fragment " + f.name + " on " + f.on.Name + " " + f.text
		parts = slices.Insert(parts, g.rand.IntN(len(parts)+1), text)
	}
	r.Query = strings.Join(parts, "\n")
	return r
}

// operation writes an operation and says its name, "" if it has none.
func (g *Generator) operation(named bool) (name, text string) {
	g.uses = map[*variable]bool{}
	selection := g.selection(g.schema.Query, maxDepth, 1)
	if g.chance(0.04) {
		selection = "{ " + g.introspection() + " " + strings.TrimPrefix(selection, "{ ")
	}
	if named || g.chance(0.5) {
		name = g.name("Op")
	}
	definitions := g.definitions()
	if name == "" && definitions == "" && g.chance(0.5) {
		return "", selection
	}
	return name, "query " + name + definitions + " " + selection
}

func (g *Generator) introspection() string {
	g.asked["(introspection)"]++
	return g.pick(
		`__schema { queryType { name } types { kind name } directives { name } }`,
		`__type(name: "Site") { name fields { name type { name kind ofType { name } } } }`,
		`__type(name: "Territory") { possibleTypes { name } interfaces { name } }`,
		`__type(name: "Nobody") { name }`,
	)
}

// sets writes the sets of variables that the operation just written is asked
// with.
func (g *Generator) sets() []string {
	if len(g.uses) == 0 {
		return []string{g.pick("", "", "{}")}
	}
	sets := make([]string, 1+g.rand.IntN(3))
	for i := range sets {
		values := map[string]any{}
		for _, v := range g.used() {
			if value, given := g.sent(v); given {
				values[v.name] = value
			}
		}
		text, err := json.Marshal(values)
		if err != nil {
			panic(err)
		}
		sets[i] = string(text)
	}
	return sets
}

// sent draws what is sent for a variable. A faulty request may send a value of
// another kind than is asked for.
func (g *Generator) sent(v *variable) (value any, given bool) {
	value, given = v.draw()
	if g.faulty && g.chance(0.1) {
		g.asked["(variable of another kind)"]++
		kinds := []any{true, "5", 5, 5.5, 1e300, 1 << 40, []any{}, []any{nil}, []any{"5", 5}, Object{}, nil}
		return kinds[g.rand.IntN(len(kinds))], true
	}
	switch {
	case !given:
		g.asked["(variable not sent)"]++
	case value == nil:
		g.asked["(variable sent as null)"]++
	}
	return value, given
}

func (g *Generator) chance(p float64) bool { return g.rand.Float64() < p }

func (g *Generator) pick(of ...string) string { return of[g.rand.IntN(len(of))] }

// name returns a name that nothing else in the request has.
func (g *Generator) name(prefix string) string {
	g.names++
	return fmt.Sprint(prefix, g.names)
}
