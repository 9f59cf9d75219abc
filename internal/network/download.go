package network

import "time"

// A Download is what is remembered of a file that is fetched from time to time.
// It is no record of the network, and no edition holds it.
type Download struct {
	Code         string    `bun:",pk"` // of its feed: "sites"
	Address      string    // SHA-256 of the address, which may hold a password
	ETag         string    `bun:"etag"` // as the server sent it, "" if it did not
	LastModified string    // the same
	Sha256       string    // of the file that was last taken, "" if none was
	AskedAt      time.Time // when the server last answered
}
