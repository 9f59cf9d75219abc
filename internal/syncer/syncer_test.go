package syncer_test

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/source"
	"maillage/internal/source/download"
	"maillage/internal/source/sourcetest"
	"maillage/internal/syncer"
)

// A shelf is a library in memory.
type shelf struct {
	network.Reader // nil: what a shelf does not do itself nobody asks of it
	editions       []network.Edition
	records        map[int]*network.Records
	downloads      map[string]network.Download
	broken         error // that Publish fails with
}

func newShelf(t *testing.T) *shelf {
	e, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{records: map[int]*network.Records{}, downloads: map[string]network.Download{}}
	s.add(&ingest.Import{Edition: e, Records: records})
	return s
}

func (s *shelf) Editions(context.Context) ([]network.Edition, error) { return s.editions, nil }

func (s *shelf) Publish(ctx context.Context, work syncer.Work) (*network.Edition, error) {
	if s.broken != nil {
		return nil, s.broken
	}
	made, err := work(ctx, s, s.editions[0], s.records[s.editions[0].Number])
	if made == nil || err != nil {
		return nil, err
	}
	return s.add(made), nil
}

func (s *shelf) add(made *ingest.Import) *network.Edition {
	e := made.Edition
	e.Number = len(s.editions) + 1
	s.records[e.Number] = made.Records
	s.editions = append(s.editions, e)
	slices.SortFunc(s.editions, func(a, b network.Edition) int {
		return cmp.Or(cmp.Compare(b.AsOf, a.AsOf), cmp.Compare(b.Number, a.Number))
	})
	return &e
}

func (s *shelf) CanRemember(context.Context) error { return nil }

func (s *shelf) Downloads(context.Context) ([]network.Download, error) {
	var all []network.Download
	for _, d := range s.downloads {
		all = append(all, d)
	}
	return all, nil
}

func (s *shelf) Remember(_ context.Context, downloads []network.Download) error {
	for _, d := range downloads {
		s.downloads[d.Code] = d
	}
	return nil
}

// A stage is a syncer, the library it keeps up and the sources it asks.
type stage struct {
	*syncer.Syncer
	shelf   *shelf
	sources *sourcetest.Server
	now     time.Time
}

// newStage has some feeds played, all if none is named, to a library that holds
// the embedded edition.
func newStage(t *testing.T, codes ...string) *stage { return newStageOf(t, newShelf(t), codes...) }

func newStageOf(t *testing.T, library *shelf, codes ...string) *stage {
	s := &stage{shelf: library, sources: sourcetest.New(t), now: time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)}
	feeds := s.sources.Feeds()
	if len(codes) > 0 {
		feeds = slices.DeleteFunc(feeds, func(f source.Feed) bool { return !slices.Contains(codes, f.Code) })
	}
	limits := download.DefaultLimits
	limits.Bytes, limits.Silence, limits.Attempts = 16<<20, 10*time.Second, 2
	client := download.New(limits)
	client.Wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	s.Syncer = &syncer.Syncer{Feeds: feeds, Library: s.shelf, Fetcher: client, Now: func() time.Time { return s.now }}
	t.Setenv("TMPDIR", t.TempDir())
	return s
}

func (s *stage) pass(t *testing.T) *syncer.Report {
	t.Helper()
	report, err := s.Pass(t.Context(), s.All())
	if err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	return report
}

// Of the folders that lie where a pass puts its own, one that nobody uses is removed;
// what another user has put there is not, by the superuser neither.
func TestFoldersLeftBehind(t *testing.T) {
	s := newStage(t, "communes")
	at := func(name string) string { return filepath.Join(os.TempDir(), name) }
	lay := func(folder string) {
		t.Helper()
		if err := os.Mkdir(at(folder), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(at(folder), "communes.json"), []byte("[]"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	lay("maillage-sync-left")
	lay("another-program")
	if err := os.Symlink(at("another-program"), at("maillage-sync-link")); err != nil {
		t.Fatal(err)
	}
	want := []string{"another-program", "another-program/communes.json", "maillage-sync-link"}
	const nobody = 65534
	lay("maillage-sync-theirs")
	if err := os.Chown(at("maillage-sync-theirs"), nobody, nobody); err == nil {
		want = append(want, "maillage-sync-theirs", "maillage-sync-theirs/communes.json")
	} else {
		t.Logf("only the superuser can tell what becomes of another user's folder: %v", err)
	}
	if _, err := s.Pass(t.Context(), s.All()); err != nil {
		t.Fatal(err)
	}
	left, err := fs.Glob(os.DirFS(os.TempDir()), "*")
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(os.DirFS(os.TempDir()), "*/communes.json")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(f string) bool { return strings.HasPrefix(f, "maillage-sync-link/") })
	check(t, "left", want, slices.Sorted(slices.Values(append(left, files...))))
}

// outcomes are those of a report by source: "sites new".
func outcomes(r *syncer.Report) []string {
	var all []string
	for _, v := range r.Visits {
		all = append(all, v.Code+" "+string(v.Outcome))
	}
	return all
}

func check(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// All the sources together make one edition; nothing is published again until
// one has something new.
func TestEverything(t *testing.T) {
	s := newStage(t)
	first := s.pass(t)
	if first.Edition == nil || first.Err() != nil || first.Edition.Number != 2 || first.Edition.AsOf != "2024-08-01" {
		t.Fatalf("edition %+v, %v", first.Edition, first.Err())
	}
	for _, v := range first.Visits {
		if v.Outcome != syncer.Taken || v.Rows == 0 {
			t.Errorf("visit %+v", v)
		}
	}
	check(t, "visits", 11, len(first.Visits))
	records := s.shelf.records[2]
	check(t, "sites, cantons", [2]int{2845, 2042 + 251}, [2]int{len(records.Sites), len(records.Cantons)})
	s.sources.Asked()

	second := s.pass(t)
	if second.Edition != nil || second.Err() != nil {
		t.Errorf("the second pass publishes %+v, %v", second.Edition, second.Err())
	}
	for _, asked := range s.sources.Asked() {
		if !strings.HasSuffix(asked, " 304") {
			t.Errorf("the second pass has the answer %s", asked)
		}
	}

	// Other bytes that say the same are no edition either.
	s.sources.Play("targets-regional", sourcetest.Manners()["other ending"])
	third := s.pass(t)
	if third.Edition != nil || third.Visits[9].Outcome != syncer.Unchanged {
		t.Errorf("other bytes: %+v, %+v", third.Edition, third.Visits[9])
	}
	if s.pass(t); slices.Contains(s.sources.Asked(), "targets-regional 200") == false {
		t.Error("the other bytes were not fetched")
	}
}

// What is bad about one source takes nothing from what is served, and nothing
// from what the others bring.
func TestBadManners(t *testing.T) {
	good := newStage(t, "sites")
	good.pass(t)
	for _, c := range []struct {
		manner  string
		outcome syncer.Outcome
		reason  string
	}{
		{"missing", syncer.Failed, "answers 404 Not Found"},
		{"failing", syncer.Failed, "answers 500"},
		{"failing once", syncer.Unchanged, ""},
		{"half", syncer.Failed, "breaks off before the end"},
		{"endless", syncer.Failed, "more than 16 MB"},
		{"to http", syncer.Failed, "not https"},
		{"web page", syncer.Held, "is a web page"},
		{"picture", syncer.Held, "is a binary file"},
		{"shrunk", syncer.Held, "it has shrunk: 2674 rows of it can be kept, 6.0 % fewer than the 2845"},
		{"hardly shrunk", syncer.Taken, ""},
		{"without hours", syncer.Held, "h_samedi"},
		{"without notes", syncer.Held, "commentaire"},
		{"renamed", syncer.Held, "is none of the formats known"},
		{"zipped", syncer.Taken, ""},
		{"zipped twice", syncer.Held, "is a second file"},
		{"zipped with targets", syncer.Held, "an archive of more than its own file"},
		{"zipped picture", syncer.Held, "is a binary file"},
	} {
		t.Run(c.manner, func(t *testing.T) {
			s := newStageOf(t, good.shelf.imported(), "sites", "targets-regional")
			s.sources.Play("sites", sourcetest.Manners()[c.manner])
			report := s.pass(t)
			v := report.Visits[0]
			if v.Outcome != c.outcome || !strings.Contains(v.Reason, c.reason) {
				t.Fatalf("%s, %q", v.Outcome, v.Reason)
			}
			if (report.Err() != nil) != (c.outcome == syncer.Held || c.outcome == syncer.Failed) {
				t.Errorf("error %v", report.Err())
			}
			if report.Edition == nil || report.Visits[1].Outcome != syncer.Taken {
				t.Fatalf("the targets are not published: %v, %+v", outcomes(report), report.Edition)
			}
			sites := len(s.shelf.records[report.Edition.Number].Sites)
			if want := 2845; c.manner != "hardly shrunk" && sites != want || c.manner == "hardly shrunk" && sites >= want {
				t.Errorf("%d sites", sites)
			}
			// The next time, all is well again.
			s.sources.Play("sites", nil)
			s.sources.Asked()
			if again := s.pass(t); again.Visits[0].Reason != "" || again.Err() != nil {
				t.Errorf("well again: %+v", again.Visits[0])
			}
		})
	}
}

// imported returns a library of the same editions, as if they had been imported
// by hand: nothing is remembered of downloads.
func (s *shelf) imported() *shelf {
	return &shelf{editions: slices.Clone(s.editions), records: maps.Clone(s.records), downloads: map[string]network.Download{}}
}

// A source that says nothing is left after a while.
func TestSilentSource(t *testing.T) {
	s := newStage(t, "sites", "targets-regional")
	limits := download.DefaultLimits
	limits.Silence, limits.Attempts = 100*time.Millisecond, 1
	s.Fetcher = download.New(limits)
	s.sources.Play("sites", sourcetest.Manners()["silent"])
	report := s.pass(t)
	check(t, "outcomes", []string{"sites failed", "targets-regional new"}, outcomes(report))
	if !strings.Contains(report.Visits[0].Reason, "has sent nothing for 100ms") {
		t.Error(report.Visits[0].Reason)
	}
}

// An operator lets a file through by name, or by importing it by hand.
func TestLetThrough(t *testing.T) {
	s := newStage(t, "sites")
	s.pass(t)
	s.sources.Play("sites", sourcetest.Manners()["shrunk"])
	for range 2 { // it is fetched and held back each time
		check(t, "outcomes", []string{"sites held back"}, outcomes(s.pass(t)))
	}
	s.Accept = []string{"sites"}
	accepted := s.pass(t)
	check(t, "outcomes", []string{"sites new"}, outcomes(accepted))
	check(t, "sites", 2674, len(s.shelf.records[accepted.Edition.Number].Sites))
	s.Accept = nil
	check(t, "outcomes", []string{"sites unchanged"}, outcomes(s.pass(t)))

	// Back to more is no mistake.
	s.sources.Play("sites", nil)
	check(t, "outcomes", []string{"sites new"}, outcomes(s.pass(t)))
}

// What was published and then withdrawn by an operator is not published again
// because it is still there.
func TestWithdrawn(t *testing.T) {
	s := newStage(t, "sites")
	s.pass(t)
	withdrawn := s.shelf.editions[0]
	withdrawn.Withdrawn = true
	s.shelf.editions = append(s.shelf.editions[1:], withdrawn)
	check(t, "outcomes", []string{"sites unchanged"}, outcomes(s.pass(t)))
	s.sources.Play("sites", func(w http.ResponseWriter, _ *http.Request, content []byte) { _, _ = w.Write(content) }) // no validators
	check(t, "without validators", []string{"sites unchanged"}, outcomes(s.pass(t)))
	s.Accept = []string{"sites"}
	check(t, "outcomes", []string{"sites new"}, outcomes(s.pass(t)))
}

// A list whose name carries an earlier day than the edition served is held back;
// one that carries none is the official one of today.
func TestOlderList(t *testing.T) {
	s := newStage(t, "sites")
	s.shelf.editions[0].AsOf = "2025-06-30"
	report := s.pass(t)
	check(t, "outcomes", []string{"sites held back"}, outcomes(report))
	if want := "it speaks for 2024-08-01, before 2025-06-30"; !strings.Contains(report.Visits[0].Reason, want) {
		t.Error(report.Visits[0].Reason)
	}
	s.sources.Play("sites", sourcetest.Manners()["without a name"])
	report = s.pass(t)
	if report.Edition == nil || report.Edition.AsOf != "2025-06-30" || !slices.ContainsFunc(report.Edition.Report.Assumptions, func(a string) bool {
		return strings.Contains(a, "carries no day")
	}) {
		t.Errorf("%v, %+v", outcomes(report), report.Edition)
	}
}

// A source is asked again when its time has come, or its address is another.
func TestDue(t *testing.T) {
	s := newStage(t, "counts-national", "targets-national")
	due := func() []string {
		t.Helper()
		feeds, err := s.Due(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		for _, f := range feeds {
			codes = append(codes, f.Code)
		}
		return codes
	}
	check(t, "at first", []string{"counts-national", "targets-national"}, due())
	s.sources.Play("targets-national", sourcetest.Manners()["missing"])
	s.pass(t)
	check(t, "one having failed", []string{"targets-national"}, due())
	s.sources.Play("targets-national", nil)
	s.pass(t)
	check(t, "at once", []string(nil), due())
	s.now = s.now.Add(24 * time.Hour)
	check(t, "a day later", []string{"counts-national"}, due())
	s.Feeds[1].URL += "?mirror"
	check(t, "at another address", []string{"counts-national", "targets-national"}, due())
}

// If an edition cannot be published, its files are fetched again the next time.
func TestPublishFails(t *testing.T) {
	s := newStage(t, "targets-regional")
	s.shelf.broken = errors.New("the database is gone")
	if _, err := s.Pass(t.Context(), s.All()); !errors.Is(err, s.shelf.broken) {
		t.Errorf("error %v", err)
	}
	s.shelf.broken = nil
	check(t, "outcomes", []string{"targets-regional new"}, outcomes(s.pass(t)))
}

func TestInterrupted(t *testing.T) {
	s := newStage(t, "sites")
	ctx, cancel := context.WithCancel(t.Context())
	s.sources.Play("sites", func(_ http.ResponseWriter, r *http.Request, _ []byte) { cancel(); <-r.Context().Done() })
	if _, err := s.Pass(ctx, s.All()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
