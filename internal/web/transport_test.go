package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

const (
	asJSON    = "application/json; charset=utf-8"
	asGraphQL = "application/graphql-response+json; charset=utf-8"

	sendJSON    = "Content-Type: application/json\n"
	wantGraphQL = "Accept: application/graphql-response+json\n"
)

func get(query string) string { return "/graphql?query=" + url.QueryEscape(query) }

func TestGraphQL(t *testing.T) {
	const echo = `{"query":"query Q($t: String) { echo(text: $t) }","variables":{"t":"Amiens <&>"}}`
	tests := map[string]struct {
		method, target, headers, body string
		status                        int
		contentType                   string
		want                          string // the body, or "…code…" for a refusal's code
	}{
		"post": {"POST", "/graphql", sendJSON, echo, 200, asJSON, `{"data":{"echo":"Amiens \u003c\u0026\u003e"}}`},
		"post for graphql-response": {"POST", "/graphql", sendJSON + wantGraphQL, echo, 200, asGraphQL,
			`{"data":{"echo":"Amiens \u003c\u0026\u003e"}}`},
		"get": {"GET", get(`{ echo(text: "é") }`), "", "", 200, asJSON, `{"data":{"echo":"é"}}`},
		"get with variables and a name": {"GET", get(`query A { __typename } query B($t: String) { echo(text: $t) }`) +
			`&operationName=B&extensions={"a":1}&variables=` + url.QueryEscape(`{"t":"x"}`), "", "", 200, asJSON, `{"data":{"echo":"x"}}`},
		"null members":   {"POST", "/graphql", sendJSON, `{"query":"{ echo }","variables":null,"operationName":null,"extensions":null}`, 200, asJSON, `{"data":{"echo":null}}`},
		"unknown member": {"POST", "/graphql", sendJSON, `{"query":"{ echo }","id":1}`, 200, asJSON, `{"data":{"echo":null}}`},

		"field error":             {"POST", "/graphql", sendJSON + wantGraphQL, `{"query":"{ fail }"}`, 200, asGraphQL, `{"errors":[{"message":"ééééé"}],"data":{"fail":null}}`},
		"extensions":              {"POST", "/graphql", sendJSON, `{"query":"query Stamped { echo }","operationName":"Stamped"}`, 200, asJSON, `{"data":{"echo":null},"extensions":{"stamped":true}}`},
		"extensions of an error":  {"POST", "/graphql", sendJSON + wantGraphQL, `{"query":"query Stamped($a: String!) { echo(text: $a) }","operationName":"Stamped"}`, 400, asGraphQL, "…GRAPHQL_VALIDATION_FAILED…"},
		"null data":               {"POST", "/graphql", sendJSON + wantGraphQL, `{"query":"{ never }"}`, 200, asGraphQL, `{"errors":[{"message":"null for String!"}],"data":null}`},
		"invalid query as json":   {"POST", "/graphql", sendJSON, `{"query":"{"}`, 200, asJSON, "…GRAPHQL_PARSE_FAILED…"},
		"invalid query":           {"POST", "/graphql", sendJSON + wantGraphQL, `{"query":"{"}`, 400, asGraphQL, "…GRAPHQL_PARSE_FAILED…"},
		"unknown field":           {"GET", get("{ nothing }"), wantGraphQL, "", 400, asGraphQL, "…GRAPHQL_VALIDATION_FAILED…"},
		"variable of wrong type":  {"POST", "/graphql", sendJSON + wantGraphQL, `{"query":"query Q($t: String) { echo(text: $t) }","variables":{"t":{}}}`, 400, asGraphQL, "…GRAPHQL_VALIDATION_FAILED…"},
		"unknown operation":       {"POST", "/graphql", sendJSON + wantGraphQL, `{"query":"query Q { echo }","operationName":"R"}`, 400, asGraphQL, "…GRAPHQL_VALIDATION_FAILED…"},
		"subscription over json":  {"POST", "/graphql", sendJSON, `{"query":"subscription { tick }"}`, 400, asJSON, "…BAD_REQUEST…"},
		"subscription over a get": {"GET", get("subscription { tick }"), "", "", 400, asJSON, "…BAD_REQUEST…"},

		"no body":                      {"POST", "/graphql", sendJSON, "", 400, asJSON, "…BAD_REQUEST…"},
		"no query":                     {"POST", "/graphql", sendJSON, `{}`, 400, asJSON, "…BAD_REQUEST…"},
		"get without query":            {"GET", "/graphql", "", "", 400, asJSON, "…BAD_REQUEST…"},
		"get with bad escape":          {"GET", "/graphql?query=%zz", "", "", 400, asJSON, "…BAD_REQUEST…"},
		"get with bad UTF-8":           {"GET", "/graphql?query=%ff", "", "", 400, asJSON, "…BAD_REQUEST…"},
		"get with variables no object": {"GET", get("{ echo }") + "&variables=[1]", "", "", 400, asJSON, "…BAD_REQUEST…"},
		"get with two variables":       {"GET", get("{ echo }") + "&variables={}{}", "", "", 400, asJSON, "…BAD_REQUEST…"},
		"body is null":                 {"POST", "/graphql", sendJSON, `null`, 400, asJSON, "…BAD_REQUEST…"},
		"body is cut":                  {"POST", "/graphql", sendJSON, `{"query":"{ echo }"`, 400, asJSON, "…BAD_REQUEST…"},
		"body goes on":                 {"POST", "/graphql", sendJSON, `{"query":"{ echo }"} x`, 400, asJSON, "…BAD_REQUEST…"},
		"body is two":                  {"POST", "/graphql", sendJSON, `{"query":"{ echo }"}{}`, 400, asJSON, "…BAD_REQUEST…"},
		"body is a batch":              {"POST", "/graphql", sendJSON, ` [{"query":"{ echo }"}]`, 400, asJSON, "…BAD_REQUEST…"},
		"body is Latin 1":              {"POST", "/graphql", sendJSON, "{\"query\":\"{ echo(text: \\\"\xe9\\\") }\"}", 400, asJSON, "…BAD_REQUEST…"},
		"member twice":                 {"POST", "/graphql", sendJSON, `{"query":1,"query":"{ echo }"}`, 200, asJSON, `{"data":{"echo":null}}`},
		"escaped name":                 {"POST", "/graphql", sendJSON, `{"\u0071uery":"{\u0020echo\n}"}`, 200, asJSON, `{"data":{"echo":null}}`},
		"half a character":             {"POST", "/graphql", sendJSON, `{"query":"{ echo(text: \"\ud800\") }"}`, 400, asJSON, "…BAD_REQUEST…"},
		"object goes on in the URL":    {"GET", get("{ echo }") + "&variables={}}", "", "", 400, asJSON, "…BAD_REQUEST…"},
		"null in the URL":              {"GET", get("{ echo }") + "&variables=null", "", "", 200, asJSON, `{"data":{"echo":null}}`},
		"name in capitals":             {"POST", "/graphql", sendJSON, `{"QUERY":"{ echo }"}`, 400, asJSON, "…BAD_REQUEST…"},
		"query is a number":            {"POST", "/graphql", sendJSON, `{"query":1}`, 400, asJSON, "…BAD_REQUEST…"},
		"variables are a list":         {"POST", "/graphql", sendJSON, `{"query":"{ echo }","variables":[1]}`, 400, asJSON, "…BAD_REQUEST…"},

		"no content type":     {"POST", "/graphql", "", echo, 415, asJSON, "…UNSUPPORTED_MEDIA_TYPE…"},
		"form":                {"POST", "/graphql", "Content-Type: application/x-www-form-urlencoded", "query={echo}", 415, asJSON, "…UNSUPPORTED_MEDIA_TYPE…"},
		"multipart":           {"POST", "/graphql", "Content-Type: multipart/form-data; boundary=x", "--x--", 415, asJSON, "…UNSUPPORTED_MEDIA_TYPE…"},
		"other charset":       {"POST", "/graphql", "Content-Type: application/json; charset=latin1", echo, 415, asJSON, "…UNSUPPORTED_MEDIA_TYPE…"},
		"charset in capitals": {"POST", "/graphql", "Content-Type: application/json; charset=UTF-8", `{"query":"{ echo }"}`, 200, asJSON, `{"data":{"echo":null}}`},
		"gzip":                {"POST", "/graphql", sendJSON + "Content-Encoding: gzip\n", "\x1f\x8b", 415, asJSON, "…UNSUPPORTED_ENCODING…"},

		"accepts images":     {"GET", get("{ echo }"), "Accept: image/png", "", 406, asJSON, "…NOT_ACCEPTABLE…"},
		"put":                {"PUT", "/graphql", sendJSON, echo, 405, asJSON, "…METHOD_NOT_ALLOWED…"},
		"mutation over get":  {"GET", get("mutation { touch }"), "", "", 405, asJSON, "…METHOD_NOT_ALLOWED…"},
		"invalid mutation":   {"GET", get("mutation { nothing }"), "", "", 405, asJSON, "…METHOD_NOT_ALLOWED…"},
		"mutation over head": {"HEAD", get("mutation { touch }"), "", "", 405, asJSON, "…METHOD_NOT_ALLOWED…"},

		"query too large": {"POST", "/graphql", sendJSON, `{"query":"{ echo }` + strings.Repeat(" ", maxQueryBytes) + `"}`, 413, asJSON, "…QUERY_TOO_LARGE…"},
		"body too large":  {"POST", "/graphql", sendJSON, strings.Repeat(" ", maxBodyBytes+1), 413, asJSON, "…BODY_TOO_LARGE…"},
		"largest body":    {"POST", "/graphql", sendJSON, `{"query":"{ echo }"}` + strings.Repeat(" ", maxBodyBytes-20), 200, asJSON, `{"data":{"echo":null}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench()
			r := b.do(t, test.method, test.target, test.headers, test.body)
			body := bodyOf(t, r)
			if r.StatusCode != test.status || r.Header.Get("Content-Type") != test.contentType {
				t.Errorf("got %d %s, want %d %s\n%s", r.StatusCode, r.Header.Get("Content-Type"), test.status, test.contentType, body)
			}
			if code, isCode := strings.CutPrefix(test.want, "…"); isCode {
				checkRefusal(t, body, strings.TrimSuffix(code, "…"))
			} else if body != test.want {
				t.Errorf("got  %s\nwant %s", body, test.want)
			}
			if *b.schema.touched {
				t.Error("the mutation was executed")
			}
		})
	}
}

// checkRefusal checks that a body is one short error with a code, and no data.
func checkRefusal(t *testing.T, body, code string) {
	t.Helper()
	var got struct {
		Errors []struct {
			Message    string
			Extensions map[string]any
		}
		Data *json.RawMessage
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	if len(got.Errors) != 1 || got.Errors[0].Extensions["code"] != code {
		t.Errorf("got %s, want one error with code %s", body, code)
	}
	if strings.Contains(body, `"data"`) {
		t.Errorf("a request error has a data entry: %s", body)
	}
}

func TestMutationOverPost(t *testing.T) {
	b := newBench()
	r := b.do(t, "POST", "/graphql", sendJSON, `{"query":"mutation { touch }"}`)
	if r.StatusCode != http.StatusOK || !*b.schema.touched {
		t.Errorf("a mutation over POST answers %d", r.StatusCode)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	b := newBench()
	body := bodyOf(t, b.do(t, "GET", get("{ fail(times: 1000, size: 10000) }"), "", ""))
	var got struct {
		Errors []struct{ Message string }
		Data   map[string]any
	}
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		t.Fatal(err)
	}
	if n := len(got.Errors); n != maxErrors+1 || got.Errors[n-1].Message != "950 more errors are not shown" {
		t.Errorf("%d errors, the last %v", n, got.Errors[n-1])
	}
	if n := len([]rune(got.Errors[0].Message)); n != maxErrorRunes+1 {
		t.Errorf("a message of %d runes", n)
	}
	if _, ok := got.Data["fail"]; !ok {
		t.Error("the data is lost")
	}
}

func TestHeaders(t *testing.T) {
	b := newBench()
	tests := map[string]struct {
		method, target, headers string
		status                  int
		want                    string // header lines; an empty value means that there is none
	}{
		"open data": {"GET", get("{ echo }"), "Origin: https://example.org", 200,
			"Access-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: \nX-Content-Type-Options: nosniff\nVary: Accept, Accept-Encoding, Accept-Language\nContent-Length: 22"},
		"preflight": {"OPTIONS", "/graphql", "Origin: https://example.org\nAccess-Control-Request-Method: POST\nAccess-Control-Request-Headers: content-type", 204,
			"Access-Control-Allow-Origin: *\nAccess-Control-Allow-Methods: GET, HEAD, POST\nAccess-Control-Allow-Headers: *\nAccess-Control-Max-Age: 86400"},
		"options":           {"OPTIONS", "/graphql", "", 204, "Allow: GET, HEAD, POST, OPTIONS"},
		"wrong method":      {"DELETE", "/graphql", "", 405, "Allow: GET, HEAD, POST, OPTIONS\nAccess-Control-Allow-Origin: *"},
		"mutation over get": {"GET", get("mutation { touch }"), "", 405, "Allow: POST"},
		"wrong type":        {"POST", "/graphql", "", 415, "Accept-Post: application/json"},
		"wrong encoding":    {"POST", "/graphql", sendJSON + "Content-Encoding: br", 415, "Accept-Encoding: identity"},
		"head":              {"HEAD", get("{ echo }"), "", 200, "Content-Length: 22"},
		"unknown path":      {"GET", "/graphq", "", 404, "X-Content-Type-Options: nosniff\nContent-Type: text/plain; charset=utf-8\nAccess-Control-Allow-Origin: *"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := b.do(t, test.method, test.target, test.headers, "")
			if r.StatusCode != test.status {
				t.Errorf("status %d, want %d", r.StatusCode, test.status)
			}
			for line := range strings.Lines(test.want) {
				name, want, _ := strings.Cut(strings.TrimRight(line, "\n"), ": ")
				if got := r.Header.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
		})
	}
}

func TestNegotiate(t *testing.T) {
	const none = ""
	for accept, want := range map[string]mediaType{
		"":                                  mediaJSON,
		"*/*":                               mediaJSON,
		"*":                                 mediaJSON,
		"application/*":                     mediaJSON,
		"text/html, */*;q=0.8":              mediaJSON,
		"application/json":                  mediaJSON,
		"application/graphql-response+json": mediaGraphQL,
		"APPLICATION/GraphQL-Response+JSON; charset=utf-8":                                        mediaGraphQL,
		"application/graphql-response+json, application/json":                                     mediaGraphQL,
		"application/json, application/graphql-response+json":                                     mediaJSON,
		"application/json;q=0.5, application/graphql-response+json;q=0.9":                         mediaGraphQL,
		"application/graphql-response+json;q=0.5, application/json":                               mediaJSON,
		"application/graphql-response+json, */*":                                                  mediaGraphQL,
		"*/*, application/json;q=0":                                                               mediaGraphQL,
		"application/json;q=0, application/graphql-response+json;q=0.001":                         mediaGraphQL,
		"application/json;q=bad":                                                                  mediaJSON,
		"nonsense/;;, application/json":                                                           mediaJSON,
		"application/graphql-response+json, application/json, text/event-stream, multipart/mixed": mediaGraphQL,
		"application/json;q=0, */*;q=0":                                                           none,
		"application/json;q=0.5, text/event-stream":                                               mediaEvents,
		"text/event-stream, application/json":                                                     mediaEvents,
		"text/event-stream;q=0.5, application/json":                                               mediaJSON,
		"*/*, text/event-stream;q=0.9":                                                            mediaJSON,
		"text/event-stream":                                                                       mediaEvents,
		"text/*":                                                                                  none,
		"text/html":                                                                               none,
		"application/xml, application/pdf":                                                        none,
		"application/json;q=0, image/*;q=1":                                                       none,
	} {
		got, streams, ok := negotiate([]string{accept})
		if streams != strings.Contains(accept, "event-stream") {
			t.Errorf("Accept: %s takes a stream: %t", accept, streams)
		}
		if ok != (want != none) || (ok && got != want) {
			t.Errorf("Accept: %s gives %q, %t; want %q", accept, got, ok, want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("application/graphql-response+json;q=0.5, */*;q=0.1")
	f.Fuzz(func(t *testing.T, accept string) {
		media, streams, ok := negotiate([]string{accept})
		if media == mediaEvents && ok && !streams || media != mediaJSON && media != mediaGraphQL && media != mediaEvents {
			t.Errorf("%q gives %q", accept, media)
		}
		// A type may be chosen only if it is named, itself or by a wildcard.
		if lower := strings.ToLower(accept); ok && strings.TrimSpace(accept) != "" &&
			!strings.Contains(lower, string(media)) && !strings.Contains(lower, "*") {
			t.Errorf("%q is answered with %s", accept, media)
		}
	})
}

func FuzzReadBody(f *testing.F) {
	f.Add([]byte(`{"query":"{ a }","variables":{"n":1e999},"operationName":null,"extensions":{}}`))
	f.Add([]byte(`{"query":"{ a }","variables":{"a":[],"b":[{},null,true,"\u00e9\ud83d\ude00"],"a":{"a":-0.50}},"extensions":null}`))
	f.Add([]byte(`[{}]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		asked := requests.Get().(*request) // one that others read before
		defer asked.release()
		asked.written.Write(body)
		if refused := asked.readBody(); refused != nil {
			if refused.status != http.StatusBadRequest || len(refused.message) > 100 {
				t.Errorf("refusal %+v", refused)
			}
			return
		}
		if !json.Valid(body) {
			t.Fatalf("accepts what is not JSON: %q", body)
		}
		// What is accepted can be executed, with variables as gqlgen's transport has them.
		want, d := map[string]any{}, json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		if err := d.Decode(&want); err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		variables, _ := want["variables"].(map[string]any)
		if !reflect.DeepEqual(asked.params.Variables, variables) {
			t.Errorf("%q has variables %v, want %v", body, asked.params.Variables, variables)
		}
		if query, _ := want["query"].(string); asked.params.Query != query {
			t.Errorf("%q asks %q, want %q", body, asked.params.Query, query)
		}
	})
}
