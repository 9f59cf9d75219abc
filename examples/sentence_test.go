package examples

import (
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A sentence quotes every figure of its answer, and no number but those and what the question itself says: so that it cannot
// say anything the answer, which other tests compare with the figures, does not.
func TestSentencesQuoteTheirFigures(t *testing.T) {
	for _, e := range every(t) {
		variables, err := json.Marshal(e.Variables)
		if err != nil {
			t.Fatal(err)
		}
		asked := strings.Join([]string{e.Question.French, e.Question.English, e.Query, string(variables)}, "\n")
		for edition, said := range map[string]struct {
			answer Answer
			known  string // the days the edition is of
		}{
			"embedded": {e.Embedded, "2022-12-31 2020-01-01"},
			"official": {e.Official, "2024-08-01"},
		} {
			for language, sentence := range map[string]string{"fr": said.answer.Sentence.French, "en": said.answer.Sentence.English} {
				for _, fault := range languages[language].faults(sentence, said.answer.Figures, asked+said.known) {
					t.Errorf("%s, %s-%s: %s in %q", e.Name, edition, language, fault, sentence)
				}
			}
		}
	}
}

// A manner is how a language writes numbers and days.
type manner struct {
	number    *regexp.Regexp // the digits, then the unit, where it scales them
	thousands string
	decimals  string
	day       *regexp.Regexp
	months    []string
}

var languages = map[string]manner{
	"fr": {
		regexp.MustCompile(`(\d+(?:[\x{202f}\x{a0}]\d{3})*(?:,\d+)?)(\x{a0}%|\x{a0}millions?|\x{a0}km)?`), "\u202f", ",",
		regexp.MustCompile(`(\d+)(?:er)? (\pL+) (\d{4})`),
		strings.Fields("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
	},
	"en": {
		regexp.MustCompile(`(\d+(?:,\d{3})*(?:\.\d+)?)(%| millions?| km)?`), ",", ".",
		regexp.MustCompile(`(\d+) (\pL+) (\d{4})`),
		strings.Fields("January February March April May June July August September October November December"),
	},
}

// faults says which figures a sentence leaves out, and which days and numbers it has from nowhere.
func (m manner) faults(sentence string, figures []Figure, asked string) []string {
	sentence = m.day.ReplaceAllStringFunc(sentence, m.isoDay)
	var faults []string
	rest := sentence
	for _, f := range figures {
		if !m.quotes(sentence, f.Value) {
			faults = append(faults, fmt.Sprintf("%s = %v is not", f.Pointer, f.Value))
		}
		if name, is := f.Value.(string); is {
			rest = strings.ReplaceAll(rest, name, "")
		}
	}
	for _, day := range isoDay.FindAllString(rest, -1) {
		if !strings.Contains(asked, day) {
			faults = append(faults, day+" comes from nowhere")
		}
	}
	for _, number := range m.number.FindAllStringSubmatch(isoDay.ReplaceAllString(rest, ""), -1) {
		asFigure := slices.ContainsFunc(figures, func(f Figure) bool { return m.means(number[1], number[2], f.Value) })
		if !asFigure && !regexp.MustCompile(`\b`+regexp.QuoteMeta(m.plain(number[1]))+`\b`).MatchString(spaces.Replace(asked)) {
			faults = append(faults, number[0]+" comes from nowhere")
		}
	}
	return faults
}

var (
	isoDay = regexp.MustCompile(`\d{4}-\d\d-\d\d`)
	// Questions write thousands as sentences do.
	spaces = strings.NewReplacer("\u202f", "", "\u00a0", "")
)

// isoDay writes a day as answers do.
func (m manner) isoDay(day string) string {
	parts := m.day.FindStringSubmatch(day)
	month := slices.Index(m.months, parts[2])
	if month < 0 {
		return day
	}
	number, _ := strconv.Atoi(parts[1]) // digits
	return fmt.Sprintf("%s-%02d-%02d", parts[3], month+1, number)
}

// quotes says whether a sentence quotes a value. One that is neither a number nor a text, such as null, needs no quote.
func (m manner) quotes(sentence string, value any) bool {
	switch value := value.(type) {
	case string:
		return strings.Contains(sentence, value)
	case json.Number:
		return slices.ContainsFunc(m.number.FindAllStringSubmatch(isoDay.ReplaceAllString(sentence, ""), -1),
			func(number []string) bool { return m.means(number[1], number[2], value) })
	}
	return true
}

// means says whether a number as it is written, with its unit, is a figure, rounded.
func (m manner) means(digits, unit string, value any) bool {
	number, is := value.(json.Number)
	if !is {
		return false
	}
	plain := m.plain(digits)
	written, err := strconv.ParseFloat(plain, 64)
	figure, err2 := number.Float64()
	if err != nil || err2 != nil {
		return false
	}
	switch strings.TrimSuffix(strings.Trim(unit, " \u00a0"), "s") {
	case "%":
		figure *= 100
	case "km": // answers are in metres
		figure /= 1e3
	case "million":
		figure /= 1e6
	}
	_, fraction, _ := strings.Cut(plain, ".")
	return math.Abs(written-figure) <= 0.5*math.Pow10(-len(fraction))+1e-9
}

// plain returns digits as programs write them.
func (m manner) plain(digits string) string {
	return strings.NewReplacer(m.thousands, "", "\u00a0", "", m.decimals, ".").Replace(digits)
}
