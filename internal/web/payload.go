package web

import (
	"net/http"
	"strconv"
)

// A payload is an answer ready to be sent, to any number of clients: nobody
// changes it.
type payload struct {
	status  int
	parts   [3][]byte // of the body, one after the other
	coding  coding    // of the body
	failed  bool      // there are errors in it: nobody may keep it
	refusal *refusal  // instead of all the above

	// abandoned says that whoever asked left before the end, so that the answer is
	// nobody else's.
	abandoned bool
}

// length returns the length of the body, in bytes.
func (p *payload) length() int { return len(p.parts[0]) + len(p.parts[1]) + len(p.parts[2]) }

// worthKeeping says whether the same request will have the same answer.
func (p *payload) worthKeeping() bool { return !p.failed && p.refusal == nil && !p.abandoned }

// write sends an answer under a media type, or the refusal that stands for it.
func (p *payload) write(w http.ResponseWriter, media mediaType) {
	if p.refusal != nil {
		p.refusal.write(w, media)
		return
	}
	h := w.Header()
	h.Set("Content-Type", string(media)+"; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(p.length()))
	if p.coding != identity {
		h.Set("Content-Encoding", string(p.coding))
	}
	if p.failed {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(p.status)
	for _, part := range p.parts {
		if len(part) == 0 {
			continue
		}
		if _, err := w.Write(part); err != nil {
			return // the client left, which is no error of ours
		}
	}
}
