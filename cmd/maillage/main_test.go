package main

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"maillage/internal/realdata"
)

// The scripts run the command as a user does. Beside it they have:
//
//	serve ARGS…      start maillage serve, print its three lines and set $ADDR
//	term             end it by SIGTERM, check that it ends well, and print its log
//	ask URL [BODY]   GET or, with a body, POST, and print status, Location and body
//	eventually URL TEXT   ask until the answer holds a text
//	hold             listen on the port that $HELD then names
//	bytes FILE TEXT  write a file of bytes, given as in a Go string
func TestMain(m *testing.M) {
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

func runScripts(t *testing.T, folder string, prepare func(*testscript.Env)) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", folder),
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = new(server)
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
		},
		RequireUniqueNames: true,
	})
}
