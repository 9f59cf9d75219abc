package snapshot

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"maillage/internal/network"
)

const (
	// keptArchives is how many editions besides the served one stay open: each
	// weighs some 30 MB at the real size. No more are being opened at a time.
	keptArchives = 2
	// openLimit is how long opening one may take, waiting for others included.
	openLimit = 10 * time.Second
	// awayFor is how long a library that could not be reached is not asked again, so
	// that not everybody who asks waits to learn the same.
	awayFor = time.Second
)

// An opener opens editions that are not the served one, and keeps the last ones.
type opener struct {
	archives *lru.Cache[archiveKey, *archive]
	flights  singleflight.Group
	places   chan struct{}
	away     atomic.Pointer[failure]
}

// An archiveKey is an edition, and what was known of sites when it was opened.
type archiveKey struct {
	past   *past
	number int
}

// A failure is why a library could not be reached, and until when it counts.
type failure struct {
	error
	until time.Time
}

func (o *opener) init() {
	o.archives, _ = lru.New[archiveKey, *archive](keptArchives)
	o.places = make(chan struct{}, keptArchives)
}

// forget closes all editions. The library may have changed.
func (o *opener) forget() {
	o.archives.Purge()
	o.away.Store(nil)
}

// open returns an edition that is not the served one.
func (s *Served) open(ctx context.Context, edition network.Edition) (*archive, error) {
	a, err := s.keeper.others.open(ctx, s.keeper.source.Load(), edition, s.network.archive.past)
	if err != nil {
		return nil, &Error{
			Code: CodeEditionUnavailable, Cause: err,
			Message: fmt.Sprintf("%s cannot be read while the database is away: ask again later, or ask %s, which is served",
				editionID(edition.Number), s.network.archive.id),
		}
	}
	return a, nil
}

// open loads an edition once, however many ask.
func (o *opener) open(ctx context.Context, from *source, edition network.Edition, past *past) (*archive, error) {
	key := archiveKey{past, edition.Number}
	opened, err, _ := o.flights.Do(fmt.Sprintf("%p %d", past, edition.Number), func() (any, error) {
		if a, ok := o.archives.Get(key); ok {
			return a, nil
		}
		// The others who wait must not fail because the first one left.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), openLimit)
		defer cancel()
		a, err := o.load(ctx, from, edition, past)
		if err != nil {
			return nil, err
		}
		o.archives.Add(key, a)
		return a, nil
	})
	if err != nil {
		return nil, err
	}
	return opened.(*archive), nil //nolint:forcetypeassert // what the function above returns
}

// load loads an edition when it is its turn, unless the library has just been
// found away.
func (o *opener) load(ctx context.Context, from *source, edition network.Edition, past *past) (*archive, error) {
	select {
	case o.places <- struct{}{}:
		defer func() { <-o.places }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if f := o.away.Load(); f != nil && time.Now().Before(f.until) {
		return nil, f.error
	}
	var records *network.Records
	err := from.Read(ctx, func(ctx context.Context, r network.Reader) (err error) {
		records, err = load(ctx, r, edition)
		return err
	})
	if err != nil {
		if errors.Is(err, network.ErrAway) || ctx.Err() != nil {
			o.away.Store(&failure{err, time.Now().Add(awayFor)})
		}
		return nil, err
	}
	a := newArchive(edition, records, past)
	a.from = from.kind
	return a, nil
}
