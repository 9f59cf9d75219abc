package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"net/http"
	"strings"
	"time"
)

// Files that are part of the binary have no date; they are told apart by their
// content.
var noTime time.Time

const pagesNotBuilt = "The GraphiQL page is not part of this binary. Build it with `make`, which needs Node; " +
	"the service itself answers at /graphql.\n"

// mountPages adds the pages for people, or what to do if they were not built.
func mountPages(mux *http.ServeMux, cfg Config) {
	index, err := readIndex(cfg.Pages)
	if err != nil {
		mux.HandleFunc("GET /graphiql", func(w http.ResponseWriter, _ *http.Request) {
			plain(w, http.StatusNotFound, pagesNotBuilt)
		})
		return
	}
	mux.Handle("GET /graphiql", indexHandler(index, cfg.PagesCSP))
	mux.Handle("GET /graphiql/{$}", http.RedirectHandler("/graphiql", http.StatusMovedPermanently))
	mux.Handle("GET /graphiql/", http.StripPrefix("/graphiql/", fileHandler(cfg.Pages)))
}

func readIndex(pages fs.FS) ([]byte, error) {
	if pages == nil {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(pages, "index.html")
}

// indexHandler serves the page itself, which names its assets and so is asked
// for again each time.
func indexHandler(index []byte, csp string) http.Handler {
	tag := etag(index)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-cache")
		h.Set("ETag", tag)
		h.Set("Referrer-Policy", "no-referrer")
		if csp != "" {
			h.Set("Content-Security-Policy", csp)
		}
		http.ServeContent(w, r, "", noTime, bytes.NewReader(index))
	})
}

// fileHandler serves what the page names, and lists no folder. The names of
// assets change with their content.
func fileHandler(pages fs.FS) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		info, err := fs.Stat(pages, name)
		if err != nil || !info.Mode().IsRegular() || name == "index.html" {
			http.NotFound(w, r)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			w.Header().Set("Cache-Control", "no-cache")
		}
		http.ServeFileFS(w, r, pages, name)
	})
}

// etag returns a strong entity tag of content.
func etag(content []byte) string {
	sum := sha256.Sum256(content)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}
