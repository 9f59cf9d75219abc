package store

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"maillage/internal/store/pgtest"
)

// Whoever mistypes an address reads one sentence, in no program's jargon and
// without the password.
func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "liste.csv")
	if err := os.WriteFile(text, []byte(strings.Repeat("id_fs,insee_dep\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	const secret = "s3cr3t"
	server := func(serve func(net.Conn)) string {
		return "postgres://me:" + secret + "@" + listen(t, serve) + "/maillage?connect_timeout=1"
	}
	mute := func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }
	plain := func(conn net.Conn) { _, _ = conn.Write([]byte("N")); mute(conn) }
	speaksTLS := func(conn net.Conn) { _, _ = conn.Write([]byte("S")); mute(conn) }
	rude := func(net.Conn) {}

	tests := map[string]struct{ address, says string }{
		"nothing":            {"", `"" is no kind of database`},
		"a path":             {"maillage.db", "write sqlite://maillage.db"},
		"another engine":     {"mysql://me:" + secret + "@localhost/db", `"mysql" is no kind of database`},
		"no file":            {"sqlite://", "lacks the path"},
		"memory":             {"sqlite://:memory:", "not the path of a database file"},
		"options":            {"sqlite:///tmp/a.db?mode=ro", "takes no options"},
		"no folder":          {"sqlite://" + folder + "/none/a.db", "there is no folder " + folder + "/none"},
		"a file as a folder": {"sqlite://" + text + "/a.db", "there is no folder " + text},
		"a folder":           {"sqlite://" + folder, "it is a folder"},
		"another file":       {"sqlite://" + text, "it is not a SQLite database"},
		"a broken address":   {"postgres://me:" + secret + "%@localhost/db", "is not understood"},
		"a broken port":      {"postgres://me:" + secret + "@localhost:port/db", "is not understood"},
		"an unknown mode":    {"postgres://me:" + secret + "@localhost/db?sslmode=maybe", "not understood"},
		"a closed port":      {"postgresql://me:" + secret + "@" + closedPort(t) + "/maillage", "nothing listens there"},
		"a mute server":      {server(mute) + "&sslmode=disable", "it does not answer"},
		"a server, no TLS":   {server(plain), "add ?sslmode=disable"},
		"no root":            {"postgres://me:" + secret + "@" + listen(t, speaksTLS) + "/db?sslmode=verify-ca&sslrootcert=/none.pem", "/none.pem"},
		"a rude server":      {server(rude) + "&sslmode=disable", "does not behave as PostgreSQL"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), test.address)
			if err == nil {
				_ = s.Close()
				t.Fatal("opened")
			}
			checkSentence(t, err.Error(), test.says, secret)
		})
	}
}

func checkSentence(t *testing.T, said, want, secret string) {
	t.Helper()
	if !strings.Contains(said, want) {
		t.Errorf("it says %q, want %q in it", said, want)
	}
	for _, noise := range []string{secret, "\n", "pq:", "dial tcp", "parse ", "0x", "SQLITE", "%!"} {
		if strings.Contains(said, noise) {
			t.Errorf("%q in %q", noise, said)
		}
	}
}

// listen serves one connection after another until the test ends and returns
// the address.
func listen(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() { defer conn.Close(); serve(conn) }()
		}
	}()
	return listener.Addr().String()
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestOpenRelative(t *testing.T) {
	t.Chdir(t.TempDir())
	s := migrated(t, "sqlite://maillage.db")
	publish(t, s, "2024-08-01", sites("1"))
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	checkLoad(t, open(t, "sqlite://./maillage.db"), 1, sites("1"))
}

// A refusal of the server is told in the server's words.
func TestOpenRefusedByPostgres(t *testing.T) {
	address := strings.Replace(pgtest.URL(t), "/postgres?", "/nowhere?", 1)
	if _, err := Open(t.Context(), address); err == nil {
		t.Error("opened")
	} else {
		checkSentence(t, err.Error(), `"nowhere"`, "s3cr3t")
		checkSentence(t, err.Error(), "does not exist", "s3cr3t")
	}
}

// A connection gives up on a peer that falls silent, and sooner if its user has
// set a nearer deadline.
func TestDialerGivesUp(t *testing.T) {
	address := listen(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) })
	for name, test := range map[string]struct{ silence, deadline time.Duration }{
		"silence":          {time.Millisecond, 0},
		"a later deadline": {time.Millisecond, time.Hour},
		"its own deadline": {time.Hour, time.Millisecond},
	} {
		conn, err := (&dialer{silence: test.silence}).DialTimeout("tcp", address, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if test.deadline != 0 {
			if err := conn.SetDeadline(time.Now().Add(test.deadline)); err != nil {
				t.Fatal(err)
			}
		}
		_, err = conn.Read(make([]byte, 1))
		var timeout net.Error
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("%s: %v", name, err)
		}
		_ = conn.Close()
	}
}
