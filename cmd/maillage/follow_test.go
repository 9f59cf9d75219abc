package main

import (
	"context"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"maillage/internal/store"
	"maillage/internal/store/pgtest"
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

// A database that sends byte after byte, never silent and never done, is given up once
// an edition has had its time, and nothing is left of that. What was served stays until
// the network is well; who imports meanwhile is not touched.
func TestFaultTrickle(t *testing.T) {
	server := pgtest.NewServer(t)
	network := pgtest.NewProxy(t, server)
	const limit = 2 * store.ReadSilence
	const reading = `FROM "sites"`
	log := new(lockedBuffer)
	serve := func() *follower {
		d := database{URL: network.Address()}
		return &follower{poll: 100 * time.Millisecond, limit: limit, log: slog.New(slog.NewTextHandler(log, nil)),
			open: func(ctx context.Context, patience time.Duration) (*store.Store, error) {
				return d.openToServe(ctx, patience, terminal{err: io.Discard})
			}}
	}
	writer := writerTo(t, server)
	readers := asking[int](t, server, `SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'maillage serve%' AND query LIKE '%`+reading+`%'`)
	servers := asking[int](t, server, `SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'maillage serve%'`)
	gone := func() bool { return readers() == 0 }
	writer() // so that what asks is connected
	readers()
	servers()
	before := runtime.NumGoroutine()

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	f := serve()
	if err := f.start(ctx, startLimit); err != nil {
		t.Fatal(err)
	}
	defer f.close()
	number := func() int { return f.keeper.Served().Network().Edition().Number }
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f.run(ctx)
	}()
	network.TrickleFrom(reading)
	importing(t, server.Address(), communique(t, 1), "2023-01-31").succeed()
	wait(t, "the new edition is not read", network.Trickles)
	holding := importing(t, server.Address(), communique(t, 2), "2023-01-31")
	wait(t, "the next import does not work", func() bool { return strings.HasPrefix(writer(), "maillage import") })
	holding.signal(syscall.SIGSTOP)
	wait(t, "it is not given up", func() bool { return strings.Contains(log.String(), saysAway) })
	if said := log.String(); !strings.Contains(said, "it has not sent an edition within "+limit.String()) || number() != 1 {
		t.Errorf("edition %d is served, and the log says %s", number(), said)
	}
	wait(t, "what was given up is still read", gone)
	if !network.Trickles() || writer() == "" {
		t.Error("the network was well, or the import gone")
	}
	holding.signal(syscall.SIGCONT)
	holding.succeed()

	network.TrickleFrom("")
	wait(t, "the new edition is not served", func() bool { return number() == 3 })
	network.TrickleFrom(reading)
	if err := serve().start(ctx, startLimit); err == nil || !strings.Contains(err.Error(), "within "+limit.String()) {
		t.Errorf("a server that starts ends with %v", err)
	}
	wait(t, "what it gave up is still read", gone)
	network.TrickleFrom("")

	cancel()
	<-ended
	f.close()
	wait(t, "connections are left", func() bool { return servers() == 0 })
	wait(t, "goroutines are left", func() bool { return runtime.NumGoroutine() <= before })
}
