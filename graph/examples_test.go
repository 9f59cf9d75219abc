package graph

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/examples"
)

// Every example is answered, with the figures its sentences quote, on both
// editions they speak of.
func TestExamplesAnswerWithTheirFigures(t *testing.T) {
	all, err := examples.All()
	if err != nil || len(all) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for name, data := range map[string]struct {
		shelf  func(t testing.TB) shelf
		answer func(e examples.Example) examples.Answer
	}{
		"embedded": {carriedShelf, func(e examples.Example) examples.Answer { return e.Embedded }},
		"official": {filesShelf, func(e examples.Example) examples.Answer { return e.Official }},
	} {
		t.Run(name, func(t *testing.T) {
			exec := newExecutor(t, data.shelf(t))
			for _, e := range all {
				t.Run(e.Name, func(t *testing.T) {
					answer := ask(exec, e.Query, e.Variables)
					if len(answer.Errors) > 0 {
						t.Fatal(answer.Errors)
					}
					for _, figure := range data.answer(e).Figures {
						checkFigure(t, answer.Data, figure)
					}
				})
			}
		})
	}
}

// checkFigure compares a figure with what stands in an answer: the length of a
// list, and a number as precisely as the figure is written.
func checkFigure(t *testing.T, data []byte, figure examples.Figure) {
	t.Helper()
	got := pointedAt(t, data, figure.Pointer)
	if list, is := got.([]any); is {
		got = float64(len(list))
	}
	want := figure.Value
	if number, is := want.(json.Number); is {
		written, err := number.Float64()
		if err != nil {
			t.Fatal(err)
		}
		want = written
		if n, is := got.(float64); is {
			_, decimals, _ := strings.Cut(number.String(), ".")
			scale := math.Pow10(len(decimals))
			got = math.Round(n*scale) / scale
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: the sentences quote another value (-quoted +answered):\n%s", figure.Pointer, diff)
	}
}
