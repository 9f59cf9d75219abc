package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"maillage/internal/network"
	"maillage/internal/store/pgtest"
)

// What happens to a store when the server or the network fails, made for real.
// cmd/maillage has the same of servers and imports.

// soon is much longer than what gives up takes, and much shorter than for ever.
const soon = 10 * time.Second

// A statement ends soon after its context does, however silent the network, and
// the next one works as soon as there is a network again.
func TestFaultDeadline(t *testing.T) {
	network := pgtest.NewProxy(t, pgtest.NewServer(t))
	s := migrated(t, network.Address())
	publish(t, s, "2024-08-01", sites("1"))
	for name, ask := range map[string]func(context.Context) error{
		"revision": func(ctx context.Context) error { _, err := s.Revision(ctx); return err },
		"load":     func(ctx context.Context) error { _, err := s.Load(ctx, 1); return err },
		"read":     func(ctx context.Context) error { return s.Read(ctx, lists) },
		"publish": func(ctx context.Context) error {
			_, err := s.Publish(ctx, edition("2024-08-01"), sites("2"))
			return err
		},
	} {
		network.Swallow(true)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		begin := time.Now()
		err := ask(ctx)
		cancel()
		took := time.Since(begin)
		if err == nil || took > soon {
			t.Errorf("%s ends after %s with %v", name, took, err)
		}
		network.Swallow(false)
		begin = time.Now()
		for err := s.look(t); err != nil; err = s.look(t) {
			if time.Since(begin) > limit {
				t.Fatal(err)
			}
		}
		t.Logf("%s ended %s after it began; the next answer came %s after the network", name,
			took.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
	}
	checkLoad(t, s, 1, sites("1"))
}

// look asks for the revision, as servers do.
func (s *Store) look(t *testing.T) error {
	_, err := s.Revision(t.Context())
	return err
}

// swallowAt has the network fall silent when an operation comes to a statement.
type swallowAt struct {
	text    string
	network *pgtest.Proxy
}

func (h swallowAt) BeforeQuery(ctx context.Context, event *bun.QueryEvent) context.Context {
	if strings.Contains(event.Query, h.text) {
		h.network.Swallow(true)
	}
	return ctx
}

func (swallowAt) AfterQuery(context.Context, *bun.QueryEvent) {}

// Whoever reads while the network falls silent, at any statement, is told soon that
// the database is away, without a deadline of their own.
func TestFaultReadSilent(t *testing.T) {
	server := pgtest.NewServer(t)
	line := pgtest.NewProxy(t, server)
	publish(t, migrated(t, server.Address()), "2024-01-01", sites("1", "2"))
	for range rounds(t) {
		for _, text := range []string{"BEGIN", `FROM "editions"`, `FROM "regions"`, `FROM "sites"`, "COMMIT"} {
			s := open(t, line.Address())
			healthy := s.db
			s.db = s.db.WithQueryHook(swallowAt{text, line})
			begin := time.Now()
			err := s.Read(t.Context(), func(ctx context.Context, r network.Reader) error {
				if err := lists(ctx, r); err != nil {
					return err
				}
				_, err := r.Load(ctx, 1)
				return err
			})
			took := time.Since(begin)
			if !errors.Is(err, network.ErrAway) || took > soon {
				t.Errorf("silent at %s: after %s %v", text, took, err)
			}
			line.Swallow(false)
			begin, s.db = time.Now(), healthy
			if err := s.Read(t.Context(), lists); err != nil {
				t.Errorf("silent at %s: once the network is back: %v", text, err)
			}
			_ = s.Close() // or those of all rounds would take all connections
			t.Logf("silent at %s: given up after %s, read again %s after the network was back", text,
				took.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
		}
	}
}

// Whoever publishes while the network falls silent, at any statement, is told;
// what they published is there whole or not at all, and others may write as soon
// as the server knows.
func TestFaultPublishSilent(t *testing.T) {
	server := pgtest.NewServer(t)
	network := pgtest.NewProxy(t, server)
	direct := migrated(t, server.Address())
	publish(t, direct, "2024-01-01", sites("1", "2"))
	statements := []string{"BEGIN", "pg_try_advisory", "set_config", "max(number)", `FROM "regions"`, `FROM "sites"`, "UPDATE \"sites\"", "UPDATE revision", "pg_notify", "COMMIT"}
	for range rounds(t) {
		for _, text := range statements {
			before, err := direct.Editions(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			doomed := impatient(t, network.Address(), 300*time.Millisecond)
			doomed.db = doomed.db.WithQueryHook(swallowAt{text, network})
			if _, err := doomed.Publish(t.Context(), edition("2024-08-01"), everything()); err == nil {
				t.Errorf("silent at %s: no error", text)
			} else {
				t.Logf("silent at %s: %v", text, err)
			}
			network.Swallow(false)
			checkWhole(t, direct)
			begin := time.Now()
			publish(t, direct, "2024-01-01", sites("1", "2"))
			t.Logf("silent at %s: others could write %s after the network was back", text, time.Since(begin).Round(time.Millisecond))
			after, err := direct.Editions(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if n := len(after) - len(before); n != 1 && (n != 2 || text != "COMMIT") {
				t.Errorf("silent at %s: %d more editions", text, n)
			}
		}
	}
}

// impatient opens a store that gives up on a network that is silent for so long.
func impatient(t *testing.T, address string, silence time.Duration) *Store {
	t.Helper()
	config, err := pq.NewConfig(address)
	if err != nil {
		t.Fatal(err)
	}
	db := bun.NewDB(sql.OpenDB(connector{config, patience{silence, silence, silence}}), pgdialect.New())
	s := &Store{Reader: Reader{db, postgres{address}}, db: db, onWait: func(string) {}}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// rounds is how often to do what takes its time: see make soak.
func rounds(t *testing.T) int {
	given := os.Getenv("MAILLAGE_SOAK")
	if given == "" {
		return 1
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		t.Fatalf("MAILLAGE_SOAK is %q, which is no number of rounds", given)
	}
	return n
}

// A listener hears again after the network was silent, and after the server was
// away: that it is back is news as well.
func TestFaultNews(t *testing.T) {
	server := pgtest.NewServer(t)
	network := pgtest.NewProxy(t, server)
	writer := migrated(t, server.Address())
	news := open(t, network.Address()).News(t.Context())
	hear := func(after string) {
		t.Helper()
		begin := time.Now()
		for heard := false; !heard; {
			if time.Since(begin) > limit {
				t.Fatalf("nothing is heard after %s", after)
			}
			publish(t, writer, "2024-08-01", sites("1"))
			select {
			case <-news:
				heard = true
			case <-time.After(100 * time.Millisecond):
			}
		}
		t.Logf("heard %s after %s", time.Since(begin).Round(time.Millisecond), after)
	}
	hear("the start")
	network.Cut()
	receive(t, news) // that it was cut off
	hear("it was cut off")
	server.Stop()
	receive(t, news)
	server.Start()
	hear("the server was away")
}

// A standby refuses to tell anybody anything until it is promoted.
func TestFaultStandby(t *testing.T) {
	primary := pgtest.NewServer(t)
	writer := migrated(t, primary.Address())
	publish(t, writer, "2024-08-01", sites("1"))
	standby := primary.Standby()
	reader := open(t, standby.Address())
	checkLoad(t, reader, 1, sites("1"))
	if _, err := reader.Publish(t.Context(), edition("2024-08-01"), sites("2")); err == nil || !strings.Contains(err.Error(), "this database can only be read; write to its primary") {
		t.Errorf("a standby is written to: %v", err)
	}
	if err := reader.Read(t.Context(), lists); err != nil {
		t.Errorf("a standby is read as of one moment: %v", err)
	}
	if applied, err := reader.Migrate(t.Context()); len(applied) > 0 || err != nil {
		t.Errorf("applied %v, error %v", applied, err)
	}
	before := revision(t, reader)
	publish(t, writer, "2024-08-01", sites("1", "2"))
	for begin := time.Now(); revision(t, reader) == before; time.Sleep(time.Millisecond) {
		if time.Since(begin) > limit {
			t.Fatal("it does not follow")
		}
	}
	checkLoad(t, reader, 2, sites("1", "2"))

	primary.Stop()
	standby.Promote()
	publish(t, reader, "2024-08-01", sites("3"))
	checkLoad(t, reader, 3, sites("3"))
}
