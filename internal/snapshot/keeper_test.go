package snapshot

import (
	"context"
	"errors"
	"sync"
	"testing"

	"maillage/internal/network"
	"maillage/internal/snapshot/shelf"
)

// counting is a library in memory that counts what is loaded from it.
type counting struct {
	shelf.Shelf
	mu     sync.Mutex
	loads  map[int]int
	broken error
}

// newCounting returns a library of editions of two sites each.
func newCounting(editions ...network.Edition) *counting {
	c := &counting{Shelf: shelf.Shelf{List: editions, Records: map[int]*network.Records{}}, loads: map[int]int{}}
	for number := range 4 {
		c.Records[number] = &network.Records{
			Regions: []network.Region{{Code: "32", Name: "Hauts-de-France"}},
			Sites: []network.Site{
				{Code: "1", OfficialNumber: new(1), Kind: network.Principal, LabelledOn: "2020-01-01"},
				{Code: "2", OfficialNumber: new(2), Kind: network.Principal, LabelledOn: "2021-01-01"},
			},
		}
	}
	return c
}

func (c *counting) Editions(context.Context) ([]network.Edition, error) { return c.List, c.broken }

func (c *counting) Load(ctx context.Context, number int) (*network.Records, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.loads[number]++
	records, _ := c.Shelf.Load(ctx, number)
	return records, c.broken
}

var (
	first  = network.Edition{Number: 1, AsOf: "2022-12-31", Sha256: "a"}
	second = network.Edition{Number: 2, AsOf: "2024-08-01", Sha256: "b"}
)

func TestKeeperServesTheFirstAndSwaps(t *testing.T) {
	ctx := t.Context()
	library := newCounting(first)
	k, err := NewKeeper(ctx, shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	before := k.Served()
	if changed, err := k.Refresh(ctx); changed || err != nil || k.Served() != before {
		t.Fatalf("nothing is new, and yet: changed %v, error %v", changed, err)
	}
	library.List = []network.Edition{second, first}
	if changed, err := k.Refresh(ctx); !changed || err != nil {
		t.Fatalf("changed %v, error %v", changed, err)
	}
	if n := k.Served().Network(); n.Edition().ID().Name != "edition:2" || n.Date() != "2024-08-01" || n.France().ID().Name != "france" {
		t.Errorf("serves %s on %s", n.Edition().ID(), n.Date())
	}
	// Who holds on to what was served before still sees it whole.
	if n := before.Network(); n.Edition().ID().Name != "edition:1" || n.Site("2") == nil {
		t.Errorf("what was served before has changed")
	}
	// An older edition imported later is listed, not served.
	third := network.Edition{Number: 3, AsOf: "2020-02-06"}
	library.List = []network.Edition{second, first, third}
	if changed, err := k.Refresh(ctx); changed || err != nil {
		t.Fatalf("changed %v, error %v", changed, err)
	}
	if n, err := k.Served().At(ctx, "", "edition:3"); err != nil || n.Date() != "2020-02-06" {
		t.Errorf("edition 3: %v", err)
	}
}

// Everybody who waits learns of what is served next, those who were away of the
// last of it, and nobody has to.
func TestServedNext(t *testing.T) {
	library := newCounting(first)
	k, err := NewKeeper(t.Context(), shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	before := k.Served()
	seen := make(chan *Served)
	for range 10 {
		go func() { seen <- before.Next(t.Context()) }()
	}
	refresh := func() {
		t.Helper()
		if _, err := k.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	refresh() // nothing is new
	library.List = []network.Edition{second, first}
	refresh()
	for range 10 {
		if s := <-seen; s != k.Served() || s == before {
			t.Error("what is told of is not what is served")
		}
	}
	library.List = []network.Edition{first}
	refresh()
	if s := before.Next(t.Context()); s != k.Served() {
		t.Error("who was away learns of something else than what is served")
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if s := k.Served().Next(ended); s != nil {
		t.Error("who left learns of something")
	}
}

// An older edition that is imported later tells since when the sites of the
// served one are known, and so does a decision made later.
func TestKeeperLearnsFromOlderEditions(t *testing.T) {
	library := newCounting(second)
	library.Records[first.Number].Sites[1] = network.Site{Code: "two", Kind: network.Principal, LabelledOn: "2021-01-01"}
	k, err := NewKeeper(t.Context(), shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	seen := func(code string) network.Date { return k.Served().Network().Site(code).FirstSeenOn }
	if seen("1") != second.AsOf || seen("2") != second.AsOf {
		t.Errorf("the sites are known since %s and %s", seen("1"), seen("2"))
	}
	versions := map[string]bool{k.Served().Version(): true}
	for _, learn := range []func(){
		func() { library.List = []network.Edition{second, first} },
		func() {
			library.Settled = []network.Decision{{
				AsOf: second.AsOf, Code: "2", OtherAsOf: first.AsOf, OtherCode: "two", Verdict: network.Same,
			}}
		},
	} {
		learn()
		if changed, err := k.Refresh(t.Context()); changed || err != nil {
			t.Fatalf("changed %v, error %v", changed, err)
		}
		if versions[k.Served().Version()] {
			t.Error("what was learnt does not change the version")
		}
		versions[k.Served().Version()] = true
		if seen("1") != first.AsOf {
			t.Errorf("site 1 is known since %s, want %s", seen("1"), first.AsOf)
		}
	}
	if seen("2") != first.AsOf || seen("two") != first.AsOf {
		t.Errorf("the site that was decided on is known since %s and %s, want %s", seen("2"), seen("two"), first.AsOf)
	}
}

func TestKeeperKeepsServingWhenTheLibraryBreaks(t *testing.T) {
	ctx := t.Context()
	library := newCounting(first)
	k, err := NewKeeper(ctx, shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	library.broken = errors.New("gone")
	library.List = []network.Edition{second, first}
	if _, err := k.Refresh(ctx); !errors.Is(err, library.broken) {
		t.Fatalf("error %v", err)
	}
	if k.Served().Network().Edition().Number != 1 {
		t.Error("something else is served")
	}
	if _, err := NewKeeper(ctx, shelf.Lend(newCounting())); !errors.Is(err, ErrNoEdition) {
		t.Errorf("an empty library: error %v", err)
	}
}

// The version is the same in another process, and another as soon as an answer
// may be.
func TestVersion(t *testing.T) {
	version := func(editions ...network.Edition) string {
		t.Helper()
		k, err := NewKeeper(t.Context(), shelf.Lend(newCounting(editions...)))
		if err != nil {
			t.Fatal(err)
		}
		return k.Served().Version()
	}
	want := version(second, first)
	if got := version(second, first); got != want || len(got) != 64 {
		t.Errorf("the same editions have versions %q and %q", want, got)
	}
	renamed, rehashed := first, first
	renamed.Label, rehashed.Sha256 = "Liste officielle", "c"
	for name, editions := range map[string][]network.Edition{
		"an edition less": {second}, "another order": {first, second},
		"another label": {second, renamed}, "other records": {second, rehashed},
	} {
		if version(editions...) == want {
			t.Errorf("%s does not change the version", name)
		}
	}
}

func TestAt(t *testing.T) {
	ctx := t.Context()
	library := newCounting(second, first)
	k, err := NewKeeper(ctx, shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	s := k.Served()
	for _, test := range []struct {
		date    network.Date
		edition string
		id      string // of France, "" for an error
		sites   int
	}{
		{"", "", "france@2024-08-01", 2},
		{"2020-06-01", "", "france@2020-06-01", 1},
		{"2019-12-31", "", "france@2019-12-31", 0},
		{"2020-06-01", "edition:1", "france@2020-06-01@edition:1", 1},
		{"", "edition:1", "france@2022-12-31@edition:1", 2},
		{"2024-08-02", "", "", 0},
		{"2023-01-01", "edition:1", "", 0},
		{"", "edition:3", "", 0},
		{"", "edition:01", "", 0},
		{"", "1", "", 0},
	} {
		n, err := s.At(ctx, test.date, test.edition)
		var refused *Error
		switch {
		case test.id == "":
			if !errors.As(err, &refused) {
				t.Errorf("%s in %q: error %v, want a refusal", test.date, test.edition, err)
			}
		case err != nil:
			t.Errorf("%s in %q: %v", test.date, test.edition, err)
		case n.France().ID().String() != test.id || len(n.day.sites) != test.sites:
			t.Errorf("%s in %q: %s with %d sites", test.date, test.edition, n.France().ID(), len(n.day.sites))
		}
		if err != nil {
			continue
		}
		// The id leads back to the same node.
		if node, err := s.Node(ctx, test.id); err != nil || node == nil || node.ID().String() != test.id {
			t.Errorf("%s is found as %v, %v", test.id, node, err)
		}
	}
}

// However many ask at once, an edition is loaded once and a day built once.
func TestTogether(t *testing.T) {
	ctx := t.Context()
	library := newCounting(second, first)
	k, err := NewKeeper(ctx, shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	var wait sync.WaitGroup
	days := make([]*day, 50)
	for i := range days {
		wait.Go(func() {
			n, err := k.Served().At(ctx, network.Date("2020-01-01").AddDays(i), "edition:1")
			if err != nil {
				t.Error(err)
				return
			}
			days[i] = n.day
		})
	}
	wait.Wait()
	if library.loads[1] != 1 {
		t.Errorf("edition 1 was loaded %d times", library.loads[1])
	}
	for _, d := range days {
		if d != days[0] {
			t.Fatal("dates between the same labels do not share their day")
		}
	}
}

// However many dates are asked for, no more days are built than there are label
// days, and one before the first.
func TestManyDatesShareFewDays(t *testing.T) {
	k, err := NewKeeper(t.Context(), shelf.Lend(newCounting(second)))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[*day]bool{}
	for i := range 2000 {
		n, err := k.Served().At(t.Context(), second.AsOf.AddDays(-i), "")
		if err != nil {
			t.Fatal(err)
		}
		seen[n.day] = true
	}
	if labelDays := 2; len(seen) != labelDays+1 {
		t.Errorf("%d days were built for %d label days", len(seen), labelDays)
	}
}
