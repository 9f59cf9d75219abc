package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

// Operators read on the admin listener, and there alone, what was answered from
// what.
func TestMetrics(t *testing.T) {
	version := "1"
	registry := prometheus.NewRegistry()
	b := newBench(keeping(&version), func(cfg *Config) { cfg.Metrics = registry })
	for range 4 {
		b.do(t, "POST", "/graphql", sendJSON, `{"query":"{ echo }"}`)
	}
	tag := b.do(t, "GET", get("{ echo }"), "", "").Header.Get("ETag")
	b.do(t, "GET", get("{ echo }"), "If-None-Match: "+tag, "")
	b.do(t, "GET", get("{"), wantGraphQL, "")
	b.do(t, "GET", "/healthz", "", "")
	b.do(t, "GET", "/some/made/up/path", "", "")
	b.do(t, "POST", "/graphql", sendJSON, `{"query":"{ broken }"}`)

	admin := NewAdmin(func() (string, error) { return "", nil }, registry, newDiscardLog())
	w := httptest.NewRecorder()
	admin.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	text := w.Body.String()
	for _, want := range []string{
		`maillage_http_requests_total{route="/graphql",status="200"} 5`,
		`maillage_http_requests_total{route="/graphql",status="304"} 1`,
		`maillage_http_requests_total{route="/graphql",status="400"} 1`,
		`maillage_http_requests_total{route="/graphql",status="500"} 1`,
		`maillage_http_requests_total{route="GET /healthz",status="200"} 1`,
		`maillage_http_requests_total{route="",status="404"} 1`,
		`maillage_http_request_duration_seconds_count{route="/graphql"} 8`,
		`maillage_http_requests_in_flight 0`,
		`maillage_answers_total{from="execution"} 5`,
		`maillage_answers_total{from="cache"} 2`,
		`maillage_answers_total{from="shared"} 0`,
		`maillage_answers_total{from="unchanged"} 1`,
		`maillage_answer_cache_entries 1`,
	} {
		if !strings.Contains(text, want+"\n") {
			name, _, _ := strings.Cut(want, "{")
			t.Errorf("no %s in\n%s", want, strings.Join(regexp.MustCompile("(?m)^"+name+".*$").FindAllString(text, -1), "\n"))
		}
	}
	if !regexp.MustCompile(`(?m)^maillage_answer_cache_bytes [1-9]`).MatchString(text) {
		t.Error("the cache is empty")
	}
	if r := b.do(t, "GET", "/metrics", "", ""); r.StatusCode != http.StatusNotFound {
		t.Errorf("the public listener answers %d", r.StatusCode)
	}
}
