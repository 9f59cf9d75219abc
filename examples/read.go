package examples

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// read reads a file: headings, then the query.
func read(text string) (Example, error) {
	var e Example
	for {
		line, rest, found := strings.Cut(text, "\n")
		heading, isComment := strings.CutPrefix(line, "# ")
		if !found || !isComment {
			break
		}
		key, value, _ := strings.Cut(heading, ": ")
		if err := e.set(key, value); err != nil {
			return Example{}, fmt.Errorf("%s: %w", key, err)
		}
		text = rest
	}
	e.Query = text
	return e, e.complete()
}

// set takes what a heading says.
func (e *Example) set(key, value string) error {
	if text := e.text(key); text != nil {
		if *text != "" {
			return errors.New("said twice")
		}
		*text = value
		return nil
	}
	switch key {
	case "for":
		e.For = Person(value)
	case "variables":
		return decode(value, &e.Variables)
	case "figure-embedded":
		return e.Embedded.add(value)
	case "figure-official":
		return e.Official.add(value)
	default:
		return errors.New("unknown heading")
	}
	return nil
}

// text returns where the text of a heading goes, nil if the heading is none of text.
func (e *Example) text(key string) *string {
	return map[string]*string{
		"fr":          &e.Question.French,
		"en":          &e.Question.English,
		"embedded-fr": &e.Embedded.Sentence.French,
		"embedded-en": &e.Embedded.Sentence.English,
		"official-fr": &e.Official.Sentence.French,
		"official-en": &e.Official.Sentence.English,
	}[key]
}

// add takes a figure: "/pointer = value".
func (a *Answer) add(figure string) error {
	pointer, value, found := strings.Cut(figure, " = ")
	if !found || !strings.HasPrefix(pointer, "/") {
		return errors.New("is not written as /pointer = value")
	}
	f := Figure{Pointer: pointer}
	if err := decode(value, &f.Value); err != nil {
		return err
	}
	a.Figures = append(a.Figures, f)
	return nil
}

// decode reads JSON, numbers as they are written.
func decode(text string, to any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return d.Decode(to)
}

// complete says what is missing.
func (e *Example) complete() error {
	switch e.For {
	case Journalist, Developer, Analyst:
	default:
		return fmt.Errorf("for: %q is nobody we know", e.For)
	}
	for _, key := range []string{"fr", "en", "embedded-fr", "embedded-en", "official-fr", "official-en"} {
		if *e.text(key) == "" {
			return fmt.Errorf("%s: is missing", key)
		}
	}
	if len(e.Embedded.Figures) == 0 || len(e.Official.Figures) == 0 {
		return errors.New("figure-embedded, figure-official: at least one of each is needed")
	}
	return nil
}
