package snapshot

import (
	"context"
	"testing"

	"maillage/internal/cog"
	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/realdata"
	"maillage/internal/snapshot/shelf"
)

// The figures to keep to, on two shared cores: the official edition linked and
// served in 1 s, another label day of it opened in 150 ms.

// An officialShelf is a library of the edition that the official files make.
type officialShelf struct {
	edition network.Edition
	records *network.Records
}

func newOfficial(b testing.TB) officialShelf {
	b.Helper()
	edition, records, err := embedded.Edition()
	if err != nil {
		b.Fatal(err)
	}
	made, err := ingest.Build(b.Context(), realdata.FS(b), realdata.Edition(), records, edition, ingest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	made.Edition.Number = 1
	return officialShelf{made.Edition, made.Records}
}

func (o officialShelf) Editions(context.Context) ([]network.Edition, error) {
	return []network.Edition{o.edition}, nil
}

func (o officialShelf) Load(context.Context, int) (*network.Records, error) { return o.records, nil }

func (o officialShelf) Appearances(ctx context.Context) ([]network.SiteVersion, error) {
	return o.Versions(ctx, nil)
}

func (o officialShelf) Versions(context.Context, []string) ([]network.SiteVersion, error) {
	versions := make([]network.SiteVersion, len(o.records.Sites))
	for i, site := range o.records.Sites {
		versions[i] = network.SiteVersion{Site: site, Since: o.edition.Number}
	}
	return versions, nil
}

func (o officialShelf) Decisions(context.Context) ([]network.Decision, error) { return nil, nil }

// served returns the network that a keeper of the library serves.
func (o officialShelf) served(b testing.TB) *Network {
	b.Helper()
	k, err := NewKeeper(b.Context(), shelf.Lend(o))
	if err != nil {
		b.Fatal(err)
	}
	return k.Served().Network()
}

// BenchmarkNewKeeper links and indexes records that are in memory already.
func BenchmarkNewKeeper(b *testing.B) {
	library := newOfficial(b)
	b.ReportAllocs()
	for b.Loop() {
		library.served(b)
	}
}

// BenchmarkNewDay opens a date whose sites nobody has asked for yet.
func BenchmarkNewDay(b *testing.B) {
	a := newOfficial(b).served(b).archive
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.views.init()
		a.at(a.days[i%len(a.days)], "@")
	}
}

// BenchmarkKnownDay opens a date that shares its sites with one asked for
// before: the days after the last label, more of them than networks are kept.
func BenchmarkKnownDay(b *testing.B) {
	a := newOfficial(b).served(b).archive
	last := a.days[len(a.days)-1]
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a.at(last.AddDays(1+i%(2*keptNetworks)), "@")
	}
}

func BenchmarkSite(b *testing.B) {
	benchmarkLookup(b, func(r *network.Records, i int) string { return r.Sites[i%len(r.Sites)].Code },
		(*Network).Site)
}

func BenchmarkCommune(b *testing.B) {
	benchmarkLookup(b, func(r *network.Records, i int) cog.CommuneCode { return r.Communes[i%len(r.Communes)].Code },
		(*Network).Commune)
}

// benchmarkLookup finds the nodes of many codes, one after the other.
func benchmarkLookup[C ~string, N any](b *testing.B, code func(*network.Records, int) C, find func(*Network, C) *N) {
	library := newOfficial(b)
	n := library.served(b)
	codes := make([]C, 1<<12)
	for i := range codes {
		codes[i] = code(library.records, i*7919) // far apart, as questions are
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if find(n, codes[i%len(codes)]) == nil {
			b.Fatalf("%s is not found", codes[i%len(codes)])
		}
	}
}

// BenchmarkStatistics counts the principal sites of each department.
func BenchmarkStatistics(b *testing.B) {
	n := newOfficial(b).served(b)
	filter := &SiteFilter{Kind: []network.SiteKind{network.Principal}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := n.Statistics([]SiteDimension{ByDepartment}, filter, nil, nil, nil); err != nil {
			b.Fatal(err)
		}
	}
}
