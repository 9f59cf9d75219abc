package main

import (
	"context"
	"time"

	"maillage/internal/syncer"
)

// firstRetry is how soon a round that failed is made again; each time it takes twice
// as long, up to the time between rounds.
const firstRetry = 5 * time.Second

// A round asks sources for their files, and tells of it; one that is made again, at
// least those that could not be fetched.
type round func(ctx context.Context, again bool) (*syncer.Report, error)

// makeRounds has rounds made every so often, until ctx ends. One in which a source could
// not be fetched, or that failed for another reason, such as a database that is away,
// is made again sooner. A file that was held back is no failure: it would be again.
func makeRounds(ctx context.Context, every time.Duration, one round) {
	var (
		next   time.Time     // of the rounds that are made in any case
		retry  time.Duration // 0 if all is well
		broken bool          // for another reason than a source
	)
	for again := false; ; {
		report, err := one(ctx, again)
		if !again {
			next = time.Now().Add(every)
		}
		switch {
		case err == nil && len(report.Failed()) == 0:
			retry = 0
		case retry == 0 || broken != (err != nil): // or a source that is gone for good would have a database waited for
			retry = firstRetry
		default:
			retry = min(2*retry, every)
		}
		broken = err != nil
		pause := time.Until(next)
		if again = retry > 0 && retry < pause; again {
			pause = retry
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}
