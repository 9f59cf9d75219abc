package snapshot

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/snapshot/shelf"
)

func embeddedCopy(t *testing.T) *Copy {
	t.Helper()
	e, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	e.Number = 2
	c := &Copy{editions: []network.Edition{e, first}, records: records}
	for _, site := range records.Sites {
		c.appearances = append(c.appearances, network.SiteVersion{Site: site, Since: 2})
	}
	c.versions = c.appearances[:1]
	c.decisions = []network.Decision{{AsOf: e.AsOf, Code: "80-ham", Verdict: network.Closed, On: "2024"}}
	return c
}

// A snapshot file gives back what was written into it.
func TestFileRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "maillage.snapshot")
	check := func(t rapid.TB, c *Copy) {
		t.Helper()
		if err := WriteFile(path, c); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, got, cmp.AllowUnexported(Copy{})); diff != "" {
			t.Fatalf("(-written +read):\n%s", diff)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, &Copy{editions: []network.Edition{edition}, records: records(t)})
	})
	whole := embeddedCopy(t)
	check(t, whole)
	got, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if hash, err := got.records.Sha256(); err != nil || hash != mustHash(t, whole.records) {
		t.Errorf("the records have hash %s, %v", hash, err)
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) > 0 {
		t.Errorf("left beside it: %v, %v", left, err)
	}
}

func mustHash(t *testing.T, records *network.Records) string {
	t.Helper()
	hash, err := records.Sha256()
	if err != nil {
		t.Fatal(err)
	}
	return hash
}

// A file that was cut short or changed in any byte is refused.
func TestFileDamaged(t *testing.T) {
	folder := t.TempDir()
	good := filepath.Join(folder, "good")
	if err := WriteFile(good, &Copy{editions: []network.Edition{first}, records: &network.Records{Regions: []network.Region{{Code: "32"}}}}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(folder, "bad")
	check := func(content []byte, what string, at int) {
		t.Helper()
		if err := os.WriteFile(bad, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadFile(bad); err == nil || strings.Count(err.Error(), bad) != 1 {
			t.Errorf("%s at byte %d: error %v", what, at, err)
		}
	}
	for at := range content {
		check(content[:at], "cut", at)
		changed := append([]byte(nil), content...)
		changed[at] ^= 1
		check(changed, "changed", at)
	}
	check(append(content, 0), "longer", len(content))
	if err := os.Truncate(bad, 1<<40); err != nil { // holes, which take no room
		t.Fatal(err)
	}
	if _, err := ReadFile(bad); err == nil {
		t.Error("a file without end is read")
	}
	if _, err := ReadFile(filepath.Join(folder, "none")); err == nil || !strings.Contains(err.Error(), "there is no snapshot file") {
		t.Errorf("no file: error %v", err)
	}
}

// What cannot be written leaves what was there, and nothing half-written.
func TestFileNotReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "snapshot")
	if err := os.MkdirAll(filepath.Join(path, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	old := path + ".123.new"
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(old, time.Time{}, time.Now().Add(-2*abandoned)); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(path, &Copy{editions: []network.Edition{first}, records: new(network.Records)}); err == nil {
		t.Error("a folder was replaced")
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) > 0 {
		t.Errorf("left beside it: %v, %v", left, err)
	}
}

// A keeper of a copy serves the edition in it, says so, refuses all others, and
// turns to a library when there is one.
func TestRestore(t *testing.T) {
	ctx := t.Context()
	library := newCounting(second, first)
	before, err := NewKeeper(ctx, shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "snapshot")
	if err := WriteFile(path, before.Served().TakeCopy()); err != nil {
		t.Fatal(err)
	}
	kept, err := ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	k, err := Restore(ctx, kept)
	if err != nil {
		t.Fatal(err)
	}
	s := k.Served()
	if d := s.Network().Dataset(); d.ServedFrom() != SnapshotFile || d.Edition().Number != 2 || s.Network().Site("2") == nil {
		t.Errorf("served from %s: edition %d", d.ServedFrom(), d.Edition().Number)
	}
	if seen := s.Network().Site("1").FirstSeenOn; seen != first.AsOf {
		t.Errorf("the copy knows the site since %s, want %s: what other editions tell is in it", seen, first.AsOf)
	}
	if n, err := s.At(ctx, "2020-06-01", ""); err != nil || len(n.day.sites) != 1 || n.Dataset().ServedFrom() != SnapshotFile {
		t.Errorf("another date: %v", err)
	}
	var refused *Error
	if _, err := s.At(ctx, "", "edition:1"); !errors.As(err, &refused) || refused.Code != CodeEditionUnavailable ||
		!strings.Contains(refused.Message, "edition:1 cannot be read") || !strings.Contains(refused.Message, "ask edition:2") {
		t.Errorf("another edition: error %v", err)
	}
	if _, err := s.At(ctx, "", "edition:9"); !errors.As(err, &refused) || refused.Code != CodeUnknownEdition {
		t.Errorf("an edition that never was: error %v", err)
	}
	if s.Version() == before.Served().Version() {
		t.Error("answers that differ have the same version")
	}

	k.Use(shelf.Lend(library))
	if changed, err := k.Refresh(ctx); changed || err != nil {
		t.Errorf("changed %v, error %v", changed, err)
	}
	s = k.Served()
	if from := s.Network().Dataset().ServedFrom(); from != Database || s.Version() != before.Served().Version() {
		t.Errorf("served from %s", from)
	}
	if n, err := s.At(ctx, "", "edition:1"); err != nil || n.Dataset().ServedFrom() != Database {
		t.Errorf("another edition: %v", err)
	}
}

// An edition that cannot be read is refused in words, and the reason is kept for
// the log.
func TestEditionUnavailable(t *testing.T) {
	library := newCounting(second, first)
	k, err := NewKeeper(t.Context(), shelf.Lend(library))
	if err != nil {
		t.Fatal(err)
	}
	library.broken = errors.New("pq: a secret")
	_, err = k.Served().At(t.Context(), "", "edition:1")
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != CodeEditionUnavailable || strings.Contains(refused.Message, "secret") || !errors.Is(err, library.broken) {
		t.Errorf("error %v", err)
	}
}
