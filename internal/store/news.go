package store

import (
	"context"
	"time"

	"github.com/lib/pq"
	"github.com/uptrace/bun"
)

// newsChannel is the channel of PostgreSQL on which revisions are announced, in
// whichever schema of the database they are.
const newsChannel = "maillage_revision"

// How a listener finds out that it is deaf, and how it tries again.
const (
	listenSilence = 10 * time.Second // longer than a ping may take to come back
	listenPing    = 3 * time.Second
	listenSoonest = 200 * time.Millisecond
	listenLatest  = 5 * time.Second
	listenRefused = 30 * time.Second // a standby refuses until it is promoted
)

func (postgres) announce(ctx context.Context, tx bun.Tx, revision string) error {
	_, err := tx.ExecContext(ctx, "SELECT pg_notify(?, ?)", newsChannel, revision)
	return err
}

func (p postgres) news(ctx context.Context) <-chan struct{} {
	news := make(chan struct{}, 1) // one is enough, however much is new
	tell := func() {
		select {
		case news <- struct{}{}:
		default:
		}
	}
	// One that is cut off says so: the database may be away.
	listener := pq.NewDialListener(&dialer{silence: listenSilence}, p.url, listenSoonest, listenLatest,
		func(event pq.ListenerEventType, _ error) {
			if event == pq.ListenerEventDisconnected {
				tell()
			}
		})
	go hear(ctx, listener, tell)
	go ask(ctx, listener)
	return news
}

// hear tells of what the listener hears until ctx ends. A listener that is back
// hears nil: it may have missed something.
func hear(ctx context.Context, listener *pq.Listener, tell func()) {
	for {
		select {
		case <-ctx.Done():
			_ = listener.Close() // may wait for a network that is silent
			return
		case _, open := <-listener.Notify:
			if !open {
				return
			}
		}
		tell()
	}
}

// ask has the server send, and sees to it that the connection is alive, until
// ctx ends.
func ask(ctx context.Context, listener *pq.Listener) {
	pause := time.NewTimer(0)
	defer pause.Stop()
	listening := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		next := listenPing
		if !listening {
			if listening = listener.Listen(newsChannel) == nil; !listening {
				next = listenRefused
			}
		} else {
			ping(listener)
		}
		pause.Reset(next)
	}
}

// ping has the listener notice that its connection is dead. It panics at an
// answer that it does not expect, which a pooler may well give; the connection is
// then as good as dead, and will be noticed.
func ping(listener *pq.Listener) {
	defer func() { _ = recover() }()
	_ = listener.Ping()
}

// news never comes from SQLite: its readers are on the same machine and look.
func (sqlite) news(context.Context) <-chan struct{} { return nil }

func (sqlite) announce(context.Context, bun.Tx, string) error { return nil }

// suspect lets go of the connections that nobody uses: if the network was away,
// they may be dead, and each of them would cost a time-out to find out.
func (postgres) suspect(db *bun.DB) {
	db.SetMaxIdleConns(0)
	db.SetMaxIdleConns(postgresIdle)
}

func (sqlite) suspect(*bun.DB) {}
