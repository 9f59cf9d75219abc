package ui

import (
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

func TestExamplesAreWrittenAsThePageExpects(t *testing.T) {
	examples, err := Examples()
	if err != nil {
		t.Fatal(err)
	}
	people := map[string]int{}
	for _, example := range examples {
		person, _, _ := strings.Cut(example.Name, "/")
		people[person]++
		if strings.Contains(example.Query, "# ") {
			t.Errorf("%s: the query still holds a comment, which the page leaves out", example.Name)
		}
		if takes := strings.Contains(example.Query, "$"); takes != (example.Variables != nil) {
			t.Errorf("%s: takes variables: %t, gives some: %t", example.Name, takes, example.Variables != nil)
		}
	}
	for _, person := range []string{"journalist", "developer", "analyst"} {
		if people[person] == 0 {
			t.Errorf("no example for the %s", person)
		}
	}
}

func TestExamplesAreValidAgainstTheSchema(t *testing.T) {
	const file = "../../schema.graphql"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Name: file, Input: string(text)})
	examples, err := Examples()
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		document, errs := gqlparser.LoadQueryWithRules(schema, example.Query, rules.NewDefaultRules())
		if errs != nil {
			t.Errorf("%s: %v", example.Name, errs)
			continue
		}
		if _, err := validator.VariableValues(schema, document.Operations[0], example.Variables); err != nil {
			t.Errorf("%s: %v", example.Name, err)
		}
	}
}

func TestReadExampleRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"a missing title":         "# fr: Un titre\n{ france { name } }\n",
		"an unknown heading":      "# fr: Un titre\n# en: A title\n# de: Ein Titel\n{ france { name } }\n",
		"variables not in JSON":   "# fr: Un titre\n# en: A title\n# variables: region = 32\n{ france { name } }\n",
		"variables not an object": "# fr: Un titre\n# en: A title\n# variables: [32]\n{ france { name } }\n",
	} {
		if example, err := readExample(text); err == nil {
			t.Errorf("%s: read as %+v", name, example)
		}
	}
}

func TestThePageThatStandsInSaysHowToBuild(t *testing.T) {
	page, err := fs.ReadFile(subtree("unbuilt"), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "make pages") {
		t.Error("it does not name make pages")
	}
}
