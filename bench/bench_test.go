package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestSamples(t *testing.T) {
	for _, test := range []struct {
		samples   samples
		shown     string
		atMost200 string
	}{
		{samples{100}, "100 ms", "≤ 200 ms"},
		{samples{300, 100}, "200 ms (100 to 300)", "≤ 200 ms"},
		{samples{500, 1234, 1.5}, "500 ms (1.5 to 1234)", "≤ 200 ms, **missed by × 2.5**"},
	} {
		if got := test.samples.in("ms", 1); got != test.shown {
			t.Errorf("%v is shown as %q, want %q", test.samples, got, test.shown)
		}
		if got := test.samples.atMost(200, "ms", 1); got != test.atMost200 {
			t.Errorf("%v beside a limit of 200: %q, want %q", test.samples, got, test.atMost200)
		}
	}
	if got := (samples{0.1}).atLeast(0.4); got != "≥ 0.4, **missed by × 4**" {
		t.Errorf("0.1 where 0.4 is wanted: %q", got)
	}
	if got := (samples{2048}).in("kiB", 1024); got != "2 kiB" {
		t.Errorf("2048 bytes are shown as %q", got)
	}
}

func TestTable(t *testing.T) {
	table := table{title: "Été", head: []string{"A", "Target"}, note: "So."}
	table.add("≤ 1 é", "x")
	const want = "\n## Été\n\n| A     | Target |\n| ----- | ------ |\n| ≤ 1 é | x      |\n\nSo.\n"
	if got := table.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// answering returns a server that stands in for a measured one: this process.
func answering(t *testing.T, answer http.HandlerFunc) *server {
	t.Helper()
	web := httptest.NewServer(answer)
	t.Cleanup(web.Close)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	return &server{command: &exec.Cmd{Process: self}, base: web.URL}
}

func TestLoad(t *testing.T) {
	s := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/in-chunks" {
			_, _ = w.Write([]byte("sa"))
			_ = http.NewResponseController(w).Flush()
			_, _ = w.Write([]byte("me"))
			return
		}
		constant([]byte("same")).ServeHTTP(w, r)
	})
	for _, path := range []string{"/", "/in-chunks"} {
		r := post(path, nil)
		r.expected = []byte("same")
		cost, err := s.load(t.Context(), r, 50*time.Millisecond)
		if err != nil || cost.rate <= 0 || cost.cpu < 0 || cost.p50 <= 0 || cost.p99 < cost.p50 {
			t.Errorf("%s: cost %v, error %v", path, cost, err)
		}
	}
	for _, other := range []string{"", "sam", "some", "same and more"} {
		r := post("/", nil)
		r.expected = []byte(other)
		if _, err := s.load(t.Context(), r, time.Minute); !errors.Is(err, errAnswerChanged) {
			t.Errorf("%q was expected: error %v", other, err)
		}
	}
}

func TestLoadHoldsTheStatus(t *testing.T) {
	s := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"a"` {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	r := &request{method: http.MethodGet, path: "/", header: http.Header{"If-None-Match": {`"a"`}}, status: http.StatusNotModified}
	if _, err := s.load(t.Context(), r, 50*time.Millisecond); err != nil {
		t.Error(err)
	}
	r.header.Set("If-None-Match", `"b"`)
	if _, err := s.load(t.Context(), r, time.Minute); err == nil {
		t.Error("a whole answer passes for one that has not changed")
	}
}

// A request to which no kept answer is one is never sent twice.
func TestNoRequestIsSentTwice(t *testing.T) {
	var seen sync.Map
	s := answering(t, func(w http.ResponseWriter, r *http.Request) {
		asked, err := io.ReadAll(r.Body)
		if _, again := seen.LoadOrStore(string(asked), true); again || err != nil || !json.Valid(asked) {
			http.Error(w, "again", http.StatusConflict)
		}
	})
	r := nested.postAnew()
	for range 2 {
		if _, err := s.load(t.Context(), r, 20*time.Millisecond); err != nil {
			t.Error(err)
		}
	}
}

// What is fast because it is refused is no measure.
func TestRefusedQuestions(t *testing.T) {
	for _, answer := range []string{`{"errors":[{"message":"no"}],"data":{"a":1}}`, `{"data":null}`, `{}`, `no JSON`} {
		s := answering(t, constant([]byte(answer)).ServeHTTP)
		if err := nested.post().check(t.Context(), s.base); err == nil {
			t.Errorf("%s passes for an answer", answer)
		}
	}
	s := answering(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "busy", http.StatusTooManyRequests) })
	if err := nested.post().check(t.Context(), s.base); err == nil || !strings.Contains(err.Error(), "429") {
		t.Errorf("status 429: error %v", err)
	}
}

// A tag is used where there is one.
func TestConditional(t *testing.T) {
	s := answering(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"a"`)
		if r.Header.Get("If-None-Match") == `"a"` {
			w.WriteHeader(http.StatusNotModified)
		}
	})
	r, err := conditional(s.base)(t.Context(), nested, nil)
	if err != nil || r == nil || r.status != http.StatusNotModified {
		t.Errorf("request %v, error %v", r, err)
	}
	s = answering(t, constant([]byte("{}")).ServeHTTP)
	if r, err := conditional(s.base)(t.Context(), nested, nil); r != nil || err != nil {
		t.Errorf("without tags: request %v, error %v", r, err)
	}
}

func TestSameContent(t *testing.T) {
	const want = `{"data":{"sites":{"nodes":[{"code":"1","services":[{"code":"a"}]}]},"count":{"totalCount":2}},"extensions":{}}`
	for _, test := range []struct {
		got  string
		same bool
	}{
		{want, true},
		{`{"data":{"count":{"totalCount":2},"sites":{"nodes":[{"services":{"nodes":[{"service":{"code":"a"}}]},"code":"1"}]}}}`, true},
		{`{"data":{"sites":{"nodes":[{"code":"1","services":[]}]},"count":{"totalCount":2}}}`, false},
		{`{"data":{"sites":{"nodes":[{"code":"1","services":[{"code":"a"}]}]},"count":{"totalCount":3}}}`, false},
		{`{"data":{"sites":{"nodes":[{"code":"1","services":[{"code":"a"},{"code":"a"}]}]},"count":{"totalCount":2}}}`, false},
		{`no JSON`, false},
	} {
		if err := sameContent([]byte(want), []byte(test.got)); (err == nil) != test.same {
			t.Errorf("%s: %v", test.got, err)
		}
	}
}

func TestPart(t *testing.T) {
	speed, peers := part{title: "Speed", text: "# Speed\n\nFast.\n"}, part{title: "Peers", text: "# Peers\n\nSlow.\n"}
	report := speed.in("")
	if report != "# Speed\n\nFast.\n" {
		t.Errorf("a first part makes %q", report)
	}
	report = peers.in(report) + "\n# By hand\n\nProfile.\n"
	speed.text = "# Speed\n\nFaster.\n"
	report = speed.in(report)
	report = peers.in(report)
	for _, want := range []string{"# Speed\n\nFaster.\n", "\n# Peers\n\nSlow.\n", "\n# By hand\n\nProfile.\n"} {
		if strings.Count(report, want) != 1 {
			t.Errorf("%q is not there once in\n%s", want, report)
		}
	}
	if again := speed.in(report); strings.Count(again, "\n") != strings.Count(report, "\n") {
		t.Errorf("writing a part again adds lines:\n%s", again)
	}
}

// Every target is for a question, and every question has its targets.
func TestRatios(t *testing.T) {
	if got, want := len(questions()), len(ratio{}.least); got != want {
		t.Errorf("%d questions, %d targets", got, want)
	}
	r := results{
		{uncached, "point"}: {{cpu: 1, rate: 10}, {cpu: 2, rate: 30}, {cpu: 1, rate: 20}},
		{netHTTP, "point"}:  {{cpu: 3, rate: 20}, {cpu: 2, rate: 10}, {cpu: 2, rate: 10}},
	}
	for _, test := range []struct {
		of   func(better, other cost) float64
		want string
	}{{byCPU, "2 (≥ 4, **missed by × 2**)"}, {byRate, "2 (≥ 4, **missed by × 2**)"}} {
		if got := r.ratio(ratio{better: uncached, other: netHTTP, of: test.of}, "point", 4); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
	if got := r.ratio(ratio{better: cached, other: netHTTP, of: byCPU}, "point", 0.7); got != "– (≥ 0.7)" {
		t.Errorf("what was not measured is shown as %q", got)
	}
}

func TestProcess(t *testing.T) {
	for end := time.Now().Add(time.Minute); ; {
		cpu, err := treeTime(os.Getpid())
		if err != nil {
			t.Fatal(err)
		}
		if cpu > 0 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("a busy process spends no time")
		}
	}
	resident, peak, err := memory(os.Getpid())
	if err != nil || resident < mebi || peak < resident {
		t.Errorf("holds %v and at most %v bytes, error %v", resident, peak, err)
	}
	if _, err := treeTime(-1); err == nil {
		t.Error("no process spends time")
	}
	if _, _, err := memory(-1); err == nil {
		t.Error("no process holds memory")
	}
}

// The time of a child counts, while it runs and after.
func TestTreeTime(t *testing.T) {
	child := exec.Command("sh", "-c", "while :; do :; done")
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var alone, tree time.Duration
	for end := time.Now().Add(time.Minute); tree-alone < 50*time.Millisecond && time.Now().Before(end); {
		var err1, err2 error
		tree, err1 = treeTime(os.Getpid())
		alone, err2 = cpuTime(os.Getpid())
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
	}
	if tree-alone < 50*time.Millisecond {
		t.Errorf("%v with a busy child, %v without", tree, alone)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()
	if after, err := cpuTime(os.Getpid()); err != nil || after < 50*time.Millisecond {
		t.Errorf("the child's time is gone with it: %v, error %v", after, err)
	}
}

func TestEnvironmentSetsNoFlag(t *testing.T) {
	t.Setenv("MAILLAGE_DATABASE", "sqlite://mine.db")
	t.Setenv("BENCH_KEEPS", "this")
	kept := strings.Join(environment(), "\n")
	if strings.Contains(kept, "MAILLAGE_") || !strings.Contains(kept, "BENCH_KEEPS=this") {
		t.Errorf("environment %s", kept)
	}
}
