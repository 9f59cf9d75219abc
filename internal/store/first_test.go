package store

import (
	"sync"
	"sync/atomic"
	"testing"
)

// Of processes that find an empty database at the same time, one gives it its
// first edition.
func TestPublishFirst(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		const processes = 4
		reader := migrated(t, address)
		var (
			together  sync.WaitGroup
			published atomic.Int32
		)
		for range processes {
			s := open(t, address)
			together.Go(func() {
				done, err := s.PublishFirst(t.Context(), edition("2022-12-31"), everything())
				if err != nil {
					t.Error(err)
				}
				if done {
					published.Add(1)
				}
			})
		}
		together.Wait()
		if n := published.Load(); n != 1 {
			t.Errorf("%d of %d published", n, processes)
		}
		checkLoad(t, reader, 1, everything())

		// Nor does it add to editions of another day.
		if done, err := reader.PublishFirst(t.Context(), edition("2030-01-01"), sites("1")); done || err != nil {
			t.Errorf("published %t, error %v", done, err)
		}
		if editions, err := reader.Editions(t.Context()); err != nil || len(editions) != 1 {
			t.Errorf("editions %v, error %v", editions, err)
		}
		// What cannot be published is an error, whatever there is.
		if _, err := reader.PublishFirst(t.Context(), edition(""), everything()); err == nil {
			t.Error("an edition without a day is taken")
		}
	})
}
