package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"maillage/graph"
	"maillage/internal/snapshot"
	"maillage/internal/store"
	"maillage/internal/ui"
	"maillage/internal/web"
)

const (
	// shortestPoll keeps a slip, such as 2ms, from keeping the database busy.
	shortestPoll = 100 * time.Millisecond
	// startLimit is how long a server that starts waits for the database to answer.
	startLimit = 5 * time.Second
)

type serveCommand struct {
	Listen        string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to answer; port 0 takes a free one. Default: ${default}."`
	Database      database      `embed:""`
	Sync          string        `enum:"auto,off" default:"auto" placeholder:"auto|off" help:"Whether to fetch official files that have changed in the background, and serve them. Default: ${default}."`
	Sources       catalogue     `embed:""`
	AdminListen   string        `placeholder:"HOST:PORT" help:"Where to answer operators alone: /healthz, /readyz and /metrics."`
	AnswerCache   int64         `default:"${answer_cache}" placeholder:"BYTES" help:"How many bytes of answers to keep; 0 keeps none. Default: ${default}."`
	Poll          time.Duration `default:"2s" placeholder:"DURATION" help:"How often to look for new editions; PostgreSQL also tells of them at once, unless it is a standby or behind a pooler. Default: ${default}."`
	SnapshotCache string        `placeholder:"FILE" help:"Where to keep a copy of the edition served, to serve from when the server starts and the database is away."`
	LogLevel      slog.Level    `default:"info" placeholder:"debug|info|warn|error" help:"What to log; debug has a line a request. Default: ${default}."`
}

// Validate is called by the parser of the command line.
func (c serveCommand) Validate() error {
	if c.AnswerCache < 0 {
		return errors.New("--answer-cache takes a number of bytes, or 0")
	}
	if c.Poll < shortestPoll {
		return fmt.Errorf("--poll takes a duration of %s or more, such as 2s", shortestPoll)
	}
	return nil
}

// Run serves until ctx ends. The ports come first: whether they are free is
// known at once.
func (c serveCommand) Run(ctx context.Context, term terminal) error {
	tidily()
	public, err := listen(ctx, "--listen", c.Listen)
	if err != nil {
		return err
	}
	defer public.Close()
	var admin net.Listener
	if c.AdminListen != "" {
		if admin, err = listen(ctx, "--admin-listen", c.AdminListen); err != nil {
			return err
		}
		defer admin.Close()
	}
	log := slog.New(web.LogRequestIDs(slog.NewTextHandler(term.err, &slog.HandlerOptions{Level: c.LogLevel})))
	feeds, err := c.Sources.feeds()
	if err != nil {
		return err
	}
	f, err := c.start(ctx, term, log)
	if err != nil {
		return err
	}
	defer f.close()
	s := service{follower: f, answerCache: c.AnswerCache, log: log}
	if c.Sync == "auto" {
		s.keepUp = func(ctx context.Context) {
			keepUp(ctx, func(ctx context.Context) (*store.Store, error) {
				return c.Database.open(ctx, "serve --sync auto", term)
			}, feeds, log)
		}
	}
	s.greet(term.out, public.Addr())
	return s.run(ctx, public, admin)
}

// start opens what to serve: the database or, if it is away, the snapshot file.
func (c serveCommand) start(ctx context.Context, term terminal, log *slog.Logger) (*follower, error) {
	f := &follower{poll: c.Poll, limit: loadLimit, file: c.SnapshotCache, log: log}
	f.open = func(ctx context.Context, patience time.Duration) (*store.Store, error) {
		return c.Database.openToServe(ctx, patience, term)
	}
	err := f.start(ctx, startLimit)
	if wrong := store.AddressError(""); err == nil || c.SnapshotCache == "" || errors.As(err, &wrong) || ctx.Err() != nil {
		return f, err
	}
	kept, unread := snapshot.ReadFile(c.SnapshotCache)
	if unread != nil {
		return nil, fmt.Errorf("%w; %w", err, unread)
	}
	if f.keeper, unread = snapshot.Restore(ctx, kept); unread != nil {
		return nil, fmt.Errorf("%w; %w", err, unread)
	}
	f.leave()
	log.WarnContext(ctx, "the database cannot be read; serving the edition of the snapshot file", "error", err)
	return f, nil
}

// A service is what a running server is made of.
type service struct {
	follower    *follower
	keepUp      func(ctx context.Context) // with the official sources; nil if it does not
	answerCache int64                     // bytes
	log         *slog.Logger
}

// greet says where to look, at what, and how to have more.
func (s service) greet(w io.Writer, address net.Addr) {
	n := s.follower.keeper.Served().Network()
	counts := n.Dataset().Counts()
	fmt.Fprintf(w, "GraphiQL: http://%s/graphiql\n", reachable(address))
	fmt.Fprintf(w, "Serving edition %d: %s (%d sites, %d communes)\n", n.Edition().Number, n.Edition().Label, counts.Sites, counts.Communes)
	fmt.Fprintln(w, "To load more: maillage import FILE…")
}

// run answers on the listeners, the second of which may be nil, and follows the
// database, until ctx ends.
func (s service) run(ctx context.Context, public, admin net.Listener) error {
	pages, _ := ui.Pages()
	group, ctx := errgroup.WithContext(ctx)
	// Nothing listens before an edition is loaded, and a database that fails later
	// takes nothing from what is served: only a server that stops is not ready.
	ready := func() (string, error) { return s.follower.remark(), ctx.Err() }
	handle := func(l net.Listener, handler http.Handler) {
		group.Go(func() error { return web.Serve(ctx, web.Server(l.Addr().String(), handler, s.log), l) })
	}
	answers := graph.New(s.follower.keeper, s.log)
	metrics := newRegistry(answers.Stats())
	handle(public, web.New(web.Config{
		Executor:    answers,
		Short:       answers.Answer,
		Pin:         answers.Pin,
		InFrench:    graph.InFrench,
		Build:       buildID(),
		AnswerCache: s.answerCache,
		Schema:      graph.SDL(),
		Pages:       pages,
		PagesCSP:    ui.ContentSecurityPolicy,
		Ready:       ready,
		Log:         s.log,
		Metrics:     metrics,
	}))
	if admin != nil {
		handle(admin, web.NewAdmin(ready, metrics, s.log))
	}
	group.Go(func() error { s.follower.run(ctx); return nil })
	if s.keepUp != nil {
		group.Go(func() error { s.keepUp(ctx); return nil })
	}
	return group.Wait()
}
