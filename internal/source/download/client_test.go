package download

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A rig is a client, the pauses it made, and the folder it writes to.
type rig struct {
	*Client
	paused []time.Duration
	folder string
}

func newRig(t *testing.T) *rig {
	limits := DefaultLimits
	limits.Bytes = 4 << 20
	r := &rig{Client: New(limits), folder: t.TempDir()}
	r.Wait = func(ctx context.Context, d time.Duration) error {
		r.paused = append(r.paused, d)
		return ctx.Err()
	}
	r.Chance = func() float64 { return 0.5 }
	return r
}

func (r *rig) get(t *testing.T, address string, known Validators) (*File, error) {
	t.Helper()
	return r.Get(t.Context(), address, known, r.folder, nil)
}

// refused checks that a fetch fails for a reason, after so many pauses, and
// leaves nothing behind.
func (r *rig) refused(t *testing.T, address, reason string, pauses int) {
	t.Helper()
	_, err := r.get(t, address, Validators{})
	if err == nil || !strings.Contains(err.Error(), reason) {
		t.Errorf("error %v, want %q", err, reason)
	}
	if len(r.paused) != pauses {
		t.Errorf("it paused %v, want %d times", r.paused, pauses)
	}
	left, err := os.ReadDir(r.folder)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s
}

const content = "id_fs,lib_fs\n1,Ailly\n"

func TestGet(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/r/stable" {
			http.Redirect(w, r, "/files/liste-fs-20240801.csv?token=secret", http.StatusFound)
			return
		}
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Thu, 01 Aug 2024 00:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = io.WriteString(w, content)
	})
	r := newRig(t)
	var read, total int64
	file, err := r.Get(t.Context(), s.URL+"/r/stable", Validators{}, r.folder, func(n, of int64) { read, total = n, of })
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file.Path)
	if err != nil || string(got) != content {
		t.Errorf("%q, %v", got, err)
	}
	want := &File{
		Path: file.Path, Name: "liste-fs-20240801.csv", Size: 21,
		Sha256:     "c1acafbdff7b223efcd8cdab75d5760a32b6cf28bca6d6ad3a6cca9c9d11069e",
		Validators: Validators{ETag: `"v1"`, LastModified: "Thu, 01 Aug 2024 00:00:00 GMT"},
	}
	if diff := cmp.Diff(want, file); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if read != 21 || total != 21 {
		t.Errorf("progress ends at %d of %d", read, total)
	}
	if _, err := r.get(t, s.URL+"/r/stable", file.Validators); !errors.Is(err, ErrUnchanged) {
		t.Errorf("asked again: %v", err)
	}
}

// What a server calls a file is taken only if it is plain: it is published.
func TestNames(t *testing.T) {
	for _, c := range []struct{ path, header, want string }{
		{"/a/liste.csv", "", "liste.csv"},
		{"/communes", "", ""},
		{"/", "", ""},
		{"/download", `attachment; filename="liste-fs-20240801.csv"`, "liste-fs-20240801.csv"},
		{"/x.csv", `attachment; filename*=UTF-8''liste%20%C3%A9t%C3%A9.csv`, "liste été.csv"},
		{"/x.csv", `attachment; filename="../../etc/passwd"`, "x.csv"},
		{"/x.csv", `attachment; filename="<script>.csv"`, "x.csv"},
		{"/" + strings.Repeat("x", 200) + ".csv", "", ""},
	} {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
			if c.header != "" {
				w.Header().Set("Content-Disposition", c.header)
			}
			_, _ = io.WriteString(w, content)
		})
		file, err := newRig(t).get(t, s.URL+c.path, Validators{})
		if err != nil || file.Name != c.want {
			t.Errorf("%s %s: %+v, %v", c.path, c.header, file, err)
		}
	}
}

func TestTriesAgain(t *testing.T) {
	var asked atomic.Int32
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		switch asked.Add(1) {
		case 1:
			w.WriteHeader(http.StatusInternalServerError)
		case 2:
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, content)
		case 3:
			w.Header().Set("Retry-After", "17")
			w.WriteHeader(http.StatusServiceUnavailable)
		default:
			_, _ = io.WriteString(w, content)
		}
	})
	r := newRig(t)
	if file, err := r.get(t, s.URL, Validators{}); err != nil || file.Size != int64(len(content)) {
		t.Errorf("%+v, %v", file, err)
	}
	if diff := cmp.Diff([]time.Duration{time.Second, 2 * time.Second, 17 * time.Second}, r.paused); diff != "" {
		t.Errorf("pauses (-want +got):\n%s", diff)
	}
	r.Chance = func() float64 { return 0 }
	if pause, _ := r.pause(2, io.ErrUnexpectedEOF); pause != time.Second {
		t.Errorf("the shortest second pause is %s", pause)
	}
}

func TestGivesUp(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		reason  string
		pauses  int
	}{
		"404": {http.NotFound, "answers 404 Not Found", 0},
		"500 for good": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
			"answers 502 Bad Gateway", 3},
		"come back tomorrow": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(http.StatusTooManyRequests)
		}, "answers 429 Too Many Requests", 0},
		"half a body": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, content)
		}, "breaks off before the end", 3},
		"half a body in chunks": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, content)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, "breaks off before the end", 3},
		"304 to who has nothing": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) },
			"answers 304 Not Modified", 0},
		"no content": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
			"answers 204 No Content", 0},
		"redirect to http": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://www.data.example/liste.csv", http.StatusFound)
		}, "http://www.data.example/liste.csv is not https", 0},
		"redirect to a file": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		}, "redirects to where nothing is fetched from", 0},
		"redirects in a circle": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) },
			"redirects more than 5 times", 0},
		"too large, as it says": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Length", "2147483648") },
			"more than 4 MB", 0},
		"too many headers": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 1<<17)) },
			"cannot be fetched from", 3},
	} {
		t.Run(name, func(t *testing.T) { newRig(t).refused(t, serve(t, c.handler).URL, c.reason, c.pauses) })
	}
}

func TestNobodyThere(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	newRig(t).refused(t, s.URL, "connection refused", 3)
}

// A site may not have us ask what only this machine may.
func TestRedirectToThisMachine(t *testing.T) {
	request := func(address string) *http.Request {
		r, err := http.NewRequest(http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	official, mirror := request("https://official.example/x"), request("http://localhost:9000/x")
	for _, c := range []struct {
		to   string
		from *http.Request
		good bool
	}{
		{"https://static.example/x", official, true}, {"https://static.example/x", mirror, true}, {"http://127.0.0.1:9001/x", mirror, true},
		{"http://127.0.0.1:9001/x", official, false}, {"https://localhost/x", official, false}, {"http://static.example/x", official, false},
	} {
		if err := checkRedirect(request(c.to), []*http.Request{c.from}); (err == nil) != c.good {
			t.Errorf("%s → %s: %v", c.from.URL, c.to, err)
		}
	}
}

// A server that stops sending is left, whether it had begun or not.
func TestSilence(t *testing.T) {
	for name, begin := range map[string]string{"from the start": "", "half way": content} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if begin != "" {
					_, _ = io.WriteString(w, begin)
					w.(http.Flusher).Flush()
				}
				<-r.Context().Done()
			})
			r := newRig(t)
			r.Limits.Silence, r.Limits.Attempts = 50*time.Millisecond, 2
			r.refused(t, s.URL, "has sent nothing for 50ms", 1)
		})
	}
}

// One that goes on for ever, byte by byte, is left too.
func TestSlowness(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, "x")
			w.(http.Flusher).Flush()
		}
	})
	r := newRig(t)
	r.Limits.Whole, r.Limits.Attempts, r.Limits.Bytes = 100*time.Millisecond, 1, 1<<40
	r.refused(t, s.URL, "has not sent the file within 100ms", 0)
}

// Two gigabytes of zeros, plain or packed into two megabytes, end at the
// ceiling: neither memory nor the disk is filled.
func TestTooLarge(t *testing.T) {
	const size = 2 << 30
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if _, err := io.CopyN(zip, zeros{}, 64<<20); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	for name, send := range map[string]func(w http.ResponseWriter) int64{
		"plain": func(w http.ResponseWriter) int64 { n, _ := io.CopyN(w, zeros{}, size); return n },
		"packed": func(w http.ResponseWriter) int64 {
			w.Header().Set("Content-Encoding", "gzip")
			n, _ := w.Write(packed.Bytes())
			return int64(n)
		},
	} {
		t.Run(name, func(t *testing.T) {
			sent := make(chan int64, 1)
			s := serve(t, func(w http.ResponseWriter, _ *http.Request) { sent <- send(w) })
			r := newRig(t)
			before := allocated()
			r.refused(t, s.URL, "sends a file of more than 4 MB", 0)
			if used := allocated() - before; used > 16<<20 {
				t.Errorf("it took %d MB of memory", used>>20)
			}
			// What is on its way when the connection ends is lost in buffers.
			if n := <-sent; n > 64<<20 {
				t.Errorf("%d MB were sent", n>>20)
			}
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestUnsafeAddresses(t *testing.T) {
	for _, address := range []string{"http://www.data.example/x", "liste.csv", "", "file:///etc/passwd"} {
		newRig(t).refused(t, address, "", 0)
	}
}

// A disk that is full is the same at the next attempt.
func TestNowhereToWrite(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, content) })
	r := newRig(t)
	_, err := r.Get(t.Context(), s.URL, Validators{}, r.folder+"/nowhere", nil)
	if err == nil || !strings.Contains(err.Error(), "the file cannot be kept") || len(r.paused) > 0 {
		t.Errorf("%v after pauses %v", err, r.paused)
	}
}

// An operator who ends the program waits neither for the server nor for a pause.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
	r := newRig(t)
	if _, err := r.Get(ctx, s.URL, Validators{}, r.folder, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("while it is asked: %v", err)
	}
	if err := wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("in a pause: %v", err)
	}
}

// Errors name the host, never the address: what follows may be secret.
func TestErrorsKeepSecrets(t *testing.T) {
	for code := 400; code < 600; code += 99 {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
		_, err := newRig(t).get(t, fmt.Sprintf("http://me:hunter2@%s/secret?token=secret", s.Listener.Addr()), Validators{})
		if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%d: %v", code, err)
		}
	}
}
