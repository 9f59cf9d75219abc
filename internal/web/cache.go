package web

import (
	"context"
	"fmt"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"
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
	flights singleflight.Group
}

// entryBytes is about what keeping an answer takes beside its body.
const entryBytes = 256

// newAnswerCache returns a cache of so many bytes.
func newAnswerCache(bytes int64) *answerCache {
	return &answerCache{
		kept: otter.Must(&otter.Options[cacheKey, *payload]{
			MaximumWeight: uint64(bytes),
			Weigher:       func(_ cacheKey, p *payload) uint32 { return uint32(p.length() + entryBytes) },
		}),
		largest: int(min(bytes/largestShare, largestKept)) - entryBytes,
	}
}

// get returns what is kept under a key.
func (c *answerCache) get(key cacheKey) (*payload, bool) { return c.kept.GetIfPresent(key) }

// bytes returns the size of what is kept, after what is too much was dropped.
func (c *answerCache) bytes() uint64 {
	c.kept.CleanUp()
	return c.kept.WeightedSize()
}

// load answers what is not kept, once for all who ask for it at the same time.
// An answer of someone who left is made again by those who stay.
func (c *answerCache) load(ctx context.Context, key cacheKey, answer func() *payload) (_ *payload, shared bool) {
	name := fmt.Sprint(string(key.answer[:]), key.coding, key.always)
	for {
		mine := false
		made, _, _ := c.flights.Do(name, func() (any, error) {
			mine = true
			if kept, ok := c.get(key); ok { // by the flight before
				return kept, nil
			}
			p := answer()
			if p.worthKeeping() && p.length() <= c.largest {
				c.kept.Set(key, p)
			}
			return p, nil
		})
		p := made.(*payload) //nolint:forcetypeassert // what the function above returns
		if mine || !p.abandoned || ctx.Err() != nil {
			return p, !mine
		}
	}
}
