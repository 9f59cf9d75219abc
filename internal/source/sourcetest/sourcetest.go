// Package sourcetest plays the official sources on this machine, from the files
// that realdata finds: well, with the validators that web servers send, and, when
// it is told to, badly. For tests alone.
package sourcetest

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"maillage/internal/realdata"
	"maillage/internal/source"
)

// files are what the feeds are played from, below realdata.Dir.
var files = map[string]string{
	"sites":                "sites/liste-fs-20240801.csv",
	"communes":             "geography/geo-api-communes.json",
	"cog":                  "geography/v_commune_2024.csv",
	"canton-names":         "geography/cantons-2018.csv",
	"centroids":            "geography/communes-centroids-2018.csv",
	"counts-national":      "progress/barometre-fs-detail-national.csv",
	"counts-regional":      "progress/barometre-fs-detail-regional.csv",
	"counts-departmental":  "progress/barometre-fs-detail-departemental.csv",
	"targets-national":     "progress/barometre-fs-synthese-national.csv",
	"targets-regional":     "progress/barometre-fs-synthese-regional.csv",
	"targets-departmental": "progress/barometre-fs-synthese-departemental.csv",
}

// A Server plays the sources until the test ends.
type Server struct {
	dir string
	url string

	mu     sync.Mutex
	manner map[string]Manner
	asked  []string // code and status of each answer
}

// New starts a server. Where there are no official files the test is skipped.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{dir: realdata.Dir(t), manner: map[string]Manner{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// Feeds returns the catalogue with the addresses of this server; feeds that it
// does not play have none.
func (s *Server) Feeds() []source.Feed {
	feeds := source.Feeds()
	for i := range feeds {
		feeds[i].URL = ""
		if _, played := files[feeds[i].Code]; played {
			feeds[i].URL = s.url + "/r/" + feeds[i].Code
		}
	}
	return feeds
}

// Overrides returns the text by which an operator has these feeds fetched.
func (s *Server) Overrides() string {
	var b strings.Builder
	for _, f := range s.Feeds() {
		if f.URL == "" {
			f.URL = source.Off
		}
		fmt.Fprintln(&b, f.Code, f.URL)
	}
	return b.String()
}

// Play has a feed played in another manner from now on; nil is well.
func (s *Server) Play(code string, manner Manner) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.manner[code] = manner
}

// Asked returns code and status of each file that was asked for since it was
// last called: "sites 200".
func (s *Server) Asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.asked
	s.asked = nil
	return asked
}

// ServeHTTP answers as data.gouv.fr does: the address that stays, /r/CODE, leads
// to that of the newest file, /files/CODE/NAME.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	code := path.Base(r.URL.Path)
	if strings.HasPrefix(r.URL.Path, "/files/") {
		code = path.Base(path.Dir(r.URL.Path))
	}
	file, known := files[code]
	switch {
	case !known:
		http.NotFound(w, r)
	case strings.HasPrefix(r.URL.Path, "/r/"):
		http.Redirect(w, r, "/files/"+code+"/"+path.Base(file), http.StatusFound) //nolint:gosec // the code is one of files
	default:
		s.serve(w, r, code, file)
	}
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, code, file string) {
	s.mu.Lock()
	manner := s.manner[code]
	s.mu.Unlock()
	content, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(file)))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	noted := &statusWriter{ResponseWriter: w, status: http.StatusOK}
	defer func() { // however the manner ends
		s.mu.Lock()
		defer s.mu.Unlock()
		s.asked = append(s.asked, fmt.Sprint(code, " ", noted.status))
	}()
	if manner == nil {
		manner = well
	}
	manner(noted, r, content)
}

// A statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// tag returns the validator of a content.
func tag(content []byte) string { return fmt.Sprintf(`"%x"`, sha256.Sum256(content)) }
