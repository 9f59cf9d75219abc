package ui

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/google/go-cmp/cmp"

	"maillage/examples"
)

// The page is tried as a person would, in a real browser, against any GraphQL handler; here one that answers the same to
// every question and remembers what it was asked.

func TestGraphiQLInABrowser(t *testing.T) {
	server := &fakeGraphQL{events: make(chan string, 1)}
	browser := openBrowser(t, server)

	t.Run("a first visit, in French", func(t *testing.T) {
		answer := server.nextAnswer()
		page := browser.open(t, "/graphiql?lang=fr")
		page.expect(t, `document.documentElement.lang`, "fr")
		page.waitForText(t, ".masthead-edition", "données au 31 décembre 2022")
		page.waitForText(t, ".examples", "Journalisme de données")
		page.expect(t, `document.querySelectorAll(".examples button").length`, len(everyExample(t)))
		page.waitForText(t, ".graphiql-response", answer)
		page.again(t, func() bool { return server.describedIn() == "fr" }, func() {})
	})

	t.Run("an example", func(t *testing.T) {
		page := browser.open(t, "/graphiql?lang=fr")
		example := exampleNamed(t, "13-region-to-services")
		answer := server.nextAnswer()
		page.waitForText(t, ".example-answer", plainSpaces(everyExample(t)[0].Embedded.Sentence.French))
		page.clickText(t, ".example-question", example.Question.French)
		page.waitForText(t, ".graphiql-response", answer)
		got := server.lastQuestion()
		if diff := cmp.Diff(example.Query, got.Query); diff != "" {
			t.Errorf("the server was asked something else than the example (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(example.Variables, got.Variables); diff != "" {
			t.Errorf("variables (-want +got):\n%s", diff)
		}
		page.expectEveryControlNamed(t)
	})

	t.Run("a query of one's own, in English", func(t *testing.T) {
		page := browser.open(t, "/graphiql?lang=en")
		page.expect(t, `document.documentElement.lang`, "en")
		page.waitForText(t, ".masthead-edition", "data as of 31 December 2022")
		const mine = "query Mine { france { population } }"
		// An editor that is still loading loses keys, and a person types again.
		page.again(t, func() bool { return server.lastQuestion().Query == mine }, func() {
			page.replaceQuery(t, mine)
			page.do(t, chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(kb.ModifierCtrl)))
		})
		page.waitForText(t, ".graphiql-response", server.lastAnswer())
		page.again(t, func() bool { return server.describedIn() == "en" }, func() {})
		page.expectEveryControlNamed(t)
	})

	t.Run("a shared link", func(t *testing.T) {
		const query, variables = "query Shared($on: Date) {\n  at(date: $on) { france { name } } # à voir\n}", `{"on":"2020-01-31"}`
		hash := url.Values{"query": {query}, "variables": {variables}}.Encode()
		answer := server.nextAnswer()
		page := browser.open(t, "/graphiql?lang=fr#"+hash)
		page.waitForText(t, ".graphiql-response", answer)
		got := server.lastQuestion()
		if got.Query != query || got.Variables["on"] != "2020-01-31" {
			t.Errorf("the server was asked %+v", got)
		}
		page.evaluate(t, `history.replaceState(null, "", location.pathname)`)
		page.clickText(t, ".masthead button", "Partager")
		page.waitFor(t, `new URLSearchParams(location.hash.slice(1)).get("query")`, query)
		page.expect(t, `new URLSearchParams(location.hash.slice(1)).get("variables")`, variables)
	})

	t.Run("a subscription", func(t *testing.T) {
		const query, variables = "subscription Told($n: Int) { edition(n: $n) }", `{"n":1}`
		page := browser.open(t, "/graphiql?lang=en#"+url.Values{"query": {query}, "variables": {variables}}.Encode())
		for _, edition := range []string{"the second edition", "the third edition"} {
			server.events <- edition
			page.waitForText(t, ".graphiql-response", edition)
		}
		if got := server.lastQuestion(); got.Query != query || fmt.Sprint(got.Variables) != "map[n:1]" {
			t.Errorf("the server was asked %+v", got)
		}
		const label = `document.querySelector(".graphiql-execute-button").getAttribute("aria-label").split(" ")[0]`
		page.waitFor(t, label, "Stop")
		close(server.events)
		page.waitFor(t, label, "Execute")
	})

	t.Run("the theme is kept", func(t *testing.T) {
		page := browser.open(t, "/graphiql?lang=en")
		page.do(t, chromedp.Click(chromedp.CSS(`button[aria-label="Switch to the dark theme"]`)))
		page.waitFor(t, `document.body.classList.contains("graphiql-dark")`, true)
		page.do(t, chromedp.Reload())
		page.waitFor(t, `document.body.classList.contains("graphiql-dark")`, true)
	})
}

func everyExample(t *testing.T) []examples.Example {
	t.Helper()
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func exampleNamed(t *testing.T, name string) examples.Example {
	t.Helper()
	for _, example := range everyExample(t) {
		if example.Name == name {
			return example
		}
	}
	t.Fatalf("no example named %s", name)
	return examples.Example{}
}

// plainSpaces makes kinds of space alike, as waitForText does.
func plainSpaces(text string) string {
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(text)
}

// fakeGraphQL answers introspection with testdata/introspection.json, the masthead's question with an edition, and anything
// else with a number that tells answers apart.
type fakeGraphQL struct {
	mu        sync.Mutex
	questions []question
	described string
	events    chan string // what there is to tell those who subscribe
}

type question struct {
	Query     string
	Variables map[string]any
}

//go:embed testdata/introspection.json
var introspection []byte

func (f *fakeGraphQL) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var asked question
	if r.Header.Get("Accept") == "text/event-stream" {
		f.tell(w, r)
		return
	}
	body := json.NewDecoder(r.Body)
	body.UseNumber()
	if err := body.Decode(&asked); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	switch {
	case strings.Contains(asked.Query, "__schema"):
		f.mu.Lock()
		defer f.mu.Unlock()
		f.described = r.Header.Get("Accept-Language")
		w.Write(introspection)
	case asked.Query == "{ dataset { edition { label asOf } } }":
		fmt.Fprint(w, `{"data":{"dataset":{"edition":{"label":"Essai : Hauts-de-France au 1er janvier 2020, décomptes officiels jusqu'au 31 décembre 2022","asOf":"2022-12-31"}}}}`)
	default:
		f.mu.Lock()
		defer f.mu.Unlock()
		f.questions = append(f.questions, asked)
		fmt.Fprintf(w, `{"data":{"answer":"answer number %d"}}`, len(f.questions))
	}
}

// tell answers a subscription.
func (f *fakeGraphQL) tell(w http.ResponseWriter, r *http.Request) {
	asked := question{Query: r.FormValue("query")}
	if err := json.Unmarshal([]byte(r.FormValue("variables")), &asked.Variables); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	f.mu.Lock()
	f.questions = append(f.questions, asked)
	f.mu.Unlock()
	w.Header().Set("Content-Type", "text/event-stream")
	for edition := range f.events {
		fmt.Fprintf(w, "event: next\ndata: {\"data\":{\"edition\":%q}}\n\n", edition)
		w.(http.Flusher).Flush()
	}
	fmt.Fprint(w, "event: complete\ndata:\n\n")
}

// nextAnswer is what the answer to the next question will say.
func (f *fakeGraphQL) nextAnswer() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return fmt.Sprintf("answer number %d", len(f.questions)+1)
}

// lastAnswer is what the answer to the last question said.
func (f *fakeGraphQL) lastAnswer() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return fmt.Sprintf("answer number %d", len(f.questions))
}

// describedIn is the language that the schema was asked for in last.
func (f *fakeGraphQL) describedIn() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.described
}

func (f *fakeGraphQL) lastQuestion() question {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.questions) == 0 {
		return question{}
	}
	return f.questions[len(f.questions)-1]
}
