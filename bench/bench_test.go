package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
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
	s := answering(t, constant([]byte("same")).ServeHTTP)
	cost, err := s.load(t.Context(), "/", nil, []byte("same"), 50*time.Millisecond)
	if err != nil || cost.rate <= 0 || cost.cpu < 0 {
		t.Errorf("cost %v, error %v", cost, err)
	}
	if _, err := s.load(t.Context(), "/", nil, []byte("other"), time.Second); !errors.Is(err, errAnswerChanged) {
		t.Errorf("another answer than expected: error %v", err)
	}
}

// What is fast because it is refused is no measure.
func TestRefusedQuestions(t *testing.T) {
	for _, answer := range []string{`{"errors":[{"message":"no"}],"data":{"a":1}}`, `{"data":null}`, `{}`, `no JSON`} {
		s := answering(t, constant([]byte(answer)).ServeHTTP)
		if _, err := nested.check(t.Context(), s.base); err == nil {
			t.Errorf("%s passes for an answer", answer)
		}
	}
	s := answering(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "busy", http.StatusTooManyRequests) })
	if _, err := nested.check(t.Context(), s.base); err == nil || !strings.Contains(err.Error(), "429") {
		t.Errorf("status 429: error %v", err)
	}
}

func TestProcess(t *testing.T) {
	for end := time.Now().Add(time.Minute); ; {
		cpu, err := cpuTime(os.Getpid())
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
	if _, err := cpuTime(-1); err == nil {
		t.Error("no process spends time")
	}
	if _, _, err := memory(-1); err == nil {
		t.Error("no process holds memory")
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
