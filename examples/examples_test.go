package examples

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the index of README.md")

// fewest is how many questions a cookbook of this breadth has.
const fewest = 30

func TestTheCookbookIsComplete(t *testing.T) {
	all := every(t)
	if len(all) < fewest {
		t.Errorf("%d examples, want %d at least", len(all), fewest)
	}
	people := map[Person]int{}
	seen := map[string]string{}
	operation := regexp.MustCompile(`^query (\w+)`)
	for _, e := range all {
		people[e.For]++
		named := operation.FindString(e.Query)
		if named == "" {
			t.Errorf("%s: does not start with a query that has a name", e.Name)
		}
		for _, once := range []string{e.Question.French, e.Question.English, named} {
			if other, twice := seen[once]; twice {
				t.Errorf("%s and %s both have %q", e.Name, other, once)
			}
			seen[once] = e.Name
		}
		if strings.Contains(e.Query, "# ") {
			t.Errorf("%s: the query holds a comment, which the pages leave out", e.Name)
		}
		if takes := strings.Contains(e.Query, "$"); takes != (e.Variables != nil) {
			t.Errorf("%s: takes variables: %t, gives some: %t", e.Name, takes, e.Variables != nil)
		}
	}
	for _, person := range []Person{Journalist, Developer, Analyst} {
		if people[person] < fewest/4 {
			t.Errorf("%d examples for the %s", people[person], person)
		}
	}
}

// The index in README.md lists every example; -update writes it.
func TestTheIndexListsThem(t *testing.T) {
	const file, mark = "README.md", "| | "
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	preface, listed, _ := strings.Cut(string(text), mark)
	listed = mark + listed
	want := index(every(t))
	if *update {
		if err := os.WriteFile(file, []byte(preface+want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("README.md has another index, go test ./examples -update writes it (-want +got):\n%s", diff)
	}
}

func index(all []Example) string {
	rows := []string{"| | en français | in English | for |", "|---|---|---|---|"}
	for _, e := range all {
		number, _, _ := strings.Cut(e.Name, "-")
		rows = append(rows, fmt.Sprintf("| [%s](%s.graphql) | %s | %s | %s |", number, e.Name, e.Question.French, e.Question.English, e.For))
	}
	return strings.Join(rows, "\n") + "\n"
}

func TestReadRefuses(t *testing.T) {
	const whole = "# fr: Q ?\n# en: Q?\n# for: analyst\n# embedded-fr: un\n# embedded-en: one\n# figure-embedded: /a = 1\n" +
		"# official-fr: deux\n# official-en: two\n# figure-official: /a = 2\nquery Q {\n  a\n}\n"
	if e, err := read(whole); err != nil || e.Query != "query Q {\n  a\n}\n" {
		t.Fatalf("a whole example is read as %+v, %v", e, err)
	}
	for name, change := range map[string][2]string{
		"a missing question":      {"# en: Q?\n", ""},
		"a missing sentence":      {"# official-fr: deux\n", ""},
		"a question said twice":   {"# en: Q?\n", "# en: Q?\n# en: R?\n"},
		"nobody":                  {"# for: analyst\n", ""},
		"somebody else":           {"analyst", "minister"},
		"an unknown heading":      {"# for: analyst\n", "# for: analyst\n# de: Frage?\n"},
		"no figure":               {"# figure-embedded: /a = 1\n", ""},
		"a figure without value":  {"/a = 1", "/a"},
		"a figure that is words":  {"/a = 1", "/a = one"},
		"a figure nowhere":        {"/a = 1", "a = 1"},
		"variables not in JSON":   {"# for", "# variables: region = 32\n# for"},
		"variables not an object": {"# for", "# variables: [32]\n# for"},
	} {
		if e, err := read(strings.Replace(whole, change[0], change[1], 1)); err == nil {
			t.Errorf("%s: read as %+v", name, e)
		}
	}
}

func every(t *testing.T) []Example {
	t.Helper()
	all, err := All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
