package web

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"maillage/graph"
	"maillage/internal/plan"
)

// Answers of all lengths arrive whole, one after the other on one connection.
func TestAnswersAreGathered(t *testing.T) {
	body := strings.Repeat("0123456789", 2*netHTTPBuffer)
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil {
			t.Error(err)
		}
		if r.Method != http.MethodHead && n >= netHTTPBuffer {
			announce(r.Context())
		}
		p := payload{status: http.StatusOK, body: plan.Text{Own: []byte(body[:n])}, coding: identity}
		p.write(w, mediaJSON)
	})
	client := connect(t, handler)
	answers := bufio.NewReader(client)
	for _, n := range []int{
		0, 1, 3000, 3800, 3900, 4000, netHTTPBuffer - 1, netHTTPBuffer, netHTTPBuffer + 1, 5000, 2*netHTTPBuffer - 200,
		2*netHTTPBuffer - 1, 2 * netHTTPBuffer, 2*netHTTPBuffer + 1, 3 * netHTTPBuffer, len(body), 10, netHTTPBuffer,
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r, err := http.NewRequestWithContext(t.Context(), method, "http://x/?n="+strconv.Itoa(n), http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.Write(client); err != nil {
				t.Fatal(err)
			}
			answer, err := http.ReadResponse(answers, r)
			if err != nil {
				t.Fatalf("%s %d: %v", method, n, err)
			}
			got, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			want := body[:n]
			if method == http.MethodHead {
				want = ""
			}
			if err != nil || !bytes.Equal(got, []byte(want)) {
				t.Errorf("%s %d: %d bytes, error %v", method, n, len(got), err)
			}
		}
	}
}

// Answers that are in pieces arrive whole, as they are and packed.
func TestAnswersInPieces(t *testing.T) {
	service := graph.New(embeddedKeeper(t), newDiscardLog())
	var inPieces atomic.Bool
	handler := New(Config{Executor: service, Pin: service.Pin, Log: newDiscardLog(), Short: func(ctx context.Context, query, operation string, variables map[string]any, buf []byte) (plan.Text, []byte, bool) {
		data, extensions, ok := service.Answer(ctx, query, operation, variables, buf)
		inPieces.Store(data.Len() > len(data.Own))
		return data, extensions, ok
	}})
	client := connect(t, handler)
	answers := bufio.NewReader(client)
	ask := func(coding string) string {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://x/graphql", strings.NewReader(questions[2].body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Content-Type": {"application/json"}, "Accept-Encoding": {coding}}
		if err := r.Write(client); err != nil {
			t.Fatal(err)
		}
		answer, err := http.ReadResponse(answers, r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return unpacked(t, answer)
	}
	want := ask("identity")
	for range 3 {
		for _, coding := range []string{"identity", "gzip", "zstd"} {
			if got := ask(coding); got != want {
				t.Errorf("%s: got %.100s, want %.100s", coding, got, want)
			}
		}
	}
	if !inPieces.Load() {
		t.Error("no answer was in pieces")
	}
}

// What is announced is held until the rest comes, and nothing else is.
func TestGathering(t *testing.T) {
	first, rest := bytes.Repeat([]byte("a"), netHTTPBuffer), []byte("rest")
	for name, test := range map[string]struct {
		announced bool
		writes    [][]byte
		sent      []int // bytes sent after each write
	}{
		"announced":      {true, [][]byte{first, rest, first}, []int{0, netHTTPBuffer + 4, 2*netHTTPBuffer + 4}},
		"a short header": {true, [][]byte{rest, first}, []int{0, netHTTPBuffer + 4}},
		"not announced":  {false, [][]byte{first, rest}, []int{netHTTPBuffer, netHTTPBuffer + 4}},
		"all in one":     {true, [][]byte{append(first, 'b'), rest}, []int{netHTTPBuffer + 1, netHTTPBuffer + 5}},
	} {
		t.Run(name, func(t *testing.T) {
			wire := new(recordedConn)
			c := &gatheringConn{Conn: wire, announced: test.announced}
			for i, p := range test.writes {
				if n, err := c.Write(p); n != len(p) || err != nil {
					t.Errorf("write %d: %d bytes, error %v", i, n, err)
				}
				if wire.sent.Len() != test.sent[i] {
					t.Errorf("after write %d %d bytes were sent, want %d", i, wire.sent.Len(), test.sent[i])
				}
			}
			if want := bytes.Join(test.writes, nil); !bytes.Equal(wire.sent.Bytes(), want) {
				t.Error("what was sent is not what was written")
			}
		})
	}
}

// What a reader has comes behind what is held, in pieces or not.
func TestGatheringReaders(t *testing.T) {
	for name, from := range map[string]io.Reader{
		"pieces": &net.Buffers{[]byte("one"), nil, []byte("two")},
		"text":   strings.NewReader("onetwo"),
	} {
		for _, announced := range []bool{true, false} {
			wire := new(recordedConn)
			c := &gatheringConn{Conn: wire, announced: announced}
			if _, err := c.Write([]byte("head")); err != nil || announced && wire.sent.Len() > 0 {
				t.Errorf("%s: %q was sent, error %v", name, &wire.sent, err)
			}
			if n, err := c.ReadFrom(from); n != 6 || err != nil || wire.sent.String() != "headonetwo" {
				t.Errorf("%s: %d bytes, error %v, %q was sent", name, n, err, &wire.sent)
			}
			if from = io.Reader(strings.NewReader("onetwo")); name == "pieces" {
				from = &net.Buffers{[]byte("onetwo")}
			}
		}
	}
}

type recordedConn struct {
	net.Conn

	sent bytes.Buffer
}

func (c *recordedConn) Write(p []byte) (int, error) { return c.sent.Write(p) }

// connect serves on loopback until the test ends, and returns a connection there.
func connect(t *testing.T, handler http.Handler) net.Conn {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var serving errgroup.Group
	serving.Go(func() error { return Serve(ctx, Server("", handler, newDiscardLog()), l) })
	t.Cleanup(func() {
		stop()
		if err := serving.Wait(); err != nil {
			t.Error(err)
		}
	})
	client, err := new(net.Dialer).DialContext(t.Context(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	if err := client.SetDeadline(time.Now().Add(time.Minute)); err != nil { // rather than wait for what is held for ever
		t.Fatal(err)
	}
	return client
}
