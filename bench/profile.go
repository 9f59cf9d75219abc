package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/pprof"
	"os"
	"strings"
	"time"

	"github.com/google/pprof/profile"
	"golang.org/x/sync/errgroup"

	"maillage/graph"
	"maillage/internal/web"
)

// profiled is how long each question is asked for its profile: the runtime looks a
// hundred times a second where it is.
const profiled = 4 * time.Second

// A group is where time goes, as far as it is of use to tell it apart.
type group struct {
	name      string
	functions []string // beginnings of their names
}

// groups decide where a moment belongs: the innermost function that one of them
// names. What none names belongs to who called it.
var groups = []group{
	{"the kernel: network and files", []string{"syscall.", "internal/runtime/syscall", "runtime.futex", "runtime.epoll", "runtime.write"}},
	{"memory: allocation and garbage collection", []string{
		"runtime.mallocgc", "runtime.newobject", "runtime.makeslice", "runtime.growslice", "runtime.gc", "runtime.bgsweep", "runtime.bgscavenge", "runtime.wbBufFlush",
	}},
	{"net/http and below", []string{"net/http.", "net.", "net/textproto.", "net/url.", "bufio.", "internal/poll.", "mime."}},
	{"GraphQL over HTTP: reading, caches, headers", []string{"maillage/internal/web."}},
	{"finding the plan; variables and arguments", []string{
		"github.com/vektah/gqlparser", "github.com/99designs/gqlgen", "maillage/graph.", "maillage/graph/generated.(*executionContext)", "maillage/graph/generated.(*compiler).read", "maillage/internal/plan.Read", "maillage/internal/plan.Given", "maillage/internal/plan.(*Args", "maillage/internal/cog.", "maillage/graph/scalar.",
	}},
	{"the answer: plans and the network in memory", []string{"maillage/"}},
}

// scheduler is the group of what no function decides: goroutines that wait and wake.
const scheduler = "the scheduler and timers"

// profile tells where the CPU time of the product goes that an answer takes.
func (b *bench) profile(ctx context.Context, m *match) (table, error) {
	t := table{
		title: "Where the time goes, µs a request",
		head:  []string{"Maillage, uncached"},
		note: fmt.Sprintf("By the runtime's own profile of %s for each question, some 300 moments: of little the half or the double may be true. "+
			"Of the product's handler in a process of the bench.", profiled),
	}
	s, err := b.launchSelf(ctx, "profiled", b.databases[0].filled)
	if err != nil {
		return t, err
	}
	defer s.kill()
	spent := map[string][]string{}
	for _, a := range m.asked {
		t.head = append(t.head, a.name)
		took, shares, err := s.profile(ctx, a.requests[uncached])
		if err != nil {
			return t, fmt.Errorf("profile of %s: %w", a.name, err)
		}
		for name, share := range shares {
			spent[name] = append(spent[name], short(share*took.cpu/1e-6))
		}
		spent["all"] = append(spent["all"], short(took.cpu/1e-6))
	}
	for _, name := range append(groupNames(), "all") {
		t.add(append([]string{name}, spent[name]...)...)
	}
	return t, nil
}

func groupNames() []string {
	var names []string
	for _, g := range groups {
		names = append(names, g.name)
	}
	return append(names, scheduler)
}

// profile asks a question for a while, and returns what an answer took and which share
// of it each group had.
func (s *server) profile(ctx context.Context, r *request) (took cost, shares map[string]float64, err error) {
	if _, err := s.load(ctx, r, profiled/20); err != nil { // what is kept is kept then
		return took, nil, err
	}
	var taken *profile.Profile
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() (err error) {
		took, err = s.load(ctx, r, profiled+profiled/20)
		return err
	})
	work.Go(func() (err error) {
		taken, err = s.takeProfile(ctx)
		return err
	})
	if err := work.Wait(); err != nil {
		return took, nil, err
	}
	return took, sharesOf(taken), nil
}

func (s *server) takeProfile(ctx context.Context) (*profile.Profile, error) {
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/profile?seconds=%d", s.base, profiled/time.Second), http.NoBody)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(q)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %d: %.300s", answer.StatusCode, content)
	}
	return profile.Parse(bytes.NewReader(content))
}

// sharesOf returns which share of a profile each group has.
func sharesOf(p *profile.Profile) map[string]float64 {
	shares, all := map[string]float64{}, 0.0
	for _, name := range groupNames() {
		shares[name] = 0
	}
	for _, sample := range p.Sample {
		moments := float64(sample.Value[0])
		shares[groupOf(stackOf(sample))] += moments
		all += moments
	}
	for name := range shares {
		shares[name] /= max(all, 1)
	}
	return shares
}

// stackOf returns the names of the functions at a moment, the innermost first.
func stackOf(s *profile.Sample) []string {
	var stack []string
	for _, at := range s.Location {
		for _, line := range at.Line {
			stack = append(stack, line.Function.Name)
		}
	}
	return stack
}

func groupOf(stack []string) string {
	for _, function := range stack {
		for _, g := range groups {
			for _, beginning := range g.functions {
				if strings.HasPrefix(function, beginning) {
					return g.name
				}
			}
		}
	}
	return scheduler
}

// serveProfiled serves the edition of a database as the product does, and its profile
// at /profile.
func serveProfiled(ctx context.Context, database string) error {
	keeper, _, err := openEdition(ctx, database)
	if err != nil {
		return err
	}
	log := slog.New(web.LogRequestIDs(slog.NewTextHandler(os.Stderr, nil)))
	answers := graph.New(keeper, log)
	product := web.New(web.Config{Executor: answers, Short: answers.Answer, Pin: answers.Pin, AnswerCache: web.DefaultAnswerCache, Log: log})
	mux := http.NewServeMux()
	mux.Handle("/", product)
	mux.HandleFunc("GET /profile", pprof.Profile)
	l, err := listen(ctx)
	if err != nil {
		return err
	}
	if err := web.Serve(ctx, web.Server(l.Addr().String(), mux, log), l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
