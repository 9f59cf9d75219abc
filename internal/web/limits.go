package web

import "time"

// What bounds a request. Each refusal names its code, what was measured and the
// limit, except those of net/http itself: 431 and the time-outs.
const (
	maxBodyBytes   = 1 << 20  // of any request: 413 BODY_TOO_LARGE
	maxQueryBytes  = 64 << 10 // of the GraphQL document: QUERY_TOO_LARGE
	maxHeaderBytes = 80 << 10 // of the request line, with a GET's query, and headers: 431

	maxStreams = 1_000 // subscriptions at a time: 503 TOO_MANY_STREAMS

	maxErrors     = 50  // in one answer; the last one says how many more there were
	maxErrorRunes = 500 // in one error's message, which may quote the request

	readHeaderTimeout = 5 * time.Second
	readTimeout       = 15 * time.Second // header and body
	writeTimeout      = 60 * time.Second // from the end of the header to the end of the answer
	idleTimeout       = 120 * time.Second
	streamSilence     = 15 * time.Second // after it a stream shows that it is open
	shutdownGrace     = 10 * time.Second // for requests under way when the server is told to stop

	// DefaultAnswerCache is how many bytes of answers are kept, unless serve is told
	// otherwise.
	DefaultAnswerCache = 64 << 20
	largestShare       = 8       // no kept answer is larger than the cache by this
	largestKept        = 1 << 30 // or than this, whatever the cache
	minPackedBytes     = 1 << 10 // below it packing saves no packet
	persistedBytes     = 4 << 20 // of persisted queries, with their hashes
	languageBytes      = 1 << 18 // of Accept-Language headers, with what they mean

	preflightMaxAge = 24 * time.Hour // how long a browser need not ask again
)
