package ui

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed examples/*/*.graphql
var exampleFiles embed.FS

// An Example is a query the page offers to click.
type Example struct {
	Name      string         // the file it is in, such as "journalist/1-promise-of-460"
	French    string         // its title on the French page
	English   string         // its title on the English one
	Query     string         // the GraphQL document
	Variables map[string]any // numbers as json.Number, as a request's are; nil when it has none
}

// Examples returns every example of the page, in its order within a person's, so that they can be run against a server. An
// error names the file that is not written as the page expects: titles, then variables if any, in comments at the top.
func Examples() ([]Example, error) {
	names, err := fs.Glob(exampleFiles, "examples/*/*.graphql")
	if err != nil {
		return nil, err
	}
	examples := make([]Example, 0, len(names))
	for _, name := range names {
		text, err := exampleFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		example, err := readExample(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		example.Name = strings.TrimSuffix(strings.TrimPrefix(name, "examples/"), ".graphql")
		examples = append(examples, example)
	}
	return examples, nil
}

func readExample(text string) (Example, error) {
	var example Example
	for {
		line, rest, found := strings.Cut(text, "\n")
		heading, isComment := strings.CutPrefix(line, "# ")
		if !found || !isComment {
			break
		}
		if err := example.readHeading(heading); err != nil {
			return Example{}, err
		}
		text = rest
	}
	if example.French == "" || example.English == "" {
		return Example{}, errors.New("needs a title in both languages, as # fr: and # en:")
	}
	example.Query = text
	return example, nil
}

func (e *Example) readHeading(heading string) error {
	key, value, _ := strings.Cut(heading, ": ")
	switch key {
	case "fr":
		e.French = value
	case "en":
		e.English = value
	case "variables":
		decoder := json.NewDecoder(strings.NewReader(value))
		decoder.UseNumber()
		if err := decoder.Decode(&e.Variables); err != nil {
			return fmt.Errorf("variables: %w", err)
		}
	default:
		return fmt.Errorf("unknown heading %q", key)
	}
	return nil
}
