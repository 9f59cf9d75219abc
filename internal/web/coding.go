package web

import (
	"net/http"
	"strings"
)

// A coding is how content is packed on its way (RFC 9110, 8.4), as
// Content-Encoding names it.
type coding string

const (
	identity  coding = "identity" // as it is; never named
	gzipped   coding = "gzip"
	zstandard coding = "zstd"
)

// A codingChoice is how much a client wants each coding, 0 if it takes it not at
// all.
type codingChoice struct{ zstd, gzip, identity float64 }

// unlistedIdentity is the weight of content as it is where no one speaks of it:
// it is taken, but anything named is wanted more.
const unlistedIdentity = 1e-6

// acceptedCodings reads Accept-Encoding (RFC 9110, 12.5.3). "*" speaks for what
// is not listed.
func acceptedCodings(h http.Header) codingChoice {
	const unlisted = -1
	c, rest := codingChoice{unlisted, unlisted, unlisted}, float64(unlisted)
	for _, header := range h.Values("Accept-Encoding") {
		for part := range strings.SplitSeq(header, ",") {
			name, params, _ := strings.Cut(part, ";")
			weight := weightOf(params)
			switch strings.ToLower(strings.TrimSpace(name)) {
			case "zstd":
				c.zstd = weight
			case "gzip", "x-gzip":
				c.gzip = weight
			case "identity":
				c.identity = weight
			case "*":
				rest = weight
			}
		}
	}
	c.zstd = firstListed(c.zstd, rest, 0)
	c.gzip = firstListed(c.gzip, rest, 0)
	c.identity = firstListed(c.identity, rest, unlistedIdentity)
	return c
}

// firstListed returns the first weight that was given.
func firstListed(weights ...float64) float64 {
	for _, w := range weights {
		if w >= 0 {
			return w
		}
	}
	return 0
}

// weightOf returns the weight among a coding's parameters, 1 if it has none.
func weightOf(params string) float64 {
	for param := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(param, "=")
		if strings.EqualFold(strings.TrimSpace(name), "q") {
			return quality(strings.TrimSpace(value))
		}
	}
	return 1
}

// best returns the coding to send long content in: the best packed of those
// wanted most.
func (c codingChoice) best() coding {
	switch {
	case c.zstd > 0 && c.zstd >= c.gzip && c.zstd >= c.identity:
		return zstandard
	case c.gzip > 0 && c.gzip >= c.identity:
		return gzipped
	}
	return identity
}

// forSize returns the coding to send content of a size in. Short content is not
// worth packing, unless a client takes nothing else.
func (c codingChoice) forSize(bytes int) coding {
	if bytes < minPackedBytes && c.identity > 0 {
		return identity
	}
	return c.best()
}

// takes says whether a client takes content in a coding. As it is it must, if it
// takes nothing else that there is.
func (c codingChoice) takes(as coding) bool {
	switch as {
	case zstandard:
		return c.zstd > 0
	case gzipped:
		return c.gzip > 0
	}
	return c.identity > 0 || c.best() == identity
}
