package web

import (
	"bytes"
	"crypto/sha256"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// A document is a text that does not change while the program runs. It may
// change with the next one, so that it is asked for again each time.
type document struct {
	content     []byte
	contentType string
	tag         fingerprint
	gzip, zstd  func() []byte // made when first asked for
}

func newDocument(content []byte, contentType string, p *packer) *document {
	packed := func(as coding) func() []byte {
		return sync.OnceValue(func() []byte { return p.pack(as, content) })
	}
	return &document{content, contentType, sha256.Sum256(content), packed(gzipped), packed(zstandard)}
}

func (d *document) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	as := acceptedCodings(r.Header).forSize(len(d.content))
	h := w.Header()
	h.Set("Content-Type", d.contentType)
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", d.tag.tag(as))
	switch as {
	case gzipped:
		servePacked(w, r, d.gzip(), as)
	case zstandard:
		servePacked(w, r, d.zstd(), as)
	default:
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(d.content))
	}
}

// servePacked serves content that is packed already. http.ServeContent leaves
// its length to us then. It has no date: what is part of the program is told
// apart by its content.
func servePacked(w http.ResponseWriter, r *http.Request, packed []byte, as coding) {
	w.Header().Set("Content-Encoding", string(as))
	w.Header().Set("Content-Length", strconv.Itoa(len(packed)))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(packed))
}
