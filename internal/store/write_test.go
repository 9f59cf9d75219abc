package store

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// limit bounds what a test waits for; nothing that would come fails by it.
const limit = time.Minute

// Who finds another at work is told who that is, waits, and then has what the
// other has written.
func TestWriteWaits(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		first := migratedAs(t, address, As("maillage import"))
		told := make(chan string, 100)
		second := migratedAs(t, address, OnWait(func(writer string) { told <- writer }))

		waiting, written := make(chan struct{}), make(chan error, 1)
		err := first.Write(t.Context(), func(ctx context.Context, w *Writer) error {
			if _, err := w.Publish(ctx, edition("2024-08-01"), everything()); err != nil {
				return err
			}
			go func() {
				_, err := second.Publish(context.WithoutCancel(ctx), edition("2024-08-01"), sites("1"))
				written <- err
			}()
			writer := receive(t, told)
			if !strings.HasPrefix(writer, "maillage import (process ") || !strings.Contains(writer, " on ") || !strings.Contains(writer, " since 20") {
				t.Errorf("it waits for %q", writer)
			}
			close(waiting)
			if editions, err := second.Editions(ctx); err != nil || len(editions) > 0 {
				t.Errorf("what is not written yet is read: %v, %v", editions, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		<-waiting
		if err := receive(t, written); err != nil {
			t.Fatal(err)
		}
		checkLoad(t, second, 1, everything())
		checkLoad(t, second, 2, sites("1"))
	})
}

// Whoever is cancelled while it waits stops waiting.
func TestWriteWaitsNoLonger(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		first := migratedAs(t, address)
		told := make(chan string, 100)
		second := migratedAs(t, address, OnWait(func(writer string) { told <- writer }))
		err := first.Write(t.Context(), func(ctx context.Context, _ *Writer) error {
			waiting, cancel := context.WithCancel(ctx)
			written := make(chan error, 1)
			go func() {
				_, err := second.Publish(waiting, edition("2024-08-01"), sites("1"))
				written <- err
			}()
			receive(t, told)
			cancel()
			if err := receive(t, written); !errors.Is(err, context.Canceled) {
				t.Errorf("error %v", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if editions, err := second.Editions(t.Context()); err != nil || len(editions) > 0 {
			t.Errorf("editions %v, %v; want none", editions, err)
		}
		// Nobody is kept waiting by one who has left.
		publish(t, second, "2024-08-01", sites("1"))
	})
}

// All that one Write publishes is there, or none of it.
func TestWriteAllOrNothing(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		failure := errors.New("second thoughts")
		two := func(failure error) error {
			return s.Write(t.Context(), func(ctx context.Context, w *Writer) error {
				for range 2 {
					if _, err := w.Publish(ctx, edition("2024-08-01"), everything()); err != nil {
						return err
					}
				}
				return failure
			})
		}
		before := revision(t, s)
		if err := two(failure); !errors.Is(err, failure) {
			t.Errorf("error %v", err)
		}
		if editions, err := s.Editions(t.Context()); err != nil || len(editions) > 0 || revision(t, s) != before {
			t.Errorf("editions %v, %v", editions, err)
		}
		if err := two(nil); err != nil {
			t.Fatal(err)
		}
		if editions, err := s.Editions(t.Context()); err != nil || len(editions) != 2 || revision(t, s) == before {
			t.Errorf("editions %v, %v", editions, err)
		}
	})
}

// The revision is another one after each writing, and after nothing else.
func TestRevision(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		seen := map[string]bool{revision(t, s): true}
		for range 3 {
			publish(t, s, "2024-08-01", sites("1"))
			now := revision(t, s)
			if seen[now] {
				t.Errorf("%q has been the revision before", now)
			}
			seen[now] = true
		}
		if done, err := s.PublishFirst(t.Context(), edition("2024-08-01"), sites("1")); done || err != nil {
			t.Errorf("published %t, error %v", done, err)
		}
		if !seen[revision(t, s)] {
			t.Error("nothing was written, and yet there is a new revision")
		}
	})
}

func revision(t *testing.T, s *Store) string {
	t.Helper()
	token, err := s.Revision(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func migratedAs(t *testing.T, address string, options ...Option) *Store {
	t.Helper()
	s, err := Open(t.Context(), address, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// receive returns what comes, or fails the test.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v := <-from:
		return v
	case <-time.After(limit):
		t.Fatal("nothing comes")
		panic("unreachable")
	}
}
