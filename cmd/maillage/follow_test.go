package main

import (
	"testing"
	"time"

	"maillage/internal/store"
)

// What docs/operations.md promises adds up: from the moment at which a network is
// there again until what is new is served.
func TestRecoveryBound(t *testing.T) {
	const (
		promised = 5 * time.Second
		loading  = time.Second // of the whole country, which is measured
		after    = 1 + jitter
	)
	for what, bound := range map[string]time.Duration{
		"a look was waited for": store.AnswerLimit + store.CancelGrace + time.Duration(after*float64(retryLatest)),
		"a load was waited for": store.ReadSilence + time.Duration(after*float64(retrySoonest)),
	} {
		if bound += store.AnswerLimit + loading; bound >= promised {
			t.Errorf("if %s, recovery takes up to %s", what, bound)
		}
	}
}
