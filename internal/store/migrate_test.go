package store

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/uptrace/bun/dialect"

	"maillage/internal/network"
)

// Processes that start at once migrate once.
func TestMigrateTogether(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		const processes = 4
		var (
			working sync.WaitGroup
			applied [processes][]string
		)
		for i := range processes {
			s := open(t, address)
			working.Go(func() {
				var err error
				if applied[i], err = s.Migrate(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		working.Wait()
		if all := slices.Concat(applied[:]...); !slices.Equal(all, []string{"0001_editions", "0002_access", "0003_decisions", "0007_downloads", "0008_withdrawals", "0009_revision", "0010_arrondissements"}) {
			t.Errorf("applied %v", all)
		}
	})
}

func TestMigrateAllOrNothing(t *testing.T) {
	forEachAddress(t, func(t *testing.T, address string) {
		s := open(t, address)
		files := fstest.MapFS{
			"migrations/1_good.sql": {Data: []byte("CREATE TABLE once (id integer); INSERT INTO once (id) VALUES (1)")},
			"migrations/2_bad.sql":  {Data: []byte("CREATE TABLE twice (id integer); CREATE TABLE once (id integer)")},
		}
		if _, err := s.migrate(t.Context(), files); err == nil || !strings.Contains(err.Error(), "2_bad") {
			t.Fatalf("error %v, want one that names 2_bad", err)
		}
		delete(files, "migrations/2_bad.sql")
		for _, want := range [][]string{{"1_good"}, nil} { // so nothing had been left; and then nothing is to do
			if applied, err := s.migrate(t.Context(), files); err != nil || !slices.Equal(applied, want) {
				t.Errorf("applied %v, %v; want %v", applied, err, want)
			}
		}
	})
}

// The migrations make the columns that the records need, and no others.
func TestColumns(t *testing.T) {
	forEachDatabase(t, func(t *testing.T, s *Store) {
		want := map[string][]string{
			"migrations":  {"name"},
			"revision":    {"token"},
			"downloads":   names(s.db.Table(reflect.TypeFor[network.Download]()).Fields),
			"withdrawals": {"number"},
			"editions":    names(s.db.Table(reflect.TypeFor[network.Edition]()).Fields),
			"decisions":   names(s.db.Table(reflect.TypeFor[network.Decision]()).Fields),
		}
		for _, table := range s.tables(new(network.Records)) {
			want[table.Name] = append(names(table.Fields), "digest", "since", "until")
		}
		if diff := cmp.Diff(want, columns(t, s)); diff != "" {
			t.Errorf("columns (-records +migrations):\n%s", diff)
		}
	})
}

// columns returns the columns of each table of a database, in order.
func columns(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	query := "SELECT m.name AS table_name, p.name AS column_name FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY m.name, p.cid"
	if s.db.Dialect().Name() == dialect.PG {
		query = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
	}
	var rows []struct{ TableName, ColumnName string }
	if err := s.db.NewRaw(query).Scan(t.Context(), &rows); err != nil {
		t.Fatal(err)
	}
	columns := make(map[string][]string)
	for _, row := range rows {
		columns[row.TableName] = append(columns[row.TableName], row.ColumnName)
	}
	if len(columns) == 0 {
		t.Fatal("no columns at all")
	}
	return columns
}
