package web

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
)

// An answerKey is all that an answer depends on. What is added to an answer's
// making is added here and to sum.
type answerKey struct {
	build   string // of the program
	version string // of what is served
	media   mediaType
	method  string // POST, or GET for those that have no body
	tongue  tongue
	written []byte // the body or the query string, as it came
}

// A fingerprint stands for an answerKey.
type fingerprint [sha256.Size]byte

// sum returns the same for the same answer, in any process of the same build. It
// works in the room it is given.
func (k *answerKey) sum(scratch []byte) (_ fingerprint, room []byte) {
	text := scratch[:0]
	for _, part := range [...]string{k.build, k.version, string(k.media), k.method, string(k.tongue)} {
		text = binary.AppendUvarint(text, uint64(len(part))) // or parts could run into each other
		text = append(text, part...)
	}
	text = append(text, k.written...)
	return sha256.Sum256(text), text
}

// tag returns the strong entity tag of the answer in a coding. A tag is given
// to answers without errors alone.
func (f fingerprint) tag(as coding) string {
	const enough = 18 // bytes: two answers will not share a tag
	base := base64.RawURLEncoding.EncodeToString(f[:enough])
	if as == identity {
		return `"` + base + `"`
	}
	return `"` + base + "-" + string(as) + `"`
}

// unchanged returns the tag that a client has of the answer already, in a coding
// that it still takes. Since a tag is only given to an answer without errors,
// and names all that the answer depends on, nothing else need be looked at.
func (f fingerprint) unchanged(h http.Header, takes codingChoice) (tag string, ok bool) {
	had := h.Values("If-None-Match")
	if len(had) == 0 {
		return "", false
	}
	for _, as := range []coding{zstandard, gzipped, identity} {
		if tag := f.tag(as); takes.takes(as) && listsTag(had, tag) {
			return tag, true
		}
	}
	return "", false
}

// listsTag says whether If-None-Match's values list a tag, weak or strong
// (RFC 9110, 13.1.2). No tag of ours holds a comma or a quote, so that a list can
// be cut at each comma: a piece of another's tag never looks like one of ours.
func listsTag(values []string, tag string) bool {
	for _, value := range values {
		for listed := range strings.SplitSeq(value, ",") {
			if strings.TrimPrefix(strings.TrimSpace(listed), "W/") == tag {
				return true
			}
		}
	}
	return false
}

// takesAny says whether If-None-Match is "*": whatever answer there is, the
// client has one.
func takesAny(h http.Header) bool { return strings.TrimSpace(h.Get("If-None-Match")) == "*" }
