package web

import (
	"net/http"
	"strconv"
)

// A payload is an answer ready to be sent, to any number of clients: nobody
// changes it.
type payload struct {
	status  int
	body    []byte
	coding  coding   // of the body
	failed  bool     // there are errors in it: nobody may keep it
	refusal *refusal // instead of all the above

	// What makes an answer nobody else's: something was done beside it, or whoever
	// asked left before the end.
	acted, abandoned bool
}

// worthKeeping says whether the same request will have the same answer.
func (p *payload) worthKeeping() bool {
	return !p.failed && p.refusal == nil && !p.acted && !p.abandoned
}

// write sends an answer under a media type, or the refusal that stands for it.
func (p *payload) write(w http.ResponseWriter, media mediaType) {
	if p.refusal != nil {
		p.refusal.write(w, media)
		return
	}
	h := w.Header()
	h["Content-Type"] = media.contentType()
	h["Content-Length"] = []string{strconv.Itoa(len(p.body))}
	if p.coding != identity {
		h["Content-Encoding"] = []string{string(p.coding)}
	}
	if p.failed {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(p.status)
	_, _ = w.Write(p.body) // a client that left is no error of ours
}
