package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A testBrowser is one headless Chromium before one server that serves the pages and a GraphQL handler.
type testBrowser struct {
	context context.Context
	origin  string
}

func openBrowser(t *testing.T, graphql http.Handler) *testBrowser {
	t.Helper()
	server := httptest.NewServer(pagesAnd(t, graphql))
	t.Cleanup(server.Close)

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.NoSandbox, // tests may run as root, where Chromium's sandbox does not
		chromedp.DisableGPU,
		chromedp.WindowSize(1440, 900),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		// Nothing but the test's own server can be reached, whatever the page or the browser itself may want.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	browser, quit := chromedp.NewContext(allocator)
	t.Cleanup(quit)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("starting Chromium: %v", err)
	}
	return &testBrowser{context: browser, origin: server.URL}
}

func pagesAnd(t *testing.T, graphql http.Handler) http.Handler {
	t.Helper()
	files, built := Pages()
	if !built {
		skipUnlessCI(t, "the pages are not built: run make pages")
	}
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/graphql", graphql)
	mux.Handle("GET /graphiql/", http.StripPrefix("/graphiql", http.FileServerFS(files)))
	mux.HandleFunc("GET /graphiql", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(index)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", ContentSecurityPolicy)
		mux.ServeHTTP(w, r)
	})
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	skipUnlessCI(t, "no Chromium to try the page in: apt-get install -y chromium")
	return ""
}

func skipUnlessCI(t *testing.T, reason string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// A testPage is one tab, which fails its test on any console error or warning, refused load or request to another host.
type testPage struct {
	context context.Context
	origin  string

	mu         sync.Mutex
	complaints []string
}

// patience is how long a page may take over one step before the test gives up. Generous: no test waits for it to pass.
const patience = time.Minute

func (b *testBrowser) open(t *testing.T, path string) *testPage {
	t.Helper()
	tab, closeTab := chromedp.NewContext(b.context)
	t.Cleanup(closeTab)
	page := &testPage{context: tab, origin: b.origin}
	if err := chromedp.Listen(tab, page.listen); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		page.mu.Lock()
		defer page.mu.Unlock()
		for _, complaint := range page.complaints {
			t.Error(complaint)
		}
	})
	page.do(t, command(network.Enable, network.EnableParams{}), command(log.Enable, cdp.Empty{}))
	page.do(t, chromedp.Navigate(b.origin+path), chromedp.WaitVisible(chromedp.CSS(".graphiql-query-editor .view-lines")))
	return page
}

func command[P any](method cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, method, params)
		return err
	})
}

func (p *testPage) listen(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeWarning {
			p.complain("console %s: %s", event.Type, consoleText(event.Args))
		}
	case *runtime.EventExceptionThrown:
		p.complain("exception: %s %s", event.ExceptionDetails.Text, consoleText([]*runtime.RemoteObject{event.ExceptionDetails.Exception}))
	case *log.EventEntryAdded: // refusals of the content security policy and failed loads come here
		p.complain("log %s, %s: %s %s", event.Entry.Level, event.Entry.Source, event.Entry.Text, event.Entry.URL)
	case *network.EventRequestWillBeSent:
		if address := event.Request.URL; !strings.HasPrefix(address, p.origin+"/") && !strings.HasPrefix(address, "data:") {
			p.complain("request to another host: %s", address)
		}
	}
}

func (p *testPage) complain(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.complaints = append(p.complaints, fmt.Sprintf(format, args...))
}

func consoleText(args []*runtime.RemoteObject) string {
	var text []string
	for _, arg := range args {
		text = append(text, string(arg.Value)+arg.Description)
	}
	return strings.Join(text, " ")
}

func (p *testPage) do(t *testing.T, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	limited, cancel := context.WithTimeout(p.context, patience)
	defer cancel()
	if err := chromedp.Do(limited, steps...); err != nil {
		t.Fatal(err)
	}
}

// evaluate answers with the JSON of what a JavaScript expression is worth.
func (p *testPage) evaluate(t *testing.T, expression string) string {
	t.Helper()
	value, err := chromedp.Run(p.context, chromedp.Evaluate[string](fmt.Sprintf("JSON.stringify(%s) ?? 'undefined'", expression)))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return value
}

func (p *testPage) expect(t *testing.T, expression string, want any) {
	t.Helper()
	if got := p.evaluate(t, expression); got != jsonOf(t, want) {
		t.Errorf("%s is %s, want %s", expression, got, jsonOf(t, want))
	}
}

// waitFor waits until an expression has the value wanted. (chromedp.Poll cannot: it needs an eval, which the page refuses.)
func (p *testPage) waitFor(t *testing.T, expression string, want any) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		got := p.evaluate(t, expression)
		if got == jsonOf(t, want) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s stays %s, want %s", expression, got, jsonOf(t, want))
		}
	}
}

// waitForText waits until the text of an element, kinds of space made alike, contains the one wanted.
func (p *testPage) waitForText(t *testing.T, selector, want string) {
	t.Helper()
	p.waitFor(t, fmt.Sprintf(`(document.querySelector(%s)?.textContent ?? "").replace(/\s/g, " ").includes(%s)`,
		jsonOf(t, selector), jsonOf(t, want)), true)
}

func (p *testPage) clickText(t *testing.T, selector, text string) {
	t.Helper()
	element := fmt.Sprintf(`[...document.querySelectorAll(%s)].find((e) => e.textContent === %s)`, jsonOf(t, selector), jsonOf(t, text))
	p.waitFor(t, element+" !== undefined", true)
	p.evaluate(t, element+".click()")
}

// again acts until it is done, each time waiting a while for it to be.
func (p *testPage) again(t *testing.T, done func() bool, act func()) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); {
		if time.Now().After(deadline) {
			t.Fatal("nothing comes of it")
		}
		act()
		for pause := time.Now().Add(3 * time.Second); !done() && time.Now().Before(pause); {
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// replaceQuery does what selecting everything in the query editor and pasting does.
func (p *testPage) replaceQuery(t *testing.T, query string) {
	t.Helper()
	p.do(t,
		// Not its lines: the middle of a long query may lie below the editor's edge.
		chromedp.Click(chromedp.CSS(".graphiql-query-editor .editor-scrollable")),
		chromedp.KeyEvent("a", chromedp.KeyModifiers(kb.ModifierCtrl)),
		command(input.InsertText, input.InsertTextParams{Text: query}))
}

// expectEveryControlNamed refuses a control a screen reader could not announce.
func (p *testPage) expectEveryControlNamed(t *testing.T) {
	t.Helper()
	p.expect(t, `[...document.querySelectorAll("button, a[href], input, select, [role=button]")]
		.filter((e) => !(e.getAttribute("aria-label") ?? e.textContent + e.title + (e.placeholder ?? "")).trim())
		.map((e) => e.outerHTML)`, []string{})
}

func jsonOf(t *testing.T, value any) string {
	t.Helper()
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false) // as JavaScript writes it
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(text.String())
}
