package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// A request is what a server is asked, and what it must answer.
type request struct {
	method   string
	path     string // with its query
	header   http.Header
	body     []byte
	status   int
	expected []byte // the body of the answer
}

// post returns the request that posts a question, whose answer is not known yet.
func post(path string, body []byte) *request {
	return &request{
		method: http.MethodPost,
		path:   path,
		header: http.Header{"Content-Type": {"application/json"}},
		body:   body,
		status: http.StatusOK,
	}
}

// on returns the request to a server, without compression, which is not what is
// measured here.
func (r *request) on(base string) *http.Request {
	// The address is that of a server that has been asked already.
	q, err := http.NewRequest(r.method, base+r.path, bytes.NewReader(r.body)) //nolint:noctx // its connection has a deadline
	if err != nil {
		panic(err)
	}
	q.Header = r.header.Clone()
	return q
}

// client asks what is asked once.
var client = &http.Client{
	Transport: &http.Transport{MaxIdleConnsPerHost: 1, DisableCompression: true},
	Timeout:   askTimeout,
}

// ask sends the request once and returns the answer, which must have the
// expected status, whatever it says.
func (r *request) ask(ctx context.Context, base string) (answer []byte, header http.Header, err error) {
	response, err := client.Do(r.on(base).WithContext(ctx))
	if err != nil {
		return nil, nil, err
	}
	answer, err = io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return nil, nil, err
	}
	if response.StatusCode != r.status {
		return nil, nil, fmt.Errorf("status %d: %.300s", response.StatusCode, answer)
	}
	return answer, response.Header, nil
}

// address returns the server's host and port.
func (s *server) address() string { return strings.TrimPrefix(s.base, "http://") }
