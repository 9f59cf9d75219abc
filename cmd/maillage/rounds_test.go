package main

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"maillage/internal/syncer"
)

// A round that failed is made again soon, then later and later; the others keep to
// their time.
func TestRounds(t *testing.T) {
	type ending struct {
		outcome syncer.Outcome
		err     error
	}
	var (
		well      = ending{outcome: syncer.Unchanged}
		held      = ending{outcome: syncer.Held}
		unfetched = ending{outcome: syncer.Failed}
		away      = ending{err: errors.New("the database is away")}
	)
	for _, test := range []struct {
		name  string
		made  []ending // the last one for ever
		again string   // whether a round is made again, y or n
		at    []time.Duration
	}{
		{"all is well", []ending{well}, "nnn", seconds(0, 60, 120)},
		{"what is held back is not asked for sooner", []ending{held}, "nnn", seconds(0, 60, 120)},
		{"away", []ending{away}, "nyyynn", seconds(0, 5, 15, 35, 60, 120)},
		{"unfetched", []ending{unfetched}, "nyyynn", seconds(0, 5, 15, 35, 60, 120)},
		{"away, and well again", []ending{away, away, well}, "nyynn", seconds(0, 5, 15, 60, 120)},
		{"well, and away", []ending{well, away, well}, "nnyn", seconds(0, 60, 65, 120)},
		{"away once and later again", []ending{away, well, away, well}, "nynyn", seconds(0, 5, 60, 65, 120)},
		{"unfetched for long, then away", []ending{unfetched, unfetched, unfetched, unfetched, unfetched, away}, "nyyynnyyy",
			seconds(0, 5, 15, 35, 60, 120, 125, 135, 155)},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var at []time.Duration
				again := ""
				begin := time.Now()
				makeRounds(ctx, time.Minute, func(_ context.Context, isAgain bool) (*syncer.Report, error) {
					e := test.made[min(len(at), len(test.made)-1)]
					again += map[bool]string{true: "y", false: "n"}[isAgain]
					if at = append(at, time.Since(begin)); len(at) == len(test.at) {
						cancel()
					}
					if e.err != nil {
						return nil, e.err
					}
					return &syncer.Report{Visits: []*syncer.Visit{{Outcome: e.outcome}}}, nil
				})
				if !slices.Equal(at, test.at) || again != test.again {
					t.Errorf("made after %v, %s; want %v, %s", at, again, test.at, test.again)
				}
			})
		})
	}
}

func seconds(all ...int) []time.Duration {
	var durations []time.Duration
	for _, s := range all {
		durations = append(durations, time.Duration(s)*time.Second)
	}
	return durations
}
