package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts run the command as a user does. Beside it they have:
//
//	serve ARGS…      start maillage serve, print its three lines and set $ADDR
//	term             end it by SIGTERM, check that it ends well, and print its log
//	ask URL [BODY]   GET or, with a body, POST, and print status, Location and body
//	eventually URL TEXT   ask until the answer holds a text
//	hold             listen on the port that $HELD then names
//	bytes FILE TEXT  write a file of bytes, given as in a Go string
//
// and $DATA, the folder of the official files, with the condition [official-files].
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"maillage": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Values[serverKey{}] = new(server)
			dir, err := officialFiles()
			env.Setenv("DATA", dir)
			return err
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":      start,
			"term":       terminate,
			"ask":        ask,
			"eventually": eventually,
			"hold":       hold,
			"bytes":      writeBytes,
		},
		Condition:          condition,
		RequireUniqueNames: true,
	})
}

// officialFiles returns the folder of the official files, "" if it is not there,
// which continuous integration does not put up with.
func officialFiles() (string, error) {
	dir := os.Getenv("MAILLAGE_TEST_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data") // seen from this package, where go test runs
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if _, err = os.Stat(dir); err == nil || os.Getenv("CI") != "" {
		return dir, err
	}
	return "", nil
}

// condition answers [official-files].
func condition(name string) (bool, error) {
	if name != "official-files" {
		return false, fmt.Errorf("unknown condition %s", name)
	}
	dir, err := officialFiles()
	return dir != "", err
}
