package store

import (
	"context"
	"encoding/json"
	"testing"

	"maillage/internal/network"
)

// lists reads a little.
func lists(ctx context.Context, r network.Reader) error {
	_, err := r.Editions(ctx)
	return err
}

// all returns what a reader tells of everything.
func all(ctx context.Context, t *testing.T, r network.Reader) string {
	t.Helper()
	var (
		told [5]any
		err  error
	)
	check := func() {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	editions, err := r.Editions(ctx)
	check()
	told[0] = editions
	told[1], err = r.Load(ctx, editions[0].Number)
	check()
	told[2], err = r.Appearances(ctx)
	check()
	told[3], err = r.Versions(ctx, []string{"1", "2", "3"})
	check()
	told[4], err = r.Decisions(ctx)
	check()
	encoded, err := json.Marshal(told)
	check()
	return string(encoded)
}

// What is read together is of one moment, whatever others publish, decide and
// withdraw between one question and the next.
func TestReadOneMoment(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		s, other := migrated(t, address), open(t, address)
		publish(t, other, "2024-01-01", sites("1", "2"))
		before := all(t.Context(), t, s)
		err := s.Read(t.Context(), func(ctx context.Context, r network.Reader) error {
			if err := lists(ctx, r); err != nil {
				return err
			}
			publish(t, other, "2024-08-01", sites("2", "3"))
			err := other.Write(ctx, func(ctx context.Context, w *Writer) error {
				err := w.Decide(ctx, []network.Decision{{AsOf: "2024-08-01", Code: "3", OtherAsOf: "2024-01-01", OtherCode: "1", Verdict: network.Same}})
				if err != nil {
					return err
				}
				return w.Withdraw(ctx, 1)
			})
			if err != nil {
				return err
			}
			if now := all(ctx, t, r); now != before {
				t.Errorf("it told\n%s\nand then\n%s", before, now)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if all(t.Context(), t, s) == before {
			t.Error("what was published is not read later")
		}
	})
}

// A writer reads what it has published itself, and others do not yet.
func TestWriterReads(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		publish(t, s, "2024-01-01", sites("1"))
		err := s.Write(t.Context(), func(ctx context.Context, w *Writer) error {
			if _, err := w.Publish(ctx, network.Edition{AsOf: "2024-08-01"}, sites("2")); err != nil {
				return err
			}
			for _, test := range []struct {
				reader   network.Reader
				editions int
			}{{w, 2}, {s, 1}} {
				editions, err := test.reader.Editions(ctx)
				if err != nil {
					return err
				}
				if len(editions) != test.editions {
					t.Errorf("it reads %d editions, want %d", len(editions), test.editions)
				}
			}
			_, err := w.Load(ctx, 2)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
