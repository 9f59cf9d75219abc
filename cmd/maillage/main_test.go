package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"maillage/internal/realdata"
	"maillage/internal/source/sourcetest"
	"maillage/internal/store/pgtest"
)

// The scripts run the command as a user does. Beside it they have:
//
//	serve ARGS…      start maillage serve, print its three lines and set $ADDR
//	term             end it by SIGTERM, check that it ends well, and print its log
//	ask URL [BODY]   GET or, with a body, POST, and print status, Location and body
//	eventually URL TEXT   ask until the answer holds a text
//	hold             listen on the port that $HELD then names
//	bytes FILE TEXT  write a file of bytes, given as in a Go string
//	save FILE WAY CSV   save a table in one of the ways of package tabletest
//	document FILE    check that a file is one JSON document, and print its values, such as edition.asOf=2024-08-01
//	play CODE MANNER have a source answer otherwise from now on
//	asked            print what the sources were asked for since, and with what status they answered
//
// No test fetches anything from outside: serve is told not to, unless a test
// tells it what from.
func TestMain(m *testing.M) {
	if _, told := os.LookupEnv("MAILLAGE_SYNC"); !told {
		_ = os.Setenv("MAILLAGE_SYNC", "off")
	}
	testscript.Main(m, map[string]func(){"maillage": main})
}

func TestScripts(t *testing.T) { runScripts(t, "script", nil) }

// TestOfficialFiles runs the scripts that import real files, which are in $DATA.
func TestOfficialFiles(t *testing.T) {
	dir, err := filepath.Abs(realdata.Dir(t))
	if err != nil {
		t.Fatal(err)
	}
	runScripts(t, "official", func(env *testscript.Env) { env.Setenv("DATA", dir) })
}

// TestPostgres runs the scripts that need a PostgreSQL, whose address is in
// $POSTGRES.
func TestPostgres(t *testing.T) {
	server, stop, err := pgtest.Start()
	if err != nil && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	address, drop, err := pgtest.NewSchema(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := drop(); err != nil {
			t.Error(err)
		}
	})
	runScripts(t, "postgres", func(env *testscript.Env) { env.Setenv("POSTGRES", address) })
}

// TestSync runs the scripts that fetch from sources played on this machine, whose
// addresses are in the file sources.txt of each, into a database of their own of
// each kind.
func TestSync(t *testing.T) {
	realdata.Dir(t)
	run := func(t *testing.T, database func(*testscript.Env) string) {
		runScripts(t, "sync", func(env *testscript.Env) {
			sources := sourcetest.New(t)
			env.Values[sourcesKey{}] = sources
			if err := os.WriteFile(filepath.Join(env.WorkDir, "sources.txt"), []byte(sources.Overrides()), 0o666); err != nil {
				t.Error(err)
			}
			env.Setenv("MAILLAGE_DATABASE", database(env))
		})
	}
	t.Run("SQLite", func(t *testing.T) { run(t, func(*testscript.Env) string { return "sqlite://maillage.db" }) })
	t.Run("PostgreSQL", func(t *testing.T) {
		server := pgtest.NewServer(t)
		run(t, func(env *testscript.Env) string { return server.NewDatabase(filepath.Base(env.WorkDir)) })
	})
}

func runScripts(t *testing.T, folder string, prepare func(*testscript.Env)) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", folder),
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = new(server)
			env.Setenv("MAILLAGE_SYNC", "off")
			if prepare != nil {
				prepare(env)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":      start,
			"term":       terminate,
			"ask":        ask,
			"eventually": eventually,
			"hold":       hold,
			"bytes":      writeBytes,
			"save":       save,
			"document":   document,
			"play":       play,
			"asked":      asked,
		},
		RequireUniqueNames: true,
	})
}
