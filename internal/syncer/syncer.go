package syncer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"maillage/internal/ingest"
	"maillage/internal/network"
	"maillage/internal/source"
	"maillage/internal/source/download"
)

// A Library is where editions are kept, and beside them what is remembered of
// the files that were fetched.
type Library interface {
	// Editions returns every edition, the one served first.
	Editions(ctx context.Context) ([]network.Edition, error)
	// Publish adds the edition that work makes of the one it is given and its
	// records, while nobody else publishes, and returns it with its number; nothing
	// if work makes none.
	Publish(ctx context.Context, work Work) (*network.Edition, error)

	Downloads(ctx context.Context) ([]network.Download, error)
	// CanRemember fails where nothing may be written, so that nobody is asked for
	// what could not be kept.
	CanRemember(ctx context.Context) error
	Remember(ctx context.Context, downloads []network.Download) error
}

// A Work makes an edition on the base of another and its records; nil is none. What
// else it reads it reads by r, as its writer does: a pooler may have no connection
// to spare.
type Work func(ctx context.Context, r network.Reader, base network.Edition, records *network.Records) (*ingest.Import, error)

// A Fetcher fetches one file; *download.Client is one.
type Fetcher interface {
	Get(ctx context.Context, address string, known download.Validators, folder string, progress func(read, total int64)) (*download.File, error)
}

// A Syncer makes the editions of a library follow the feeds.
type Syncer struct {
	Feeds   []source.Feed // those without an address are passed over
	Accept  []string      // codes of feeds whose file is fetched anew and taken, however it has changed
	Library Library
	Fetcher Fetcher
	Now     func() time.Time
	// Progress is told how far a file is fetched or read, in bytes; total is -1
	// where nobody knows. It may be nil.
	Progress func(file string, done, total int64)
}

// All returns the feeds that have an address.
func (s *Syncer) All() []source.Feed {
	var all []source.Feed
	for _, f := range s.Feeds {
		if f.URL != "" {
			all = append(all, f)
		}
	}
	return all
}

// Due returns those that it is time to ask for again.
func (s *Syncer) Due(ctx context.Context) ([]source.Feed, error) {
	known, err := s.remembered(ctx)
	if err != nil {
		return nil, err
	}
	var due []source.Feed
	for _, f := range s.All() {
		if k := known[f.Code]; k.Address != hashOf(f.URL) || s.Now().Sub(k.AskedAt) >= f.Every {
			due = append(due, f)
		}
	}
	return due, nil
}

// remembered returns what is known of files, by the code of their feed.
func (s *Syncer) remembered(ctx context.Context) (map[string]network.Download, error) {
	downloads, err := s.Library.Downloads(ctx)
	if err != nil {
		return nil, err
	}
	known := make(map[string]network.Download, len(downloads))
	for _, d := range downloads {
		known[d.Code] = d
	}
	return known, nil
}

// hashOf is by what an address is known again.
func hashOf(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:])
}
