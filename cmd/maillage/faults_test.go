package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"maillage/internal/ingest/embedded"
	"maillage/internal/store"
	"maillage/internal/store/pgtest"
)

// What happens to servers and imports when something breaks, broken for real.
// Before, during and after each fault the same question has the same answer, or
// that of a new edition, whole; and what works again is found within seconds,
// which the log of the test tells.

// roundsVariable asks for more rounds than a quick test has time for: see make
// soak.
const roundsVariable = "MAILLAGE_SOAK"

func rounds(t *testing.T, quick int) int {
	t.Helper()
	given := os.Getenv(roundsVariable)
	if given == "" {
		return quick
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		t.Fatalf("%s is %q, which is no number of rounds", roundsVariable, given)
	}
	return n
}

// eachDatabase runs a test on an empty database of each kind.
func eachDatabase(t *testing.T, test func(t *testing.T, database string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, "sqlite://"+filepath.Join(t.TempDir(), "maillage.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, pgtest.NewServer(t).Address()) })
}

// A witness asks a server the same question all the time, and remembers what it
// is told of each edition.
type witness struct {
	*process
	stop func()

	mu   sync.Mutex
	told map[string]string // what was answered, by the edition's id and hash
}

// watch has a witness ask until the test ends, and fails the test if the server
// ever tells two things of one edition, or nothing.
func watch(t *testing.T, server *process) *witness {
	t.Helper()
	w := &witness{process: server, told: map[string]string{}}
	ctx, cancel := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() {
		for asked := 0; ctx.Err() == nil || asked == 0; asked++ {
			w.look()
			time.Sleep(20 * time.Millisecond)
		}
	})
	w.stop = sync.OnceFunc(func() { cancel(); watching.Wait() })
	t.Cleanup(w.stop)
	return w
}

func (w *witness) look() {
	const query = `{dataset{edition{id sha256 label asOf}counts{sites communes}}sites(first:100){totalCount nodes{id name commune{name population}}}}`
	answer, err := w.ask(query)
	if err != nil {
		w.t.Errorf("a question is not answered: %v", err)
		return
	}
	_, rest, _ := strings.Cut(answer, `{"data":{"dataset":{"edition":{`)
	edition, _, ok := strings.Cut(rest, `,"label"`)
	if !ok || strings.Contains(answer, `"errors"`) {
		w.t.Errorf("an answer without an edition: %s", answer)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if before, known := w.told[edition]; known && before != answer {
		w.t.Errorf("of one edition it tells both\n%s\nand\n%s", before, answer)
	}
	w.told[edition] = answer
}

// checkStored checks that a database holds a number of editions, that the
// records of the last are those of its hash, and that the witness was told of no
// other edition. It writes the database, as nobody may still be doing.
func (w *witness) checkStored(database string, least, most int) (editions int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), patience)
	defer cancel()
	db, err := store.Open(ctx, database)
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	begin := time.Now()
	if err := db.Write(ctx, func(context.Context, *store.Writer) error { return nil }); err != nil {
		w.t.Fatalf("it cannot be written to: %v", err)
	}
	free := time.Since(begin)
	list, err := db.Editions(ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(list) < least || len(list) > most {
		w.t.Fatalf("%d editions, want %d to %d", len(list), least, most)
	}
	records, err := db.Load(ctx, list[0].Number)
	if err != nil {
		w.t.Fatal(err)
	}
	if hash, err := records.Sha256(); err != nil || hash != list[0].Sha256 {
		w.t.Errorf("edition %d has hash %s, its records %s, %v", list[0].Number, list[0].Sha256, hash, err)
	}
	caught := w.answers(servedNow, fmt.Sprintf(`"edition:%d"`, list[0].Number))
	w.t.Logf("edition %d: the database could be written to after %s, the server served what is in it after %s more",
		list[0].Number, free.Round(time.Millisecond), caught.Round(time.Millisecond))
	known := map[string]bool{}
	for _, e := range list {
		known[fmt.Sprintf(`"id":"edition:%d","sha256":"%s"`, e.Number, e.Sha256)] = true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for edition := range w.told {
		if !known[edition] {
			w.t.Errorf("the edition %s was served and is not in the database", edition)
		}
	}
	return len(list)
}

const (
	saysAway = "the database cannot be read"
	saysBack = "the database can be read again"
)

// away waits until the log of the server has said so many times that the
// database is away.
func (w *witness) away(times int) {
	w.t.Helper()
	w.logged(saysAway, times)
}

// recovered waits until the log of the server has said as many times that the
// database is back, and tells how long that took.
func (w *witness) recovered(times int) {
	w.t.Helper()
	begin := time.Now()
	w.logged(saysBack, times)
	w.t.Logf("the server was back %s after the database", time.Since(begin).Round(time.Millisecond))
	if away := strings.Count(w.log.String(), saysAway); away != times {
		w.t.Errorf("the log says %d times that the database is away, want %d:\n%s", away, times, w.log)
	}
}

// An import that is killed at any moment leaves the edition before or the one
// after, and no lock.
func TestFaultKilled(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv("MAILLAGE_SEED"); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("MAILLAGE_SEED=%d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	eachDatabase(t, func(t *testing.T, database string) {
		w := watch(t, serveOn(t, database))
		begin := time.Now()
		importing(t, database, communique(t, 1), "2023-01-31").succeed()
		whole := time.Since(begin)
		editions := 2
		for round := range rounds(t, 2) {
			p := importing(t, database, communique(t, 2+round%7), "2023-01-31")
			moment := time.Duration(random.Float64() * 1.2 * float64(whole))
			time.Sleep(moment)
			p.kill()
			t.Logf("killed %s after its start", moment.Round(time.Millisecond))
			editions = w.checkStored(database, editions, editions+1)
		}
		importing(t, database, communique(t, 8), "2023-01-31").succeed()
		w.answers(servedNow, fmt.Sprintf(`"edition:%d"`, editions+1))
	})
}

// PostgreSQL stops and starts: what was served stays, what is imported later is
// served, an import meanwhile fails in a sentence.
func TestFaultStopped(t *testing.T) {
	server := pgtest.NewServer(t)
	w := watch(t, serveOn(t, server.Address()))
	for round := range rounds(t, 1) {
		server.Stop()
		w.away(1 + round)
		p := importing(t, server.Address(), communique(t, 1), "2023-01-31")
		if err := p.wait(); err == nil || !strings.Contains(p.log.String(), "cannot be reached: nothing listens there") {
			t.Errorf("an import ends with %v and says %q", err, p.log)
		}
		server.Start()
		w.recovered(1 + round)
		importing(t, server.Address(), communique(t, 2+round%7), "2023-01-31").succeed()
		w.checkStored(server.Address(), 2+round, 2+round)
	}
}

// PostgreSQL crashes in the midst of imports.
func TestFaultCrashed(t *testing.T) {
	server := pgtest.NewServer(t)
	w := watch(t, serveOn(t, server.Address()))
	editions := 1
	for round := range rounds(t, 1) {
		p := importing(t, server.Address(), communique(t, 1+round%8), "2023-01-31")
		time.Sleep(time.Duration(rand.Float64() * float64(time.Second)))
		server.Stop()
		if err := p.wait(); err != nil && strings.Count(p.log.String(), "\n") != 1 {
			t.Errorf("an import ends with %v and says %q", err, p.log)
		}
		w.away(1 + round) // or it may be back before anybody looks
		server.Start()
		w.recovered(1 + round)
		editions = w.checkStored(server.Address(), editions, editions+1)
	}
}

// The network to PostgreSQL falls silent: what was served stays, and what was
// published meanwhile is served once there is a network again.
func TestFaultSilent(t *testing.T) {
	server := pgtest.NewServer(t)
	network := pgtest.NewProxy(t, server)
	w := watch(t, serveOn(t, network.Address()))
	for round := range rounds(t, 1) {
		network.Swallow(true)
		importing(t, server.Address(), communique(t, 1+round%8), "2023-01-31").succeed()
		w.away(1 + round)
		if edition, _, _ := w.served(); edition != fmt.Sprintf("edition:%d", 1+round) {
			t.Errorf("%s is served", edition)
		}
		if answer, err := w.ask(`{at(edition:"edition:999"){edition{id}}}`); err != nil || !strings.Contains(answer, "UNKNOWN_EDITION") {
			t.Errorf("%s, %v", answer, err)
		}
		network.Swallow(false)
		w.recovered(1 + round)
		w.checkStored(server.Address(), 2+round, 2+round)
	}
}

// While the network is silent, editions that are in memory are answered for, and
// the others soon refused, however many are asked for; they are answered for as
// soon as there is a network again.
func TestFaultSilentEditions(t *testing.T) {
	const editions, clients = 6, 4
	server := pgtest.NewServer(t)
	network := pgtest.NewProxy(t, server)
	w := watch(t, serveOn(t, network.Address(), "--answer-cache", "0")) // or they would be answered without being opened
	for number := 2; number <= editions; number++ {
		importing(t, server.Address(), communique(t, number), "2023-01-31").succeed()
	}
	w.answers(servedNow, fmt.Sprintf(`"edition:%d"`, editions))
	var asked atomic.Int64
	one := func(number int) string { // as was never asked before, or what an edition is told to say would be told again
		return fmt.Sprintf(`{at(edition:"edition:%d"){edition{id} sites{totalCount}}} # %d`, number, asked.Add(1))
	}
	inMemory := fmt.Sprintf(`{"data":{"at":{"edition":{"id":"edition:%d"}`, editions-1)
	for round := range rounds(t, 1) {
		w.answers(one(editions-2), fmt.Sprintf(`"edition:%d"`, editions-2)) // in the place of what the round before has opened
		w.answers(one(editions-1), inMemory)
		network.Swallow(true)
		var asking sync.WaitGroup
		begin := time.Now()
		for client := range clients {
			asking.Go(func() {
				for _, number := range []int{1 + client%(editions-3), 1} {
					if answer, err := w.ask(one(number)); err != nil || !strings.Contains(answer, "EDITION_UNAVAILABLE") {
						t.Errorf("edition %d is answered by %s, %v", number, answer, err)
					}
				}
			})
		}
		if answer, err := w.ask(one(editions - 1)); err != nil || !strings.HasPrefix(answer, inMemory) {
			t.Errorf("the edition in memory is answered by %s, %v", answer, err)
		}
		asking.Wait()
		t.Logf("%d questions were refused within %s", 2*clients, time.Since(begin).Round(time.Millisecond))
		if refused := time.Since(begin); refused > longestRefusal {
			t.Errorf("they were refused after %s", refused)
		}
		w.away(1 + round)
		network.Swallow(false)
		w.recovered(1 + round)
		w.answers(one(1), `{"data":{"at":{"edition":{"id":"edition:1"}`)
	}
}

// longestRefusal is many times what a refusal takes, and less than one that nothing
// but the deadline of a request ends.
const longestRefusal = 15 * time.Second

// PostgreSQL takes no more connections: an import says so, a server that starts
// has its snapshot file, and one that was cut off comes back.
func TestFaultNoConnections(t *testing.T) {
	server := pgtest.NewServer(t)
	file := filepath.Join(t.TempDir(), "maillage.snapshot")
	network := pgtest.NewProxy(t, server)
	w := watch(t, serveOn(t, network.Address(), "--snapshot-cache", file))
	importing(t, server.Address(), communique(t, 1), "2023-01-31").succeed()
	w.answers(servedNow, `"edition:2"`)
	for round := range rounds(t, 1) {
		network.Swallow(true) // so that it does not take its own again
		network.Cut()
		w.away(1 + round)
		release := occupy(t, server)
		network.Swallow(false)
		w.answers(`{at(edition:"edition:1"){edition{id}}}`, "EDITION_UNAVAILABLE")
		w.logged("sorry, too many clients already", 1)
		p := importing(t, server.Address(), communique(t, 2), "2023-01-31")
		if err := p.wait(); err == nil || !strings.Contains(p.log.String(), "cannot be reached: the server answers: sorry, too many clients already") {
			t.Errorf("an import ends with %v and says %q", err, p.log)
		}
		late := serveOn(t, server.Address(), "--snapshot-cache", file)
		late.answers(servedNow, fmt.Sprintf(`"servedFrom":"SNAPSHOT_FILE","edition":{"id":"edition:%d"`, 2+round))
		release()
		w.recovered(1 + round)
		late.answers(servedNow, `"servedFrom":"DATABASE"`)
		late.kill() // or the servers of all rounds would take all connections
		importing(t, server.Address(), communique(t, 2+round%7), "2023-01-31").succeed()
		w.checkStored(server.Address(), 3+round, 3+round)
	}
}

// occupy takes all connections that a server has left.
func occupy(t *testing.T, server *pgtest.Server) (release func()) {
	t.Helper()
	var taken []*store.Store
	for len(taken) <= pgtest.Connections {
		db, err := store.Open(t.Context(), server.Address())
		if err != nil {
			break
		}
		taken = append(taken, db)
	}
	if len(taken) > pgtest.Connections {
		t.Fatal("the server takes any number of connections")
	}
	return func() {
		for _, db := range taken {
			_ = db.Close()
		}
	}
}

// The disk is full: an import fails in a sentence and changes nothing, a server
// serves on, and once there is room the same import works.
func TestFaultDiskFull(t *testing.T) {
	check := func(t *testing.T, disk, database string, rows int, restart func()) {
		file := travelTimes(t, rows)
		w := watch(t, serveOn(t, database))
		ballast := fill(t, disk)
		p := importing(t, database, file, "2023-01-31")
		if err := p.wait(); err == nil || !strings.HasPrefix(p.log.String(), "maillage: the disk of the database is full, and nothing was written") {
			t.Fatalf("an import ends with %v and says %q", err, p.log)
		}
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
		restart()
		w.checkStored(database, 1, 1)
		importing(t, database, file, "2023-01-31").succeed()
		w.answers(servedNow, `"edition:2"`)
	}
	for range rounds(t, 1) {
		t.Run("SQLite", func(t *testing.T) {
			disk := smallDisk(t, 192)
			// More than there is room for in the log that the first edition has left.
			check(t, disk, "sqlite://"+filepath.Join(disk, "maillage.db"), 70_000, func() {})
		})
		t.Run("PostgreSQL", func(t *testing.T) {
			disk := smallDisk(t, 384)
			t.Setenv("TMPDIR", disk)
			server := pgtest.NewServer(t)
			check(t, disk, server.Address(), 1_000, func() {
				server.Stop() // it may have stopped itself
				server.Start()
			})
		})
	}
}

// fill leaves no room on a disk, but by removing the file it returns.
func fill(t *testing.T, disk string) (ballast string) {
	t.Helper()
	file, err := os.Create(filepath.Join(disk, "ballast"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := io.Copy(file, endless{}); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("the disk is not full: %v", err)
	}
	return file.Name()
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

// travelTimes writes a file of so many rows: the times from communes to sites.
func travelTimes(t *testing.T, rows int) string {
	t.Helper()
	_, records, err := embedded.Edition()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	b.WriteString("commune,site,minutes\n")
	for i := range rows {
		commune, site := i%len(records.Communes), i/len(records.Communes)
		fmt.Fprintf(&b, "%s,%s,%d\n", records.Communes[commune].Code, records.Sites[site].Code, i%60)
	}
	path := filepath.Join(t.TempDir(), "times.csv")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
