package plan

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

const farm = `
	type Query { stall(beast: Beast = {name: "Io", legs: 6}, herd: [Beast!], names: [String], count: Int = 3): Int }
	input Beast { name: String, legs: Int! = 4, calf: Beast, herd: [Beast!] }
`

// A stalled beast is what an input object is read into.
type stalled struct {
	Name *string
	Legs int
	Calf *stalled
	Herd []*stalled
}

type stall struct {
	Beast stalled
	Herd  []*stalled
	Names []string
	Count *int
}

// A reader reads the arguments of a stall as generated code does, and counts the
// objects that it was given as maps.
type reader struct{ maps int }

func (r *reader) stall(a *stall, given Given) {
	ReadInput(given, "beast", &a.Beast, fromMap[stalled](r), r.beast)
	ReadInputs(given, "herd", &a.Herd, fromMap[[]*stalled](r), r.beast)
	Read(given, "names", &a.Names, scalar[[]string])
	Read(given, "count", &a.Count, scalar[*int])
}

func (r *reader) beast(it *stalled, given Given) {
	Read(given, "name", &it.Name, scalar[*string])
	Read(given, "legs", &it.Legs, scalar[int])
	ReadInputPointer(given, "calf", &it.Calf, fromMap[*stalled](r), r.beast)
	ReadInputs(given, "herd", &it.Herd, fromMap[[]*stalled](r), r.beast)
}

func fromMap[A any](r *reader) func(context.Context, any) (A, error) {
	return func(ctx context.Context, v any) (A, error) {
		if v != nil {
			r.maps++
		}
		return scalar[A](ctx, v)
	}
}

// scalar stands for an unmarshal function of the executor.
func scalar[A any](_ context.Context, v any) (a A, err error) {
	text, err := json.Marshal(v)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(text, &a)
}

// argsOf makes ready the arguments of the stall that a query asks for.
func argsOf(t *testing.T, r *reader, query string) (*Args[stall], *Memo) {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: farm})
	document, errs := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules())
	if errs != nil {
		t.Fatal(errs)
	}
	m := new(Memo)
	return ReadArgs(m, document.Operations[0].SelectionSet[0].(*ast.Field), r.stall), m
}

func TestArgs(t *testing.T) {
	const io, four = `{"Name":"Io","Legs":6,"Calf":null,"Herd":null}`, `{"Name":null,"Legs":4,"Calf":null,"Herd":null}`
	isis := func(legs int) string { return fmt.Sprintf(`{"Name":"Isis","Legs":%d,"Calf":null,"Herd":null}`, legs) }
	for _, c := range []struct {
		query, variables string
		want             string // null if they cannot be read
		maps             int    // made in a run
	}{
		{`{ stall }`, `{}`, `{"Beast":` + io + `,"Herd":null,"Names":null,"Count":3}`, 0},
		{`{ stall(beast: {}, count: null) }`, `{}`, `{"Beast":` + four + `,"Herd":null,"Names":null,"Count":null}`, 0},
		{`query ($count: Int) { stall(count: $count) }`, `{}`, `{"Beast":` + io + `,"Herd":null,"Names":null,"Count":3}`, 0},
		{`query ($count: Int) { stall(count: $count) }`, `{"count": null}`, `{"Beast":` + io + `,"Herd":null,"Names":null,"Count":null}`, 0},
		{`query ($count: Int) { stall(count: $count) }`, `{"count": "many"}`, `null`, 0},
		{`query ($legs: Int) { stall(beast: {name: "Isis", legs: $legs}) }`, `{"legs": 2}`, `{"Beast":` + isis(2) + `,"Herd":null,"Names":null,"Count":3}`, 0},
		{`query ($legs: Int) { stall(beast: {name: "Isis", legs: $legs}) }`, `{}`, `{"Beast":` + isis(4) + `,"Herd":null,"Names":null,"Count":3}`, 0},
		{`query ($legs: Int) { stall(beast: {name: "Isis", legs: $legs}) }`, `{"legs": "all"}`, `null`, 0},
		{`query ($legs: Int!) { stall(beast: {legs: $legs}) }`, `{"legs": 4}`, `{"Beast":` + four + `,"Herd":null,"Names":null,"Count":3}`, 0},
		{`query ($name: String) { stall(beast: {name: $name}) }`, `{}`, `{"Beast":` + four + `,"Herd":null,"Names":null,"Count":3}`, 0},
		{`query ($name: String) { stall(beast: {name: $name}) }`, `{"name": null}`, `{"Beast":` + four + `,"Herd":null,"Names":null,"Count":3}`, 0},
		{`query ($name: String) { stall(names: ["Io", $name]) }`, `{}`, `{"Beast":` + io + `,"Herd":null,"Names":["Io",""],"Count":3}`, 0},
		{
			`query ($name: String) { stall(beast: {calf: {name: $name}, herd: {name: $name}}, herd: [{}, {name: $name}]) }`, `{"name": "Isis"}`,
			`{"Beast":{"Name":null,"Legs":4,"Calf":` + isis(4) + `,"Herd":[` + isis(4) + `]},"Herd":[` + four + `,` + isis(4) + `],"Names":null,"Count":3}`, 0,
		},
		{
			`query ($beast: Beast!, $name: String) { stall(beast: {name: $name, calf: $beast, herd: []}, herd: [{name: $name}, $beast]) }`, `{"beast": {"Name": "Isis", "Legs": 1}}`,
			`{"Beast":{"Name":null,"Legs":4,"Calf":` + isis(1) + `,"Herd":[]},"Herd":[{"Name":null,"Legs":0,"Calf":null,"Herd":null},` + isis(1) + `],"Names":null,"Count":3}`, 2,
		},
		{
			`query ($name: String) { stall(beast: {name: $name, calf: null, herd: null}, herd: null) }`, `{}`,
			`{"Beast":` + four + `,"Herd":null,"Names":null,"Count":3}`, 0,
		},
		{
			`query ($name: String, $none: Beast) { stall(beast: {name: $name, calf: $none}) }`, `{"none": null}`,
			`{"Beast":` + four + `,"Herd":null,"Names":null,"Count":3}`, 0,
		},
	} {
		var r reader
		args, m := argsOf(t, &r, c.query)
		r.maps = 0
		var variables map[string]any
		if err := json.Unmarshal([]byte(c.variables), &variables); err != nil {
			t.Fatal(err)
		}
		w := &Writer{variables: variables, args: make([]any, m.args)}
		got, err := json.Marshal(args.Of(w))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != c.want {
			t.Errorf("%s with %s:\n got %s\nwant %s", c.query, c.variables, got, c.want)
		}
		if r.maps != c.maps {
			t.Errorf("%s with %s: %d values were made maps, want %d", c.query, c.variables, r.maps, c.maps)
		}
		if w.over != (c.want == "null") {
			t.Errorf("%s with %s: handed over: %t", c.query, c.variables, w.over)
		}
	}
}

// What a run reads is its own: neither the next run nor the plan sees it.
func TestArgsOfARunAreItsOwn(t *testing.T) {
	args, m := argsOf(t, new(reader), `query ($name: String) { stall(beast: {calf: {name: $name}}, herd: [{legs: 2}]) }`)
	var runs []*stall
	for _, name := range []string{"Io", "Isis"} {
		w := &Writer{variables: map[string]any{"name": name}, args: make([]any, m.args)}
		runs = append(runs, args.Of(w))
		if again := args.Of(w); again != runs[len(runs)-1] {
			t.Error("the arguments of a run are read twice")
		}
	}
	for i, want := range []string{"Io", "Isis"} {
		if got := *runs[i].Beast.Calf.Name; got != want {
			t.Errorf("run %d now has %q, want %q", i, got, want)
		}
	}
	if runs[0].Herd[0] != runs[1].Herd[0] {
		t.Error("what has no variable is read again")
	}
}
