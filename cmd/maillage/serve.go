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
	"maillage/internal/ui"
	"maillage/internal/web"
)

// shortestPoll keeps a slip, such as 2ms, from keeping the database busy.
const shortestPoll = 100 * time.Millisecond

type serveCommand struct {
	Listen      string        `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to answer; port 0 takes a free one. Default: ${default}."`
	Database    database      `embed:""`
	Sync        string        `enum:"auto,off" default:"auto" placeholder:"auto|off" help:"Taken for later, when the official files will be fetched in the background; nothing is fetched yet, import does it. Default: ${default}."`
	AdminListen string        `placeholder:"HOST:PORT" help:"Where to answer operators alone: /healthz, /readyz and /metrics."`
	AnswerCache int64         `default:"${answer_cache}" placeholder:"BYTES" help:"How many bytes of answers to keep; 0 keeps none. Default: ${default}."`
	Poll        time.Duration `default:"2s" placeholder:"DURATION" help:"How often to look for new editions; PostgreSQL also tells of them at once, unless it is a standby or behind a pooler. Default: ${default}."`
	LogLevel    slog.Level    `default:"info" placeholder:"debug|info|warn|error" help:"What to log; debug has a line a request. Default: ${default}."`
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
	db, err := c.Database.openToRead(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := publishFirst(ctx, db); err != nil {
		return err
	}
	keeper, err := snapshot.NewKeeper(ctx, db)
	if err != nil {
		return err
	}
	s := service{
		keeper:      keeper,
		follower:    &follower{db: db, keeper: keeper, poll: c.Poll, log: log},
		answerCache: c.AnswerCache,
		log:         log,
	}
	s.greet(term.out, public.Addr())
	return s.run(ctx, public, admin)
}

// A service is what a running server is made of.
type service struct {
	keeper      *snapshot.Keeper
	follower    *follower
	answerCache int64 // bytes
	log         *slog.Logger
}

// greet says where to look, at what, and how to have more.
func (s service) greet(w io.Writer, address net.Addr) {
	n := s.keeper.Served().Network()
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
	ready := ctx.Err
	handle := func(l net.Listener, handler http.Handler) {
		group.Go(func() error { return web.Serve(ctx, web.Server(l.Addr().String(), handler, s.log), l) })
	}
	answers := graph.New(s.keeper, s.log)
	metrics := newRegistry(answers.Stats())
	handle(public, web.New(web.Config{
		Executor:    answers,
		Pin:         answers.Pin,
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
	return group.Wait()
}
