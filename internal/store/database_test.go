package store

import (
	"path/filepath"
	"testing"

	"maillage/internal/store/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// forEachDatabase runs a test on a new, migrated store of each kind.
func forEachDatabase(t *testing.T, test func(t *testing.T, s *Store)) {
	forEachAddress(t, func(t *testing.T, address string) { test(t, migrated(t, address)) })
}

// forEachAddress runs a test on the address of an empty database of each kind.
func forEachAddress(t *testing.T, test func(t *testing.T, address string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, sqliteAddress(t)) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, pgtest.URL(t)) })
}

func sqliteAddress(t testing.TB) string {
	return "sqlite://" + filepath.Join(t.TempDir(), "maillage 100%.db")
}

func open(t testing.TB, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func migrated(t testing.TB, address string) *Store {
	t.Helper()
	s := open(t, address)
	if _, err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}
