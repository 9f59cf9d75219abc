package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/maypok86/otter/v2"
	"golang.org/x/text/language"
)

// A tongue is a language that the schema is described in.
type tongue string

const (
	english tongue = "en" // as schema.graphql is written
	french  tongue = "fr"
)

// tongues are those there are. French is first, as on the pages: who wants neither
// has it.
var tongues = language.NewMatcher([]language.Tag{language.French, language.English})

// inTongue has a question answered in its language.
func (q *question) inTongue(ctx context.Context) context.Context {
	if q.tongue == french {
		return q.inFrench(ctx)
	}
	return ctx
}

// tongue returns the one that a request prefers. What its header means is kept, in
// bounded room: a browser sends the same each time, and to read it takes longer than
// to find a kept answer.
func (t *transport) tongue(h http.Header) tongue {
	said := h["Accept-Language"]
	if len(said) == 0 || t.inFrench == nil {
		return english
	}
	header := strings.Join(said, ",")
	if known, ok := t.heard.GetIfPresent(header); ok {
		return known
	}
	preferred := preferredTongue(header)
	t.heard.Set(header, preferred)
	return preferred
}

// newHeard returns what keeps the meaning of headers.
func newHeard() *otter.Cache[string, tongue] {
	return otter.Must(&otter.Options[string, tongue]{
		MaximumWeight: languageBytes,
		Weigher:       func(header string, _ tongue) uint32 { return uint32(len(header) + entryBytes) },
	})
}

// preferredTongue reads Accept-Language (RFC 9110, 12.5.4). Who says nothing, or that
// anything will do, is a program rather than a person: it is told what schema.graphql
// says.
func preferredTongue(header string) tongue {
	header = strings.TrimSpace(header)
	wanted, _, err := language.ParseAcceptLanguage(header)
	if header == "*" || err != nil || len(wanted) == 0 {
		return english
	}
	if _, which, _ := tongues.Match(wanted...); which == 0 {
		return french
	}
	return english
}
