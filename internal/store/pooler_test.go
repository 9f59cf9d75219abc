package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"maillage/internal/network"
	"maillage/internal/store/pgtest"
)

// poolerConnections are what a pooler needs for one who writes and one who reads.
const poolerConnections = 2

// Behind a pooler that shares connections by transaction a store does all it does
// without, but hear news.
func TestPooler(t *testing.T) {
	server := pgtest.NewServer(t)
	address := pgtest.NewPooler(t, server, poolerConnections)
	s, direct := migrated(t, address), open(t, server.Address())
	if published, err := s.PublishFirst(t.Context(), edition("2022-12-31"), everything()); err != nil || !published {
		t.Fatalf("published %v, %v", published, err)
	}
	before := revision(t, direct)
	publish(t, s, "2024-08-01", sites("1", "2"))
	if revision(t, direct) == before {
		t.Error("who looks does not learn of it")
	}
	for range 10 { // now over the one connection, now over the other
		checkLoad(t, s, 1, everything())
		if got, want := all(t.Context(), t, s), all(t.Context(), t, direct); got != want {
			t.Fatalf("it reads\n%s\nwhere there is\n%s", got, want)
		}
	}
	err := s.Read(t.Context(), func(ctx context.Context, r network.Reader) error {
		before := all(ctx, t, r)
		publish(t, direct, "2024-08-02", sites("2", "3"))
		if now := all(ctx, t, r); now != before {
			t.Errorf("it told\n%s\nand then\n%s", before, now)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The right to write is one, behind a pooler and before it, and goes with whoever
// leaves.
func TestPoolerTurns(t *testing.T) {
	server := pgtest.NewServer(t)
	pooler := pgtest.NewPooler(t, server, poolerConnections)
	migrated(t, server.Address())
	for name, addresses := range map[string][2]string{
		"both behind":    {pooler, pooler},
		"one who waits":  {server.Address(), pooler},
		"one who writes": {pooler, server.Address()},
	} {
		t.Run(name, func(t *testing.T) {
			working, ended := make(chan struct{}), make(chan error, 1)
			ctx, leave := context.WithCancel(t.Context())
			defer leave()
			first, err := Open(t.Context(), addresses[0], As("maillage first"))
			if err != nil {
				t.Fatal(err)
			}
			defer first.Close()
			go func() {
				ended <- first.Write(ctx, func(ctx context.Context, _ *Writer) error {
					close(working)
					<-ctx.Done()
					return ctx.Err()
				})
			}()
			<-working
			waits := make(chan string, 1)
			second, err := Open(t.Context(), addresses[1], OnWait(func(writer string) {
				select {
				case waits <- writer:
				default:
				}
			}))
			if err != nil {
				t.Fatal(err)
			}
			defer second.Close()
			wrote := make(chan error, 1)
			go func() {
				_, err := second.Publish(t.Context(), edition("2024-08-01"), sites("1"))
				wrote <- err
			}()
			if writer := receive(t, waits); !strings.HasPrefix(writer, "maillage first (process ") {
				t.Errorf("it waits for %q", writer)
			}
			select {
			case err := <-wrote:
				t.Fatalf("two write at once: %v", err)
			case <-time.After(10 * writersWait):
			}
			leave()
			if err := receive(t, ended); err == nil {
				t.Error("who left has written")
			}
			if err := receive(t, wrote); err != nil {
				t.Error(err)
			}
		})
	}
}
