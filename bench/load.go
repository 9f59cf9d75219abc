package main

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

const (
	connections  = 16
	mostRequests = 20_000 // in one load, however fast the server is
)

// client keeps its connections and asks for no compression, which is not what
// is measured here.
var client = &http.Client{
	Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true},
	Timeout:   time.Minute,
}

// A cost is what answering took.
type cost struct {
	rate float64 // requests a second
	cpu  float64 // of the server for a request, in seconds
}

var errAnswerChanged = errors.New("the same question has another answer")

// load asks a server one thing again and again over all connections for a while,
// and returns what an answer took. Every answer must be the one that is expected.
func (s *server) load(ctx context.Context, path string, body, expected []byte, duration time.Duration) (cost, error) {
	before, err := cpuTime(s.pid())
	if err != nil {
		return cost{}, err
	}
	begin := time.Now()
	requests, err := repeat(begin.Add(duration), func() error {
		answer, err := ask(ctx, s.base+path, body)
		if err == nil && !bytes.Equal(answer, expected) {
			err = errAnswerChanged
		}
		return err
	})
	elapsed := time.Since(begin)
	if err != nil {
		return cost{}, err
	}
	after, err := cpuTime(s.pid())
	if err != nil {
		return cost{}, err
	}
	return cost{float64(requests) / elapsed.Seconds(), (after - before).Seconds() / float64(requests)}, nil
}

// repeat calls do on as many goroutines as there are connections until the
// deadline, the most requests or an error, and returns how often.
func repeat(deadline time.Time, do func() error) (int, error) {
	counts := make([]int, connections)
	errs := make([]error, connections)
	var wait sync.WaitGroup
	for i := range connections {
		wait.Go(func() {
			for counts[i] < mostRequests/connections && time.Now().Before(deadline) {
				if errs[i] = do(); errs[i] != nil {
					return
				}
				counts[i]++
			}
		})
	}
	wait.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	return total, errors.Join(errs...)
}
