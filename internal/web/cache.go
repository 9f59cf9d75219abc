package web

import (
	"context"
	"encoding/binary"
	"sync"
	"sync/atomic"

	"github.com/maypok86/otter/v2"
)

// A cacheKey is where a payload is kept.
type cacheKey struct {
	answer fingerprint
	coding coding // for what is long
	always bool   // for what is short, too
}

// An answerCache keeps answers without errors, those asked for most, as the
// bytes that are sent. It never keeps one that is wrong: the key names all that
// an answer depends on, so that what is outdated is merely never asked for again.
type answerCache struct {
	kept    *otter.Cache[cacheKey, *payload]
	largest int // answer that is kept, in bytes
	asked   askedOnce

	mu      sync.Mutex
	flights map[cacheKey]*flight
}

// entryBytes is about what keeping an answer takes beside its body.
const entryBytes = 256

// newAnswerCache returns a cache of so many bytes.
func newAnswerCache(bytes int64) *answerCache {
	return &answerCache{
		kept: otter.Must(&otter.Options[cacheKey, *payload]{
			MaximumWeight: uint64(bytes),
			Weigher:       func(_ cacheKey, p *payload) uint32 { return uint32(p.body.Len() + entryBytes) },
		}),
		largest: int(min(bytes/largestShare, largestKept)) - entryBytes,
		flights: map[cacheKey]*flight{},
	}
}

// get returns what is kept under a key.
func (c *answerCache) get(key cacheKey) (*payload, bool) { return c.kept.GetIfPresent(key) }

// bytes returns the size of what is kept, after what is too much was dropped.
func (c *answerCache) bytes() uint64 {
	c.kept.CleanUp()
	return c.kept.WeightedSize()
}

// keep keeps an answer that lasts.
func (c *answerCache) keep(key cacheKey, p *payload) {
	if p.worthKeeping() && p.body.Len() <= c.largest {
		c.kept.Set(key, p)
	}
}

// A flight is an answer being made, which others may wait for.
type flight struct {
	landed chan struct{} // nil until another waits: hardly any do
	made   *payload      // once it has landed; nil if making it failed
}

// board returns the flight for a key, and whether it is the caller's to land.
func (c *answerCache) board(key cacheKey) (f *flight, mine bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if f := c.flights[key]; f != nil {
		if f.landed == nil {
			f.landed = make(chan struct{})
		}
		return f, false
	}
	f = new(flight)
	c.flights[key] = f
	return f, true
}

// close keeps others from boarding, and says whether any did.
func (c *answerCache) close(key cacheKey, f *flight) (awaited bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.flights, key)
	return f.landed != nil
}

// load answers what is not kept, once for all who ask for it at the same time.
// answer makes a payload that is lent until done is called; lasting makes one of
// it that is not. An answer of someone who left is made again by those who stay.
func (c *answerCache) load(ctx context.Context, key cacheKey,
	answer func() (p *payload, done func()), lasting func(*payload) *payload,
) (_ *payload, done func(), shared bool) {
	for {
		f, mine := c.board(key)
		if mine {
			p, done := c.fly(key, f, answer, lasting)
			return p, done, false
		}
		select {
		case <-f.landed:
		case <-ctx.Done():
			return &payload{refusal: cancelled()}, nothing, true
		}
		if f.made != nil && !f.made.abandoned {
			return f.made, nothing, true
		}
	}
}

func nothing() {}

// fly makes an answer. It is made to last only if others wait for it, if it was
// asked for before, or if it lasts as it is: most answers are asked for once, and
// a copy of each would cost more than all the rest.
func (c *answerCache) fly(key cacheKey, f *flight,
	answer func() (*payload, func()), lasting func(*payload) *payload,
) (p *payload, done func()) {
	closed := false
	defer func() { // also when making it panics: those who wait try themselves
		if !closed {
			c.close(key, f)
		}
		if f.landed != nil {
			close(f.landed)
		}
	}()
	again := c.asked.again(key.answer)
	if again {
		if kept, ok := c.get(key); ok { // by the flight before
			f.made = kept
			return kept, nothing
		}
	}
	p, done = answer()
	awaited := c.close(key, f)
	closed = true
	if p.coding == identity && !awaited && (!again || p.body.Len() > c.largest) {
		return p, done
	}
	f.made = lasting(p)
	if f.made != p { // or what was lent is given up
		done()
	}
	c.keep(key, f.made)
	return f.made, nothing
}

// askedOnce remembers, of late, what was asked for: a place for some fingerprints
// each, where the last one stands.
type askedOnce [1 << 13]atomic.Uint64

// again says whether the fingerprint was asked for before, and notes it.
func (a *askedOnce) again(f fingerprint) bool {
	word := binary.NativeEndian.Uint64(f[:])
	return a[word%uint64(len(a))].Swap(word) == word
}
