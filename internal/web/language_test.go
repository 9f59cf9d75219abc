package web

import (
	"context"
	"net/http"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
)

func TestTongue(t *testing.T) {
	speaks := newTransport(Config{InFrench: func(ctx context.Context) context.Context { return ctx }, Metrics: prometheus.NewRegistry()}, nil, nil)
	for accepted, want := range map[string]tongue{
		"": english, "*": english, " ": english,
		"fr": french, "fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7": french, "FR-ca": french, "fr-CH, *;q=0.5": french,
		"en": english, "en-GB,fr;q=0.9": english, "en;q=0.5, fr;q=0.6": french, "fr;q=0, en": english, "fr;q=0": english,
		"de": french, "de, en;q=0.2": english,
		"%%%": english, "fr;q=much": english,
	} {
		for range 2 { // as it is read, and as it is kept
			if got := speaks.tongue(http.Header{"Accept-Language": {accepted}}); got != want {
				t.Errorf("%q is answered in %s, want %s", accepted, got, want)
			}
		}
	}
	if got := speaks.tongue(http.Header{}); got != english {
		t.Errorf("who says nothing is answered in %s", got)
	}
	if got := new(transport).tongue(http.Header{"Accept-Language": {"fr"}}); got != english {
		t.Errorf("where there is no French, the answer is in %s", got)
	}
}

// What is kept in one language is not sent to those who want another.
func TestTonguesAreKeptApart(t *testing.T) {
	version := "1"
	var inFrench int
	b := newBench(keeping(&version), func(cfg *Config) {
		cfg.InFrench = func(ctx context.Context) context.Context { inFrench++; return ctx }
	})
	tags := map[string]bool{}
	for range 3 {
		for _, header := range []string{"", "Accept-Language: fr", "Accept-Language: en", "Accept-Language: fr-FR"} {
			r := b.do(t, "GET", get("{ echo }"), header, "")
			tags[r.Header.Get("ETag")] = true
		}
	}
	if len(tags) != 2 || inFrench != 6 {
		t.Errorf("%d tags, %d answers in French; want 2 and 6", len(tags), inFrench)
	}
	if n := b.schema.executed.Load(); n != 4 { // each asked once, and once more to be kept
		t.Errorf("executed %d times", n)
	}
}
