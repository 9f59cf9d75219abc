package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// A request is what a server is asked, and what it must answer.
type request struct {
	method   string
	path     string // with its query
	header   http.Header
	body     []byte
	status   int
	expected []byte // the body of the answer

	// serial numbers what is sent, in the place of firstSerial in the body; nil for
	// a request that is always the same.
	serial *atomic.Uint64
}

// firstSerial stands for the serial number of a request, and is as long as any.
const firstSerial = "00000000000000000000"

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

// digits returns the place of the serial number in a text of the request, nil if
// it has none.
func (r *request) digits(text []byte) []byte {
	at := bytes.Index(text, []byte(firstSerial))
	if r.serial == nil || at < 0 {
		return nil
	}
	return text[at : at+len(firstSerial)]
}

// number makes the request another than all before.
func (r *request) number(digits []byte) {
	if digits == nil {
		return
	}
	for n, i := r.serial.Add(1), len(digits)-1; i >= 0; n, i = n/10, i-1 {
		digits[i] = byte('0' + n%10)
	}
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
