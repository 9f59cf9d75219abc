package pgtest

import (
	"fmt"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/lib/pq"
)

// Connections is how many clients a Server takes.
const Connections = 30

// A Server is a PostgreSQL that a test may stop, and that standbys may follow.
type Server struct {
	*cluster
	t testing.TB
}

// NewServer runs a PostgreSQL for one test, whatever MAILLAGE_TEST_POSTGRES says.
func NewServer(t testing.TB) *Server {
	t.Helper()
	c, err := start(serverOptions()...)
	return newServer(t, c, err)
}

func serverOptions() []string {
	// What is committed must outlive a crash of the processes, if not of the machine.
	return []string{fmt.Sprintf("max_connections=%d", Connections), "synchronous_commit=on"}
}

func newServer(t testing.TB, c *cluster, err error) *Server {
	t.Helper()
	if err != nil {
		unavailable(t, err)
	}
	t.Cleanup(c.stop)
	return &Server{c, t}
}

// Address returns the postgres:// address of the server's first database.
func (s *Server) Address() string { return s.address() }

// NewDatabase makes another database and returns its address. Who works in it meets
// nobody's locks or news.
func (s *Server) NewDatabase(name string) (address string) {
	s.t.Helper()
	if err := execute(s.t.Context(), s.address(), "CREATE DATABASE "+pq.QuoteIdentifier(name)); err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
	u, err := url.Parse(s.address())
	if err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
	u.Path = "/" + name
	return u.String()
}

// Stop ends the server as a crash would.
func (s *Server) Stop() { s.halt() }

// Start runs the server again after Stop.
func (s *Server) Start() {
	s.t.Helper()
	if err := s.run(serverOptions()...); err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
}

// Standby runs a server that follows this one and can only be read.
func (s *Server) Standby() *Server {
	s.t.Helper()
	c, err := launch(func(c *cluster) error {
		return c.tool("pg_basebackup", "--pgdata", c.data(), "--host", s.folder, "--port", port, "--username", "maillage",
			"--checkpoint", "fast", "--no-sync", "--write-recovery-conf")
	}, serverOptions()...)
	return newServer(s.t, c, err)
}

// Promote makes a standby a server that can be written to.
func (s *Server) Promote() {
	s.t.Helper()
	if err := s.tool("pg_ctl", "promote", "--wait", "--pgdata", s.data()); err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
}

// socket returns where the server listens.
func (s *Server) socket() string { return filepath.Join(s.folder, ".s.PGSQL."+port) }
