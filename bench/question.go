package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// A question is a query that people send.
type question struct {
	name      string
	query     string
	variables map[string]any
}

// nested is the question the product was made for: a region down to the services
// of its sites, in one request.
var nested = question{
	name: "Hauts-de-France, departments, communes, sites, services",
	query: `query ($region: RegionCode!) {
  region(code: $region) { code name departments { ` + departmentDown + ` } }
}`,
	variables: map[string]any{"region": "32"},
}

const departmentDown = `code name
    communes(filter: { hasSite: true }, first: 1000) {
      nodes { code name sites(first: 100) { nodes { code name labelledOn services { code name } } } }
    }`

// questions are asked from the smallest answer to the largest.
func questions() []question {
	return []question{
		{
			name: "One commune",
			query: `query ($code: CommuneCode!) {
  commune(code: $code) { code name population department { code name } }
}`,
			variables: map[string]any{"code": "80021"},
		},
		{
			name: "100 sites, their communes and departments",
			query: `query ($first: Int!) {
  sites(first: $first) { nodes { id code name labelledOn commune { code name } department { code name } } }
}`,
			variables: map[string]any{"first": 100},
		},
		nested,
		{
			name:  "The same for the whole country",
			query: `{ regions { code name departments { ` + departmentDown + ` } } }`,
		},
	}
}

// body returns the question as it is posted.
func (q question) body() []byte {
	body, err := json.Marshal(map[string]any{"query": q.query, "variables": q.variables})
	if err != nil {
		panic(err) // a question above is wrong
	}
	return body
}

// check asks the question once and returns the answer, which must have no
// errors: a refusal would be fast.
func (q question) check(ctx context.Context, url string) ([]byte, error) {
	answer, err := ask(ctx, url, q.body())
	if err != nil {
		return nil, err
	}
	var parts struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	if err := json.Unmarshal(answer, &parts); err != nil {
		return nil, err
	}
	if parts.Errors != nil || len(parts.Data) == 0 || bytes.Equal(parts.Data, []byte("null")) {
		return nil, fmt.Errorf("%s: answered %.300s", q.name, answer)
	}
	return answer, nil
}

// ask posts a question and returns the answer.
func ask(ctx context.Context, url string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d: %.300s", response.StatusCode, answer)
	}
	return answer, nil
}
