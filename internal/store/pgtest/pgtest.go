package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/lib/pq"
)

// serverVariable names the address of a server to use instead of one's own.
const serverVariable = "MAILLAGE_TEST_POSTGRES"

// server is the one server of this test binary, started by the first test that
// asks for it. It has to be global: a TestMain and the tests share nothing else.
var server struct {
	sync.Mutex
	managed bool // by Main, which will stop it
	*cluster
	err error
}

// Main runs the tests of a package, stops the server, if one was started, and
// exits.
func Main(m *testing.M) {
	server.managed = true
	code := m.Run()
	if server.cluster != nil {
		server.stop()
	}
	os.Exit(code)
}

// URL returns the postgres:// address of an empty schema that is dropped when
// the test ends.
func URL(t testing.TB) string {
	t.Helper()
	address, drop, err := NewSchema(context.Background(), serverURL(t))
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return address
}

// Start returns the address of the server for a program that is no test, and
// what stops it if it was started here.
func Start() (address string, stop func(), err error) {
	if given := os.Getenv(serverVariable); given != "" {
		return given, func() {}, nil
	}
	c, err := start()
	if err != nil {
		return "", nil, err
	}
	return c.address(), c.stop, nil
}

// NewSchema makes an empty schema in the database of an address and returns the
// address by which it is all there is, and what drops it.
func NewSchema(ctx context.Context, base string) (address string, drop func() error, err error) {
	schema := "test_" + strings.ToLower(rand.Text())
	if address, err = withOption(base, "search_path", schema); err != nil {
		return "", nil, err
	}
	if err := execute(ctx, base, "CREATE SCHEMA "+pq.QuoteIdentifier(schema)); err != nil {
		return "", nil, err
	}
	return address, func() error {
		// The caller's own context has ended by now.
		return execute(context.WithoutCancel(ctx), base, "DROP SCHEMA "+pq.QuoteIdentifier(schema)+" CASCADE")
	}, nil
}

func execute(ctx context.Context, address, statement string) error {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, statement)
	return errors.Join(err, db.Close())
}

func withOption(address, option, value string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("%s is not a postgres:// address", serverVariable)
	}
	query := u.Query()
	query.Set(option, value)
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// serverURL returns the address of the server, which it starts if need be, or
// ends the test.
func serverURL(t testing.TB) string {
	t.Helper()
	if given := os.Getenv(serverVariable); given != "" {
		return given
	}
	server.Lock()
	defer server.Unlock()
	if !server.managed {
		t.Fatal("pgtest: the package needs a TestMain that calls pgtest.Main, or its server would not be stopped")
	}
	if server.cluster == nil && server.err == nil {
		server.cluster, server.err = start()
	}
	if server.err != nil {
		unavailable(t, server.err)
	}
	return server.address()
}

// unavailable ends a test that needs a server.
func unavailable(t testing.TB, err error) {
	t.Helper()
	if errors.Is(err, errNotInstalled) && os.Getenv("CI") == "" {
		t.Skipf("pgtest: %v", err)
	}
	t.Fatalf("pgtest: %v", err)
}

// errNotInstalled is that a program is missing.
var errNotInstalled = errors.New("not installed")

// errNoServer says how to have PostgreSQL.
var errNoServer = fmt.Errorf("PostgreSQL is %w: install the Debian package postgresql, "+
	"or set %s to the address of a server", errNotInstalled, serverVariable)
