package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func hashOf(query string) string {
	sum := sha256.Sum256([]byte(query))
	return hex.EncodeToString(sum[:])
}

// persisted returns the extensions that name a persisted query.
func persisted(hash string) string {
	return `{"persistedQuery":{"version":1,"sha256Hash":"` + hash + `"}}`
}

// A client asks by the hash, is told that it is not known, sends the query with
// it once, and then asks by the hash alone, by whatever method.
func TestPersistedQueries(t *testing.T) {
	version := "1"
	const query = `query Q($t: String) { echo(text: $t) }`
	byHash := `{"extensions":` + persisted(hashOf(query)) + `,"variables":{"t":"x"}}`
	inURL := "/graphql?" + values("extensions", persisted(hashOf(query)), "variables", `{"t":"x"}`)
	for name, b := range map[string]bench{"kept": newBench(keeping(&version)), "not kept": newBench()} {
		t.Run(name, func(t *testing.T) {
			for _, step := range []struct {
				method, target, headers, body string
				status                        int
				want                          string
			}{
				{"POST", "/graphql", sendJSON, byHash, 200, "PERSISTED_QUERY_NOT_FOUND"},
				{"GET", inURL, "", "", 200, "PersistedQueryNotFound"},
				{"GET", inURL, wantGraphQL, "", 400, "PERSISTED_QUERY_NOT_FOUND"},
				{"GET", "/graphql?" + values("query", "{ echo }", "extensions", persisted(hashOf(query))), "", "", 400, "BAD_REQUEST"},
				{"GET", inURL, "", "", 200, "PersistedQueryNotFound"}, // the other query was not taken for it
				{"POST", "/graphql", sendJSON, fmt.Sprintf(`{"query":%q,%s`, query, byHash[1:]), 200, `{"data":{"echo":"x"}}`},
				{"POST", "/graphql", sendJSON, byHash, 200, `{"data":{"echo":"x"}}`},
				{"GET", inURL, "", "", 200, `{"data":{"echo":"x"}}`},
				{"GET", strings.ReplaceAll(inURL, "x%22", "y%22"), "", "", 200, `{"data":{"echo":"y"}}`},
				{"POST", "/graphql", sendJSON, strings.Replace(byHash, `"version":1`, `"version":2`, 1), 400, "BAD_REQUEST"},
				{"POST", "/graphql", sendJSON, `{"extensions":{"persistedQuery":"x"}}`, 400, "BAD_REQUEST"},
				{"POST", "/graphql", sendJSON, `{"extensions":{"persistedQuery":null}}`, 400, "BAD_REQUEST"},
				{"POST", "/graphql", sendJSON, `{"extensions":{"other":1}}`, 400, "BAD_REQUEST"},
			} {
				r := b.do(t, step.method, step.target, step.headers, step.body)
				body := bodyOf(t, r)
				if r.StatusCode != step.status || !strings.Contains(body, step.want) {
					t.Errorf("%s %s %s: %d %s, want %d %s", step.method, step.target, step.body, r.StatusCode, body, step.status, step.want)
				}
				if strings.Contains(body, `"errors"`) && (r.Header.Get("Cache-Control") != "no-store" || strings.Contains(body, `"data"`)) {
					t.Errorf("%s: headers %v", body, r.Header)
				}
			}
		})
	}
}

// A query that comes with its hash is kept each time, even if the answer to just
// this request was kept or is known to the client: it comes because the query is
// kept no more.
func TestPersistingIsNotSkipped(t *testing.T) {
	version := "1"
	b := newBench(keeping(&version))
	const query = "{ echo }"
	for i := range 3 {
		both := b.do(t, "GET", "/graphql?"+values("query", query, "extensions", persisted(hashOf(query))), "", "")
		if body := bodyOf(t, both); both.Header.Get("ETag") != "" || body != `{"data":{"echo":null}}` {
			t.Errorf("%s with %v", body, both.Header)
		}
		if n := b.schema.executed.Load(); int(n) != i+1 {
			t.Errorf("executed %d times", n)
		}
	}
	byHash := b.do(t, "GET", "/graphql?"+values("extensions", persisted(hashOf(query))), "", "")
	again := b.do(t, "GET", "/graphql?"+values("extensions", persisted(hashOf(query))), "If-None-Match: "+byHash.Header.Get("ETag"), "")
	if again.StatusCode != http.StatusNotModified {
		t.Errorf("status %d", again.StatusCode)
	}
}

// Anybody may have queries kept, but no more than there is room for.
func TestPersistedQueriesAreBounded(t *testing.T) {
	s := newPersistedStore()
	for i := range 200 {
		s.Add(t.Context(), fmt.Sprint(i), strings.Repeat("x", maxQueryBytes))
	}
	s.kept.CleanUp()
	if n := s.kept.WeightedSize(); n == 0 || n > persistedBytes {
		t.Errorf("%d bytes are kept", n)
	}
}
