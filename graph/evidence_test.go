package graph

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

// The evidence of every promise is a query that answers with the figure shown.
func TestEvidence(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) shelf{
		"embedded": func(t *testing.T) shelf {
			s, err := embeddedShelf()
			if err != nil {
				t.Fatal(err)
			}
			return s
		},
		"official": officialShelf,
	} {
		t.Run(name, func(t *testing.T) {
			exec := newExecutor(t, open(t))
			for _, query := range []string{
				"{ commitments { code measured evidence { query variables url figure } } }",
				`{ at(date: "2020-06-30") { commitments { code measured evidence { query variables url figure } } } }`,
			} {
				var answer struct {
					Commitments []promised
					At          struct{ Commitments []promised }
				}
				response := ask(exec, query, nil)
				if len(response.Errors) > 0 {
					t.Fatal(response.Errors)
				}
				if err := json.Unmarshal(response.Data, &answer); err != nil {
					t.Fatal(err)
				}
				proved := 0
				for _, p := range append(answer.Commitments, answer.At.Commitments...) {
					if p.Evidence == nil {
						continue
					}
					proved++
					var variables map[string]any
					if err := json.Unmarshal([]byte(p.Evidence.Variables), &variables); err != nil {
						t.Fatal(err)
					}
					proof := ask(exec, p.Evidence.Query, variables)
					if got := at(t, proof.Data, p.Evidence.Figure); got != p.Measured {
						t.Errorf("%s: the evidence says %v, the ledger %v", p.Code, got, p.Measured)
					}
				}
				if proved == 0 {
					t.Errorf("no promise has any evidence")
				}
			}
		})
	}
}

type promised struct {
	Code     string
	Measured float64
	Evidence *struct{ Query, Variables, URL, Figure string }
}

// at returns the number a JSON pointer points at.
func at(t *testing.T, data []byte, pointer string) float64 {
	t.Helper()
	n, ok := pointedAt(t, data, pointer).(float64)
	if !ok {
		t.Fatalf("%s is no number in %s", pointer, data)
	}
	return n
}

// pointedAt returns the value a JSON pointer points at.
func pointedAt(t *testing.T, data []byte, pointer string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	for step := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		there := false
		switch in := v.(type) {
		case map[string]any:
			v, there = in[step]
		case []any:
			if i, err := strconv.Atoi(step); err == nil && 0 <= i && i < len(in) {
				v, there = in[i], true
			}
		}
		if !there {
			t.Fatalf("%s leads nowhere in %.500s", pointer, data)
		}
	}
	return v
}
