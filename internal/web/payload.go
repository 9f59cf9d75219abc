package web

import (
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"

	"maillage/internal/plan"
)

// A payload is an answer ready to be sent, to any number of clients: nobody
// changes it.
type payload struct {
	status  int
	body    plan.Text
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
	h["Content-Length"] = []string{strconv.Itoa(p.body.Len())}
	if p.coding != identity {
		h["Content-Encoding"] = []string{string(p.coding)}
	}
	if p.failed {
		h.Set("Cache-Control", "no-store")
	}
	w.WriteHeader(p.status)
	p.send(w)
}

// send writes the body: what is in pieces as it is kept.
func (p *payload) send(to io.Writer) {
	if from, ok := to.(io.ReaderFrom); ok && p.body.Len() > len(p.body.Own) {
		pieces := slices.AppendSeq(make(net.Buffers, 0, p.body.PartCount()), p.body.Parts())
		_, _ = from.ReadFrom(&pieces) // a client that left is no error of ours
		return
	}
	for part := range p.body.Parts() {
		_, _ = to.Write(part)
	}
}
