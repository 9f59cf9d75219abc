package store

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun"
	"pgregory.net/rapid"

	"maillage/internal/network"
)

func TestRoundTrip(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		records := everything()
		abroad := edition("2024-08-01")
		abroad.ImportedAt = abroad.ImportedAt.In(time.FixedZone("", 4*60*60)).Add(999 * time.Nanosecond)
		published, err := s.Publish(t.Context(), abroad, records)
		if err != nil {
			t.Fatal(err)
		}
		want := edition("2024-08-01")
		want.Number = 1
		if want.Sha256, err = records.Sha256(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, published); diff != "" {
			t.Errorf("Publish returns another edition (-want +got):\n%s", diff)
		}

		bare, err := s.Publish(t.Context(), network.Edition{AsOf: "2020-01-01", Coverage: []network.EditionCoverage{}}, new(network.Records))
		if err != nil {
			t.Fatal(err)
		}
		if age := time.Since(bare.ImportedAt); age < 0 || age > time.Hour {
			t.Errorf("an edition published now was imported at %v", bare.ImportedAt)
		}
		editions, err := s.Editions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]network.Edition{published, bare}, editions); diff != "" {
			t.Errorf("Editions (-want +got):\n%s", diff)
		}
		for _, e := range append(editions, published, bare) {
			if e.ImportedAt.Location() != time.UTC {
				t.Errorf("imported at %v, which is not UTC", e.ImportedAt)
			}
		}

		checkLoad(t, s, 1, everything())
		checkLoad(t, s, 2, new(network.Records))
	})
}

func checkLoad(t testing.TB, s *Store, number int, want *network.Records) {
	t.Helper()
	got, err := s.Load(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("edition %d (-published +loaded):\n%s", number, diff)
	}
}

func TestLoadOrder(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		// A dictionary would neither heed hyphens nor tell capitals from small letters.
		codes := []string{"10", "2", "Abbeville", "abbe-zone", "abbe-à", "abbeville", "abbeville-2", "étaples"}
		shuffled := slices.Clone(codes)
		slices.Reverse(shuffled)
		publish(t, s, "2024-01-01", sites(shuffled...))
		checkLoad(t, s, 1, sites(codes...))
	})
}

func TestEditionsOrder(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		if editions, err := s.Editions(t.Context()); err != nil || len(editions) != 0 {
			t.Errorf("a new store has editions %v, %v", editions, err)
		}
		for _, day := range []network.Date{"2022-12-31", "2024-08-01", "2020-02-06", "2024-08-01"} {
			publish(t, s, day, sites("1"))
		}
		editions, err := s.Editions(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var numbers []int
		for _, e := range editions {
			numbers = append(numbers, e.Number)
		}
		if want := []int{4, 2, 1, 3}; !slices.Equal(numbers, want) {
			t.Errorf("editions come as %v, want %v", numbers, want)
		}
	})
}

func TestNoEdition(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		publish(t, s, "2024-01-01", sites("1"))
		for _, number := range []int{-1, 0, 2, math.MaxInt32} {
			if _, err := s.Load(t.Context(), number); !errors.Is(err, ErrNoEdition) {
				t.Errorf("Load(%d): %v", number, err)
			}
		}
	})
}

// What has not changed is not written again.
func TestPublishWritesWhatChanged(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		records := everything()
		publish(t, s, "2024-01-01", records)
		before := rowCount(t, s)
		publish(t, s, "2024-02-01", everything())
		if again := rowCount(t, s); again != before {
			t.Errorf("%d rows become %d when the same records are published again", before, again)
		}
		records.Sites[0].Note = "moved"
		records.Counts[1].Labelled++
		records.Communes = records.Communes[1:]
		publish(t, s, "2024-03-01", records)
		if changed := rowCount(t, s); changed != before+2 {
			t.Errorf("%d rows become %d when two records change and one goes", before, changed)
		}
		publish(t, s, "2024-04-01", everything()) // all as it was
		if back := rowCount(t, s); back != before+5 {
			t.Errorf("%d rows become %d when all is as it was", before, back)
		}
	})
}

// rowCount counts the rows of all tables of records.
func rowCount(t testing.TB, s *Store) (sum int64) {
	t.Helper()
	for _, table := range s.tables(new(network.Records)) {
		n, err := s.db.NewSelect().TableExpr("?", bun.Ident(table.Name)).Count(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	return sum
}

// Whatever is published after it, an edition reads back as it was published.
func TestEditionsStay(t *testing.T) {
	record := rapid.Custom(func(t *rapid.T) network.Site {
		return network.Site{
			Code:          rapid.StringMatching(`[a-z0-9-]{1,2}`).Draw(t, "code"),
			Name:          rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "name"),
			ByAppointment: rapid.SampledFrom([]*bool{nil, ptr(true), ptr(false)}).Draw(t, "appointment"),
		}
	})
	forEachDatabase(t, func(t *testing.T, s *Store) {
		var published []*network.Records
		rapid.Check(t, func(rt *rapid.T) {
			list := rapid.SliceOfNDistinct(record, 1, 30, func(site network.Site) string { return site.Code }).Draw(rt, "sites")
			slices.SortFunc(list, func(a, b network.Site) int { return strings.Compare(a.Code, b.Code) })
			published = append(published, &network.Records{Sites: list})
			if e := publish(t, s, "2024-01-01", published[len(published)-1]); e.Number != len(published) {
				rt.Fatalf("edition %d, want %d", e.Number, len(published))
			}
			number := rapid.IntRange(1, len(published)).Draw(rt, "number")
			checkLoad(t, s, number, published[number-1])
		})
	})
}

func TestPublishRefuses(t *testing.T) {
	tests := map[string]struct {
		change func(*network.Edition, *network.Records)
		says   string
	}{
		"no day":            {func(e *network.Edition, _ *network.Records) { e.AsOf = "" }, "last day"},
		"half a day":        {func(e *network.Edition, _ *network.Records) { e.AsOf = "2024-08" }, "2024-08"},
		"a code twice":      {func(_ *network.Edition, r *network.Records) { r.Sources = append(r.Sources, r.Sources[0]) }, `sources: "anct" is there twice`},
		"a count twice":     {func(_ *network.Edition, r *network.Records) { r.Counts[1] = r.Counts[0] }, `"france 2020-01-31" is there twice`},
		"no code":           {func(_ *network.Edition, r *network.Records) { r.Counts[2].Date = "" }, "a record without date"},
		"a number too many": {func(_ *network.Edition, r *network.Records) { r.Communes[1].Position.Latitude = math.NaN() }, "NaN"},
		"half a letter":     {func(_ *network.Edition, r *network.Records) { r.Sites[0].Note = "\xc3" }, `"1234": note`},
		"a zero byte":       {func(_ *network.Edition, r *network.Records) { r.Sources[0].Title = "a\x00b" }, `"anct": title`},
	}
	forEachDatabase(t, func(t *testing.T, s *Store) {
		publish(t, s, "2024-01-01", sites("1", "2"))
		rows := rowCount(t, s)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				e, records := edition("2024-08-01"), everything()
				test.change(&e, records)
				if _, err := s.Publish(t.Context(), e, records); err == nil || !strings.Contains(err.Error(), test.says) {
					t.Errorf("error %v, want one that says %q", err, test.says)
				}
				checkUntouched(t, s, rows)
			})
		}
	})
}

// checkUntouched checks that a store has the sites 1 and 2 in its one edition
// and takes another.
func checkUntouched(t *testing.T, s *Store, rows int64) {
	t.Helper()
	checkLoad(t, s, 1, sites("1", "2"))
	if n := rowCount(t, s); n != rows {
		t.Errorf("%d rows, %d before", n, rows)
	}
	if editions, err := s.Editions(t.Context()); err != nil || len(editions) != 1 {
		t.Errorf("editions %v, %v; want one", editions, err)
	}
}

// cancelAt cancels an operation when it comes to a table.
type cancelAt struct {
	table  string
	cancel context.CancelFunc
}

func (h cancelAt) BeforeQuery(ctx context.Context, event *bun.QueryEvent) context.Context {
	if strings.Contains(event.Query, h.table) {
		h.cancel()
	}
	return ctx
}

func (cancelAt) AfterQuery(context.Context, *bun.QueryEvent) {}

func TestPublishCancelled(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		s := migrated(t, address)
		publish(t, s, "2024-01-01", sites("1", "2"))
		rows := rowCount(t, s)
		for _, table := range []string{"editions", "regions", "sites", "sources"} {
			ctx, cancel := context.WithCancel(t.Context())
			doomed := open(t, address)
			doomed.db.AddQueryHook(cancelAt{`"` + table + `"`, cancel})
			if table == "editions" {
				doomed.db.ResetQueryHooks()
				doomed.db.AddQueryHook(cancelAt{"FROM editions", cancel})
			}
			if _, err := doomed.Publish(ctx, edition("2024-08-01"), everything()); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled at %s: error %v", table, err)
			}
			checkUntouched(t, s, rows)
		}
		if e := publish(t, s, "2024-08-01", everything()); e.Number != 2 {
			t.Errorf("the next edition is number %d", e.Number)
		}
	})
}

// Processes that publish at once take turns, and one that reads meanwhile sees
// whole editions only.
func TestPublishTogether(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		const writers, each = 3, 4
		reader := migrated(t, address)
		var (
			writing sync.WaitGroup
			numbers = make(chan int, writers*each)
		)
		for w := range writers {
			s := open(t, address)
			writing.Go(func() {
				for i := range each {
					records := everything()
					records.Sites[0].Note = network.Text(strings.Repeat("x", w*each+i))
					e, err := s.Publish(t.Context(), edition("2024-08-01"), records)
					if err != nil {
						t.Error(err)
						return
					}
					numbers <- e.Number
				}
			})
		}
		done := make(chan struct{})
		go func() { writing.Wait(); close(done) }()
		for reading := true; reading; {
			select {
			case <-done:
				reading = false // one last time
			default:
			}
			checkWhole(t, reader)
		}
		close(numbers)
		if got := slices.Sorted(chanValues(numbers)); len(got) != writers*each || got[0] != 1 || got[len(got)-1] != writers*each {
			t.Errorf("numbers %v", got)
		}
	})
}

func chanValues[T any](c <-chan T) func(yield func(T) bool) {
	return func(yield func(T) bool) {
		for v := range c {
			if !yield(v) {
				return
			}
		}
	}
}

// checkWhole checks that the records of every edition have its hash.
func checkWhole(t *testing.T, s *Store) {
	t.Helper()
	editions, err := s.Editions(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range editions {
		records, err := s.Load(t.Context(), e.Number)
		if err != nil {
			t.Fatal(err)
		}
		if hash, err := records.Sha256(); err != nil || hash != e.Sha256 {
			t.Fatalf("edition %d has hash %s, its records %s, %v", e.Number, e.Sha256, hash, err)
		}
	}
}
