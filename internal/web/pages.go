package web

import (
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

const pagesNotBuilt = "The GraphiQL page is not part of this binary. Build it with `make`, which needs Node; " +
	"the service itself answers at /graphql.\n"

// mountPages adds the pages for people, or what to do if they were not built.
func mountPages(mux *http.ServeMux, cfg Config, p *packer) {
	index, err := readIndex(cfg.Pages)
	if err != nil {
		mux.HandleFunc("GET /graphiql", func(w http.ResponseWriter, _ *http.Request) {
			plain(w, http.StatusNotFound, pagesNotBuilt)
		})
		return
	}
	mux.Handle("GET /graphiql", indexHandler(index, cfg.PagesCSP, p))
	mux.Handle("GET /graphiql/{$}", http.RedirectHandler("/graphiql", http.StatusMovedPermanently))
	mux.Handle("GET /graphiql/", http.StripPrefix("/graphiql/", &assetHandler{pages: cfg.Pages, packer: p}))
}

func readIndex(pages fs.FS) ([]byte, error) {
	if pages == nil {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(pages, "index.html")
}

// indexHandler serves the page itself, which names its assets and so is asked
// for again each time.
func indexHandler(index []byte, csp string, p *packer) http.Handler {
	page := newDocument(index, "text/html; charset=utf-8", p)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Referrer-Policy", "no-referrer")
		if csp != "" {
			h.Set("Content-Security-Policy", csp)
		}
		page.ServeHTTP(w, r)
	})
}

// An assetHandler serves what the page names, and lists no folder. The names of
// assets change with their content. What is packed stays so.
type assetHandler struct {
	pages  fs.FS
	packer *packer
	packed sync.Map // of packedAsset to func() []byte
}

type packedAsset struct {
	name   string
	coding coding
}

func (a *assetHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := r.URL.Path
	info, err := fs.Stat(a.pages, name)
	if err != nil || !info.Mode().IsRegular() || name == "index.html" {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	as := identity
	if isText(name) {
		h.Set("Vary", "Accept-Encoding")
		as = acceptedCodings(r.Header).forSize(int(info.Size()))
	}
	if as == identity {
		http.ServeFileFS(w, r, a.pages, name)
		return
	}
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	servePacked(w, r, a.pack(name, as), as)
}

// pack returns a file in a coding, made once however many ask.
func (a *assetHandler) pack(name string, as coding) []byte {
	once, _ := a.packed.LoadOrStore(packedAsset{name, as}, sync.OnceValue(func() []byte {
		content, err := fs.ReadFile(a.pages, name)
		if err != nil {
			panic(err) // it is part of the program
		}
		return a.packer.pack(as, content)
	}))
	return once.(func() []byte)() //nolint:forcetypeassert // what is stored above
}

// isText says whether packing a file makes it smaller.
func isText(name string) bool {
	switch path.Ext(name) {
	case ".js", ".css", ".svg", ".html", ".json", ".map", ".txt", ".wasm", ".ttf":
		return true
	}
	return false
}
