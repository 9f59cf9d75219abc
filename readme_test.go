package maillage_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"maillage/graph"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/snapshot"
	"maillage/internal/snapshot/shelf"
	"maillage/internal/source"
	"maillage/internal/web"
)

// The project's papers are held to what they tell of: the queries of the README
// are asked of the handler that serve mounts, and what the others name is there.

// curlQuery is the one request that README.md spells out for a shell.
var curlQuery = regexp.MustCompile(`(?s)curl -sG http://127\.0\.0\.1:8080(/\S+) --data-urlencode 'query=([^']*)'`)

// The first query a stranger sends answers what the README says it does, byte
// for byte but for the layout.
func TestReadmeFirstAnswer(t *testing.T) {
	readme := read(t, "README.md")
	request := curlQuery.FindStringSubmatch(readme)
	answers := blocks(readme, "json")
	if request == nil || len(answers) == 0 {
		t.Fatal("README.md holds no curl of a query, or no answer in a json block after it")
	}
	got := ask(t, embeddedHandler(t), request[1], request[2])
	var want bytes.Buffer
	if err := json.Compact(&want, []byte(answers[0])); err != nil {
		t.Fatalf("the answer in README.md: %v", err)
	}
	if strings.TrimSpace(string(got)) != want.String() {
		t.Errorf("README.md promises\n%s\nthe service answers\n%s", want.String(), got)
	}
}

// Every other query of the README is answered without an error, by a program
// that has imported nothing.
func TestReadmeQueries(t *testing.T) {
	queries := blocks(read(t, "README.md"), "graphql")
	if len(queries) < 3 {
		t.Fatalf("README.md has %d graphql blocks, want one at least for each kind of reader", len(queries))
	}
	handler := embeddedHandler(t)
	for _, query := range queries {
		var answer struct {
			Data   map[string]any
			Errors []struct{ Message string }
		}
		if err := json.Unmarshal(ask(t, handler, "/graphql", query), &answer); err != nil {
			t.Fatal(err)
		}
		for _, e := range answer.Errors {
			t.Errorf("%s\nin answer to\n%s", e.Message, query)
		}
		for field, value := range answer.Data {
			if value == nil {
				t.Errorf("%s is null in answer to\n%s", field, query)
			}
		}
	}
}

// What Maillage is, one command and one answer are seen without scrolling.
func TestReadmeFirstScreen(t *testing.T) {
	const screen = 25
	readme := strings.Split(read(t, "README.md"), "\n")
	heading := slices.IndexFunc(readme, func(line string) bool { return strings.HasPrefix(line, "## ") })
	if heading < 0 || heading > screen {
		t.Errorf("what README.md says before its first heading takes %d lines, at most %d fit a screen", heading, screen)
	}
}

// The table of rooms in ARCHITECTURE.md is the one that TestRooms holds.
func TestArchitectureHasTheRooms(t *testing.T) {
	told := map[string][]string{}
	row := regexp.MustCompile("(?m)^\\| `([^`]+)` \\|[^|]*\\|([^|]*)\\|$")
	code := regexp.MustCompile("`([^`]+)`")
	for _, found := range row.FindAllStringSubmatch(read(t, "ARCHITECTURE.md"), -1) {
		room := found[1]
		told[room] = []string{}
		if strings.TrimSpace(found[2]) == "all of them" {
			told[room] = []string{"*"}
		}
		for _, other := range code.FindAllStringSubmatch(found[2], -1) {
			told[room] = append(told[room], other[1])
		}
	}
	for room, allowed := range rooms {
		if others, there := told[room]; !there {
			t.Errorf("ARCHITECTURE.md has no row of %s", room)
		} else if !slices.Equal(slices.Sorted(slices.Values(others)), slices.Sorted(slices.Values(allowed))) {
			t.Errorf("ARCHITECTURE.md lets %s import %v, deps_test.go %v", room, others, allowed)
		}
	}
	for _, room := range slices.Sorted(maps.Keys(told)) {
		if _, there := rooms[room]; !there {
			t.Errorf("ARCHITECTURE.md has a row of %s, deps_test.go none", room)
		}
	}
}

// Each direct dependency has its reason in the decision on dependencies.
func TestDependenciesHaveReasons(t *testing.T) {
	reasons := read(t, "docs/adr/0007-dependencies.md")
	var direct []string
	for _, file := range []string{"go.mod", "tools/go.mod"} {
		for line := range strings.Lines(read(t, file)) {
			line = strings.TrimSpace(line)
			if tool, is := strings.CutPrefix(line, "tool "); is {
				direct = append(direct, strings.SplitN(tool, "/cmd/", 2)[0])
			} else if name, version, ok := strings.Cut(line, " v"); ok && version != "" && !strings.HasSuffix(line, "// indirect") {
				direct = append(direct, strings.TrimPrefix(name, "require "))
			}
		}
	}
	var pages struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal([]byte(read(t, "internal/ui/package.json")), &pages); err != nil {
		t.Fatal(err)
	}
	direct = slices.AppendSeq(direct, maps.Keys(pages.Dependencies))
	direct = slices.AppendSeq(direct, maps.Keys(pages.DevDependencies))
	if len(direct) < 10 {
		t.Fatalf("only %v found", direct)
	}
	for _, name := range direct {
		if !strings.Contains(reasons, "`"+name+"`") {
			t.Errorf("docs/adr/0007-dependencies.md does not say why %s is there", name)
		}
	}
}

// Links from one paper lead to files that are there, every decision is in the
// index, and every make target that a paper names exists.
func TestPapersLeadSomewhere(t *testing.T) {
	decisions, err := filepath.Glob("docs/adr/0*.md")
	if err != nil || len(decisions) == 0 {
		t.Fatalf("no decisions in docs/adr: %v", err)
	}
	index := read(t, "docs/adr/README.md")
	for _, file := range decisions {
		if !strings.Contains(index, "("+filepath.Base(file)+")") {
			t.Errorf("docs/adr/README.md does not list %s", file)
		}
	}
	makefiles := read(t, "Makefile")
	included, err := filepath.Glob("*/*.mk")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(included, "internal/ui/ui.mk") {
		makefiles += read(t, file)
	}
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	target := regexp.MustCompile("(?m)(?:^|`)make ([a-z-]+)")
	papers := append(slices.Clone(decisions), "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/data.md", "docs/sync.md", "docs/operations.md", "docs/adr/README.md", "examples/README.md")
	for _, paper := range papers {
		text := read(t, paper)
		for _, found := range link.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(paper), found[1])); err != nil {
				t.Errorf("%s leads to %s, which is not there", paper, found[1])
			}
		}
		for _, found := range target.FindAllStringSubmatch(text, -1) {
			if !regexp.MustCompile(`(?m)^` + found[1] + `:`).MatchString(makefiles) {
				t.Errorf("%s names make %s, which is no target", paper, found[1])
			}
		}
	}
}

// docs/sync.md tells of every feed, and of how often it is fetched.
func TestSyncHasTheFeeds(t *testing.T) {
	paper := read(t, "docs/sync.md")
	for _, f := range source.Feeds() {
		often := map[time.Duration]string{24 * time.Hour: "daily", 7 * 24 * time.Hour: "weekly"}[f.Every]
		from := "–"
		if f.URL != "" {
			from = "[^|–]+"
		}
		if !regexp.MustCompile("(?m)^\\|[^|]*`" + f.Code + "`[^|]*\\|[^|]*\\| " + from + " \\| " + often + " \\|$").MatchString(paper) {
			t.Errorf("docs/sync.md has no row of %s, fetched %s", f.Code, often)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// blocks returns the fenced blocks of one language in a Markdown text.
func blocks(text, language string) []string {
	var found []string
	for _, block := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		found = append(found, block[1])
	}
	return found
}

// ask sends a query as the README's curl does, and returns the body.
func ask(t *testing.T, handler http.Handler, path, query string) []byte {
	t.Helper()
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path+"?"+url.Values{"query": {query}}.Encode(), nil))
	if answer.Code != http.StatusOK {
		t.Fatalf("status %d in answer to\n%s", answer.Code, query)
	}
	return answer.Body.Bytes()
}

// embeddedHandler answers from the edition that the program carries.
func embeddedHandler(t *testing.T) http.Handler {
	t.Helper()
	edition, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	edition.Number = 1
	keeper, err := snapshot.NewKeeper(t.Context(), shelf.Lend(shelf.Shelf{
		List: []network.Edition{edition}, Records: map[int]*network.Records{1: records},
	}))
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	return web.New(web.Config{
		Executor: graph.New(keeper, log),
		Schema:   graph.SDL(),
		Ready:    func() (string, error) { return "", nil },
		Log:      log,
	})
}
