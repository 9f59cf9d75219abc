package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"sync/atomic"
)

// A question is what people ask, written for each kind of server.
type question struct {
	name         string // short, the head of a column
	what         string
	query        string
	postGraphile string // the same for PostGraphile, its answer in the same words
	variables    map[string]any
}

// nested is the question the product was made for: a region down to the services
// of its sites, in one request.
var nested = question{
	name:         "nested region",
	what:         "Hauts-de-France, its departments, communes with a site, sites and services",
	query:        `query ($region: RegionCode!) { region(code: $region) { ` + regionDown + ` } }`,
	postGraphile: `query ($region: String!) { region: regionByCode(code: $region) { ` + postGraphileRegionDown + ` } }`,
	variables:    map[string]any{"region": "32"},
}

const (
	regionDown = `code name departments { code name
    communes(filter: { hasSite: true }, first: 60) {
      nodes { code name sites(first: 20) { nodes { code name labelledOn services { code name } } } }
    } }`
	postGraphileRegionDown = `code name departments: departmentsByRegionCode { nodes { code name
    communes: communesByDepartmentCode(condition: { hasSite: true }, first: 60) {
      nodes { code name sites: sitesByCommuneCode(first: 20) {
        nodes { code name labelledOn services: siteServicesBySiteId { nodes { service: serviceByServiceCode { code name } } } }
      } }
    } } }`
)

// questions are what the tables have columns for.
func questions() []question {
	return []question{
		{
			name: "point",
			what: "one commune by its code, with its department",
			query: `query ($code: CommuneCode!) {
  commune(code: $code) { code name population department { code name } }
}`,
			postGraphile: `query ($code: String!) {
  commune: communeByCode(code: $code) { code name population department: departmentByDepartmentCode { code name } }
}`,
			variables: map[string]any{"code": "80021"},
		},
		{
			name: "100 sites",
			what: "100 sites with their communes and departments",
			query: `query ($first: Int!) {
  sites(first: $first) { nodes { code name labelledOn commune { code name } department { code name } } }
}`,
			postGraphile: `query ($first: Int!) {
  sites: allSites(first: $first) { nodes {
    code name labelledOn commune: communeByCommuneCode { code name } department: departmentByDepartmentCode { code name }
  } }
}`,
			variables: map[string]any{"first": 100},
		},
		nested,
		{
			name:         "whole country",
			what:         "the same of every region",
			query:        `{ regions { ` + regionDown + ` } }`,
			postGraphile: `{ regions: allRegions { nodes { ` + postGraphileRegionDown + ` } } }`,
		},
		{
			name:         "name search",
			what:         "ten communes by the beginning of their name, the most peopled first",
			query:        `query ($text: String!) { communes(search: $text, first: 10) { nodes { code name } } }`,
			postGraphile: `query ($text: String!) { communes: searchCommunes(beginning: $text, first: 10) { nodes { code name } } }`,
			variables:    map[string]any{"text": "montr"},
		},
		{
			name:         "count by department",
			what:         "how many sites each department has",
			query:        `{ departments { code sites { totalCount } } }`,
			postGraphile: `{ departments: allDepartments { nodes { code sites: sitesByDepartmentCode { totalCount } } } }`,
		},
		{
			name: "10 nearest",
			what: "the ten sites nearest to a place",
			query: `query ($latitude: Float!, $longitude: Float!) {
  nearestSites(to: { position: { latitude: $latitude, longitude: $longitude } }, first: 10) { site { code name } }
}`,
			postGraphile: `query ($latitude: Float!, $longitude: Float!) {
  nearestSites(latitude: $latitude, longitude: $longitude, first: 10) { nodes { code name } }
}`,
			variables: map[string]any{"latitude": 49.894, "longitude": 2.295},
		},
	}
}

// body returns a document with variables as they are posted.
func body(document string, variables map[string]any) []byte {
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		panic(err) // a question above is wrong
	}
	return body
}

// post returns the question as Maillage is asked it.
func (q question) post() *request { return post("/graphql", body(q.query, q.variables)) }

// postAnew returns a request that is another each time it is sent, by a variable
// that the document does not know: no answer that was kept is one to it, while
// all that depends on the document is as it is.
func (q question) postAnew() *request {
	variables := map[string]any{"serial": firstSerial}
	maps.Copy(variables, q.variables)
	r := post("/graphql", body(q.query, variables))
	r.serial = new(atomic.Uint64)
	return r
}

// get returns the question as Maillage is asked it where answers are kept.
func (q question) get() (*request, error) {
	variables, err := json.Marshal(q.variables)
	return &request{
		method: http.MethodGet,
		path:   "/graphql?" + url.Values{"query": {q.query}, "variables": {string(variables)}}.Encode(),
		header: http.Header{},
		status: http.StatusOK,
	}, err
}

// check asks once and keeps the answer as the expected one. It must have data
// and no errors: a refusal would be fast.
func (r *request) check(ctx context.Context, base string) error {
	answer, _, err := r.ask(ctx, base)
	if err != nil {
		return err
	}
	var parts struct {
		Data   json.RawMessage
		Errors json.RawMessage
	}
	if err := json.Unmarshal(answer, &parts); err != nil {
		return err
	}
	if parts.Errors != nil || len(parts.Data) == 0 || bytes.Equal(parts.Data, []byte("null")) {
		return fmt.Errorf("answered %.300s", answer)
	}
	r.expected = answer
	return nil
}
