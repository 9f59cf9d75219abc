package pgtest

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestMain(m *testing.M) { Main(m) }

func TestURL(t *testing.T) {
	// Tests that run at once do not meet each other's tables.
	for _, name := range []string{"one", "another"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, err := sql.Open("postgres", URL(t))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec("CREATE TABLE once (id integer)"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSweep(t *testing.T) {
	parent := t.TempDir()
	old, fresh, foreign := filepath.Join(parent, folderPrefix+"1"), filepath.Join(parent, folderPrefix+"2"), filepath.Join(parent, "other")
	for _, folder := range []string{old, fresh, foreign} {
		if err := os.MkdirAll(filepath.Join(folder, "data"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	lastWeek := time.Now().AddDate(0, 0, -7)
	for _, folder := range []string{old, foreign} {
		if err := os.Chtimes(folder, lastWeek, lastWeek); err != nil {
			t.Fatal(err)
		}
	}
	sweep(parent)
	for folder, want := range map[string]bool{old: false, fresh: true, foreign: true} {
		if _, err := os.Stat(folder); (err == nil) != want {
			t.Errorf("%s: %v", filepath.Base(folder), err)
		}
	}
}
