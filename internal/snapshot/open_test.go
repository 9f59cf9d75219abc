package snapshot

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"maillage/internal/network"
	"maillage/internal/snapshot/shelf"
)

// changing is a library that is another one each time it is read.
type changing []*counting

func (c *changing) Read(ctx context.Context, work func(ctx context.Context, r network.Reader) error) error {
	now := (*c)[0]
	*c = (*c)[1:]
	return work(ctx, now)
}

// All that is served was read at one moment.
func TestRefreshReadsOneMoment(t *testing.T) {
	before, after := newCounting(first), newCounting(second, first)
	after.Settled = []network.Decision{{AsOf: second.AsOf, Code: "2", OtherAsOf: first.AsOf, OtherCode: "two", Verdict: network.Same}}
	k, err := NewKeeper(t.Context(), &changing{before, after})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []*counting{before, after} {
		s := k.Served()
		if number := want.List[0].Number; s.Network().Edition().Number != number || want.loads[number] != 1 ||
			len(s.editions) != len(want.List) || len(s.decisions) != len(want.Settled) {
			t.Errorf("of %d editions and %d decisions it serves edition %d", len(s.editions), len(s.decisions), s.Network().Edition().Number)
		}
		if want == before {
			if changed, err := k.Refresh(t.Context()); !changed || err != nil {
				t.Fatalf("changed %v, error %v", changed, err)
			}
		}
	}
}

// A library that is away is asked once a second, whatever is wanted of it; one
// edition that cannot be read keeps nobody from another.
func TestOpenAway(t *testing.T) {
	third := network.Edition{Number: 3, AsOf: "2020-02-06"}
	for name, test := range map[string]struct {
		broken error
		loads  int // of four
	}{
		"away":    {fmt.Errorf("%w: silence", network.ErrAway), 1},
		"damaged": {errors.New("not a date"), 4},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				library := newCounting(second, first, third)
				k, err := NewKeeper(t.Context(), shelf.Lend(library))
				if err != nil {
					t.Fatal(err)
				}
				library.broken = test.broken
				for _, edition := range []string{"edition:1", "edition:3", "edition:1", "edition:3"} {
					var refused *Error
					if _, err := k.Served().At(t.Context(), "", edition); !errors.As(err, &refused) || refused.Code != CodeEditionUnavailable || !errors.Is(err, test.broken) {
						t.Errorf("%s: %v", edition, err)
					}
				}
				if loads := library.loads[1] + library.loads[3]; loads != test.loads {
					t.Errorf("it was asked %d times, want %d", loads, test.loads)
				}
				if n, err := k.Served().At(t.Context(), "2021-01-01", ""); err != nil || len(n.day.sites) != 2 {
					t.Errorf("the edition served: %v", err)
				}
				library.broken = nil
				time.Sleep(awayFor)
				if _, err := k.Served().At(t.Context(), "", "edition:3"); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
