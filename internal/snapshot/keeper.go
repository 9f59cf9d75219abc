package snapshot

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	"maillage/internal/identity"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// A Library is where editions are read from.
type Library interface {
	// Read runs work on what there is at one moment, whatever is published
	// meanwhile. It fails soon, with network.ErrAway, if that cannot be reached.
	Read(ctx context.Context, work func(ctx context.Context, r network.Reader) error) error
}

// ErrNoEdition says that the library is empty.
var ErrNoEdition = errors.New("no edition has been imported")

// A Keeper holds the edition that is served, and opens others when asked.
type Keeper struct {
	source  atomic.Pointer[source]
	served  atomic.Pointer[Served]
	refresh sync.Mutex
	others  opener
}

// A source is a library, and what it is.
type source struct {
	Library
	kind ServedFrom
}

// NewKeeper opens the edition to serve. The error is ErrNoEdition if there is
// none.
func NewKeeper(ctx context.Context, library Library) (*Keeper, error) {
	return newKeeper(ctx, &source{library, Database})
}

// Restore opens the edition of a copy, to serve until there is a library to Use.
func Restore(ctx context.Context, c *Copy) (*Keeper, error) {
	return newKeeper(ctx, &source{c, SnapshotFile})
}

func newKeeper(ctx context.Context, from *source) (*Keeper, error) {
	k := new(Keeper)
	k.source.Store(from)
	k.others.init()
	if _, err := k.Refresh(ctx); err != nil {
		return nil, err
	}
	return k, nil
}

// Use has the keeper read from a library from the next Refresh on.
func (k *Keeper) Use(library Library) { k.source.Store(&source{library, Database}) }

// Served returns what is served now. An operation asks once and stays with it.
func (k *Keeper) Served() *Served { return k.served.Load() }

// Refresh looks for editions imported since, and serves the one the library puts
// first. It reports whether that is another one. After an error what was served
// stays.
func (k *Keeper) Refresh(ctx context.Context) (changed bool, err error) {
	k.refresh.Lock()
	defer k.refresh.Unlock()
	from, before := k.source.Load(), k.served.Load()
	var s *Served
	err = from.Read(ctx, func(ctx context.Context, r network.Reader) error {
		s, err = k.look(ctx, from, &copying{from: r}, before)
		return err
	})
	if err != nil || s == before {
		return false, err
	}
	k.served.Store(s)
	k.others.forget()
	if before != nil {
		close(before.replaced)
	}
	return before == nil || before.network.archive.edition.Number != s.network.archive.edition.Number, nil
}

// look returns what was served before, if that is all there is to serve, or else
// what to serve now.
func (k *Keeper) look(ctx context.Context, from *source, read *copying, before *Served) (*Served, error) {
	editions, err := read.Editions(ctx)
	if err != nil {
		return nil, err
	}
	if len(editions) == 0 {
		return nil, ErrNoEdition
	}
	decisions, err := read.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	if before != nil && before.source == from && sameEditions(before.editions, editions) && slices.Equal(before.decisions, decisions) {
		return before, nil
	}
	// Which sites are one depends on all editions: whichever is new, all are opened
	// anew.
	return k.serve(ctx, from, read)
}

func sameEditions(x, y []network.Edition) bool {
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i].Number != y[i].Number || x[i].Sha256 != y[i].Sha256 || x[i].Withdrawn != y[i].Withdrawn {
			return false
		}
	}
	return true
}

// serve opens the first of the editions, once these and the decisions are read.
func (k *Keeper) serve(ctx context.Context, from *source, read *copying) (*Served, error) {
	records, err := load(ctx, read, read.editions[0])
	if err != nil {
		return nil, err
	}
	past, err := newPast(ctx, read, read.editions, read.decisions, identity.GeographyOf(records))
	if err != nil {
		return nil, err
	}
	s := newServed(k, from, newArchive(read.editions[0], records, past), &read.Copy)
	for i := range s.nodes {
		past.editions[s.nodes[i].Number] = &s.nodes[i]
	}
	return s, nil
}

func load(ctx context.Context, from network.Reader, edition network.Edition) (*network.Records, error) {
	records, err := from.Load(ctx, edition.Number)
	if err != nil {
		return nil, fmt.Errorf("load edition %d: %w", edition.Number, err)
	}
	return records, nil
}

// Served is what is served between two refreshes: the network of the latest
// edition, and the way to all others.
type Served struct {
	keeper    *Keeper
	source    *source
	copy      atomic.Pointer[Copy] // until it is taken
	decisions []network.Decision
	network   *Network
	editions  []network.Edition // the served one first
	nodes     []Edition         // the same, as they are seen
	order     []int32           // of the nodes: as they stand
	version   string
	replaced  chan struct{} // closed once something else is served
}

func newServed(k *Keeper, from *source, a *archive, read *Copy) *Served {
	a.from = from.kind
	editions := read.editions
	s := &Served{
		keeper: k, source: from, decisions: read.decisions,
		network: a.at(a.edition.AsOf, ""), editions: editions, version: versionOf(from.kind, editions, read.decisions),
		replaced: make(chan struct{}),
	}
	s.copy.Store(read)
	for i := range editions {
		s.nodes = append(s.nodes, s.edition(i))
		s.order = append(s.order, int32(i))
	}
	return s
}

// versionOf returns a text that is the same for the same editions in the same
// order and the same decisions from the same kind of source. All that is told of
// them is in it, the hashes of their records included.
func versionOf(from ServedFrom, editions []network.Edition, decisions []network.Decision) string {
	hash := sha256.New()
	_, _ = io.WriteString(hash, string(from)+"\n")
	encoder := json.NewEncoder(hash)
	_ = encoder.Encode(editions) // texts, numbers and dates are always JSON
	_ = encoder.Encode(decisions)
	return hex.EncodeToString(hash.Sum(nil))
}

// Version tells what is served apart from all else that may be, in this process
// or another: with the same version the same question has the same answer.
func (s *Served) Version() string { return s.version }

// Next waits until something else is served, and returns what is served then, nil
// if ctx ends first. What came and went meanwhile is never seen, so that nobody who
// is slow holds up a refresh.
func (s *Served) Next(ctx context.Context) *Served {
	select {
	case <-s.replaced:
		return s.keeper.Served()
	case <-ctx.Done():
		return nil
	}
}

// TakeCopy returns all that was read to serve it, the first time, and then nil. It
// is as large as what is served: whoever has no use for it takes it and lets go.
func (s *Served) TakeCopy() *Copy { return s.copy.Swap(nil) }

// From returns where it was read from.
func (s *Served) From() ServedFrom { return s.source.kind }

// Network returns the network of the served edition on its last day.
func (s *Served) Network() *Network { return s.network }

// At returns the network at a date in an edition. An empty date is the edition's
// last day, an empty edition the served one. Its nodes' ids carry the pin. The
// error is an *Error for a date after the edition or an edition that is none.
func (s *Served) At(ctx context.Context, date network.Date, edition string) (*Network, error) {
	a, err := s.archive(ctx, edition)
	if err != nil {
		return nil, err
	}
	if date == "" {
		date = a.edition.AsOf
	}
	if date > a.edition.AsOf {
		return nil, errorf(CodeDateAfterEdition, "%s is after %s, the last day that edition:%d speaks for",
			date, a.edition.AsOf, a.edition.Number)
	}
	return a.at(date, relay.Pin(string(date), edition)), nil
}

func (s *Served) archive(ctx context.Context, edition string) (*archive, error) {
	if edition == "" || edition == s.network.archive.id {
		return s.network.archive, nil
	}
	if number, ok := editionNumber(edition); ok {
		for _, e := range s.editions {
			if e.Number == number {
				return s.open(ctx, e)
			}
		}
	}
	return nil, errorf(CodeUnknownEdition, "%.40q is not an edition: ask editions for those there are", edition)
}

// Node returns the node of a global id, nil if there is none. A pin is honoured;
// one to a date or an edition that is none is an *Error.
func (s *Served) Node(ctx context.Context, id string) (Node, error) {
	parsed := relay.ParseID(id)
	if parsed.Kind == "edition" {
		return s.editionNode(id), nil
	}
	name := parsed.Kind
	if parsed.Key != "" {
		name += ":" + parsed.Key
	}
	if parsed.Date == "" {
		if name != id { // a broken pin
			return nil, nil
		}
		return s.network.find(name), nil
	}
	date, err := network.ParseDate(parsed.Date)
	if err != nil {
		return nil, nil //nolint:nilerr // no node has such an id
	}
	n, err := s.At(ctx, date, parsed.Edition)
	if err != nil {
		return nil, err
	}
	return n.find(name), nil
}

func (s *Served) editionNode(id string) Node {
	for i := range s.nodes {
		if s.nodes[i].ID().Name == id {
			return &s.nodes[i]
		}
	}
	return nil
}

// edition returns the i-th edition, opened only when its records are asked for.
func (s *Served) edition(i int) Edition {
	return Edition{Edition: &s.editions[i], past: s.network.archive.past, open: func(ctx context.Context) (*Network, error) {
		if i == 0 {
			return s.network, nil
		}
		return s.At(ctx, "", editionID(s.editions[i].Number))
	}}
}

// Editions returns a page of all editions, the served one first.
func (s *Served) Editions(page relay.Page) (*EditionConnection, error) {
	return relay.Connect(page, relay.List[Edition]{
		Nodes: s.nodes, Items: s.order, Key: func(e *Edition) string { return e.ID().Name },
		Find: func(id string) (at, next int, ok bool) {
			at = slices.IndexFunc(s.nodes, func(e Edition) bool { return e.ID().Name == id })
			return at, at + 1, at >= 0
		},
	}, relay.Scope{Kind: "edition"})
}
