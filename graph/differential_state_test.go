package graph

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"maillage/internal/network"
	"maillage/internal/plan"
	"maillage/internal/plan/plantest"
)

// A plan is compiled once and shared: it must hold nothing of the edition, the
// operation or the buffer it was compiled or run with first.

// A turning library serves another edition once it is turned.
type turning struct {
	sighted

	before shelf
	turned bool
}

func (l *turning) Editions(ctx context.Context) ([]network.Edition, error) {
	if l.turned {
		return l.sighted.Editions(ctx)
	}
	return l.before.Editions(ctx)
}

func TestPlansOutliveEditions(t *testing.T) {
	carried := carriedShelf(t)
	library := &turning{sighted: sighted{awkwardShelf(t)}, before: carried}
	p := newPair(t, library, nil)
	g := newRandom(t, p, carried)

	const some = 200 // less than the plans that are kept
	requests := make([]plantest.Request, some)
	for i := range requests {
		requests[i] = g.Request(*seed, uint64(i))
		if err := p.check(requests[i]); err != nil {
			t.Errorf("seed %d, request %d, before: %v", *seed, i, err)
		}
	}
	library.turned = true
	if changed, err := p.keeper.Refresh(t.Context()); err != nil || !changed {
		t.Fatalf("the edition did not change: %v", err)
	}
	for i, r := range requests {
		if err := p.check(r); err != nil {
			t.Errorf("seed %d, request %d, after: %v", *seed, i, err)
		}
	}
}

// A broken library fails, or worse, when an edition besides the served one is
// opened.
type broken struct {
	shelf

	fail func() error
}

func (l broken) Load(ctx context.Context, number int) (*network.Records, error) {
	if number != l.List[0].Number {
		return nil, l.fail()
	}
	return l.shelf.Load(ctx, number)
}

func TestPlansFailAsTheExecutorDoes(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("no such table: sites") },
		"a panic":  func() error { panic("index out of range") },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t, broken{awkwardShelf(t), fail}, nil)
			for _, query := range []string{
				`{ date at(edition: "edition:1") { date france { name } } }`,
				`{ date node(id: "commune:80021@2022-01-31@edition:1") { id } }`,
			} {
				if err := p.check(plantest.Request{Query: query, Variables: []string{""}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestPlansAnswerSideBySide(t *testing.T) {
	s := carriedShelf(t)
	p := newPair(t, sighted{s}, nil)
	g := newRandom(t, p, s)
	const some, clients = 60, 8
	requests, want := make([]plantest.Request, some), make([]answer, some)
	for i := range requests {
		requests[i] = g.Request(*seed, uint64(i))
		var err error
		if want[i], err = answerTo(p.oracle, requests[i], requests[i].Variables[0]); err != nil {
			t.Fatal(err)
		}
	}
	var group sync.WaitGroup
	for client := range clients {
		group.Go(func() {
			for i := range requests {
				i = (i + client*7) % some // not all the same at once
				if err := lent(p, requests[i], want[i]); err != nil {
					t.Errorf("seed %d, request %d: %v", *seed, i, err)
				}
			}
		})
	}
	group.Wait()
}

// lent answers as a transport does, with a buffer that the next answer gets.
func lent(p pair, r plantest.Request, want answer) error {
	params, err := paramsOf(r, r.Variables[0])
	if err != nil {
		return err
	}
	buf, free := plan.Lend()
	data, _, ok := p.short.Answer(context.Background(), params.Query, params.OperationName, params.Variables, buf)
	if !ok {
		data.Own = dispatch(context.Background(), p.plans, params).Data
	}
	defer free(data.Own)
	if got := data.Copy().Own; string(got) != want.data {
		return fmt.Errorf("%w\nquery:\n%s", differ(want, answer{string(got), want.errors, want.extensions}), r.Query)
	}
	return nil
}
