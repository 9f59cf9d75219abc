// Package examples is the cookbook: questions that people ask about the network, each a file with a GraphQL query and what it
// answers. It is their one home: the pages offer them to click, tests run every one of them, and README.md lists them. It
// stands on nothing else of ours, and everybody may enter it.
//
// A file opens with comment lines, each a heading and its text:
//
//	# fr: the question in French
//	# en: the question in English
//	# for: journalist, developer or analyst
//	# variables: a JSON object, if the query takes any
//	# embedded-fr: a sentence that answers it on the edition the program carries
//	# embedded-en: the same in English
//	# figure-embedded: /france/progress/labelled = 2538
//	# official-fr, # official-en, # figure-official: the same on the official list of 1 August 2024
//
// The query follows. A figure, of which there is at least one on each edition, is a JSON pointer into the data of the answer
// and the JSON value that stands there: what the sentences quote. A number is as precise as it is written, and a pointer to a
// list means its length.
package examples

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.graphql
var files embed.FS

// A Person is somebody the service is made for.
type Person string

// The people who ask.
const (
	Journalist Person = "journalist" // wants a figure that can be cited
	Developer  Person = "developer"  // writes a program
	Analyst    Person = "analyst"    // follows the network from a ministry
)

// An Example is a question with its query and its answers.
type Example struct {
	Name      string // the file's, without its ending: "01-promise-of-460"
	For       Person
	Question  Text
	Embedded  Answer         // on the edition the program carries
	Official  Answer         // on the official list of 1 August 2024, imported with the geography and the barometer
	Variables map[string]any // numbers as json.Number, as a request's are; nil if the query takes none
	Query     string         // the GraphQL document, one operation
}

// A Text is said in two languages.
type Text struct{ French, English string }

// An Answer is a sentence and the figures it quotes.
type Answer struct {
	Sentence Text
	Figures  []Figure
}

// A Figure is a value in an answer.
type Figure struct {
	Pointer string // JSON pointer into the data: "/france/progress/labelled"
	Value   any    // json.Number, string, bool or nil
}

// All returns every example, in the order of the files. An error names the file that is not written as the package says.
func All() ([]Example, error) {
	names, err := fs.Glob(files, "*.graphql")
	if err != nil {
		return nil, err
	}
	all := make([]Example, 0, len(names))
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		example, err := read(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		example.Name = strings.TrimSuffix(name, ".graphql")
		all = append(all, example)
	}
	return all, nil
}
