package pgtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

const poolerPort = "6432" // names the socket

// errNoPooler says how to have one.
var errNoPooler = fmt.Errorf("PgBouncer is %w: install the Debian package pgbouncer", errNotInstalled)

// poolerSettings share few connections among all clients, each for as long as a
// transaction takes.
const poolerSettings = `[databases]
* = host=%[1]s port=%[2]s user=maillage
[pgbouncer]
listen_addr =
listen_port = %[3]s
unix_socket_dir = %[1]s
auth_type = any
pool_mode = transaction
default_pool_size = %[4]d
`

// NewPooler runs a PgBouncer before a server, in transaction mode, with so many
// connections to it, until the test ends. It returns the postgres:// address.
func NewPooler(t testing.TB, to *Server, connections int) (address string) {
	t.Helper()
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		program, err = exec.LookPath("/usr/sbin/pgbouncer") // not in everybody's PATH
	}
	if err != nil {
		unavailable(t, errNoPooler)
	}
	settings := filepath.Join(to.folder, "pgbouncer.ini")
	text := fmt.Sprintf(poolerSettings, to.folder, port, poolerPort, connections)
	if err := os.WriteFile(settings, []byte(text), 0o644); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	command := exec.Command(program, settings)
	command.Dir, command.SysProcAttr = to.folder, attributes(to.owner)
	var log bytes.Buffer
	command.Stderr = &log
	exited := make(chan error, 1)
	if err := supervise(command, exited); err != nil {
		t.Fatalf("pgtest: pgbouncer: %v", err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGQUIT)
		if err := <-exited; err != nil || t.Failed() {
			t.Logf("pgbouncer: %v: %s", err, log.Bytes())
		}
	})
	address = to.addressOf(poolerPort)
	if err := await(address, exited, &log); err != nil {
		t.Fatalf("pgtest: pgbouncer: %v", err)
	}
	return address
}
