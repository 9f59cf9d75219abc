package web

import (
	"context"
	"net/http"
	"strings"

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

// tongue reads Accept-Language (RFC 9110, 12.5.4). Who says nothing, or that anything
// will do, is a program rather than a person: it is told what schema.graphql says.
func (t *transport) tongue(h http.Header) tongue {
	said := h["Accept-Language"]
	if len(said) == 0 || t.inFrench == nil {
		return english
	}
	header := strings.TrimSpace(strings.Join(said, ","))
	wanted, _, err := language.ParseAcceptLanguage(header)
	if header == "*" || err != nil || len(wanted) == 0 {
		return english
	}
	if _, which, _ := tongues.Match(wanted...); which == 0 {
		return french
	}
	return english
}
