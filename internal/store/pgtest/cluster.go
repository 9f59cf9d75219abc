package pgtest

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

const (
	port         = "5432" // names the socket; nothing listens on the network
	startTimeout = 60 * time.Second
	folderPrefix = "maillage-pg-"
	abandoned    = 24 * time.Hour // age of a folder that no test can still use
)

// A cluster is a PostgreSQL server and its files.
type cluster struct {
	programs string              // the folder of PostgreSQL's, "" for the PATH
	folder   string              // holds the data and the socket
	owner    *syscall.Credential // whom it runs as, nil for oneself
	end      func()              // nil while it does not run
}

// start makes a cluster and runs it.
func start(options ...string) (*cluster, error) {
	return launch(func(c *cluster) error { return c.initialise() }, options...)
}

// launch runs a cluster whose files prepare makes.
func launch(prepare func(*cluster) error, options ...string) (*cluster, error) {
	programs, err := programs()
	if err != nil {
		return nil, err
	}
	sweep(os.TempDir())
	c := &cluster{programs: programs}
	if c.owner, err = unprivileged(); err != nil {
		return nil, err
	}
	if c.folder, err = os.MkdirTemp("", folderPrefix); err != nil {
		return nil, err
	}
	if c.owner != nil {
		err = os.Chown(c.folder, int(c.owner.Uid), int(c.owner.Gid))
	}
	if err == nil {
		err = prepare(c)
	}
	if err == nil {
		err = c.run(options...)
	}
	if err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// sweep removes the folders of test binaries that were killed or panicked. Their
// servers ended with them.
func sweep(parent string) {
	folders, err := filepath.Glob(filepath.Join(parent, folderPrefix+"*"))
	if err != nil {
		return
	}
	for _, folder := range folders {
		if info, err := os.Stat(folder); err == nil && time.Since(info.ModTime()) > abandoned {
			_ = os.RemoveAll(folder)
		}
	}
}

// stop ends the server and leaves nothing behind.
func (c *cluster) stop() {
	c.halt()
	_ = os.RemoveAll(c.folder)
}

// halt ends the server as a crash would.
func (c *cluster) halt() {
	if c.end != nil {
		c.end()
		c.end = nil
	}
}

// address returns the postgres:// address of the cluster's database.
func (c *cluster) address() string { return c.addressOf(port) }

// addressOf returns the address of what listens in the cluster's folder under the
// name of a port.
func (c *cluster) addressOf(port string) string {
	query := url.Values{"host": {c.folder}, "port": {port}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User("maillage"), Path: "/postgres", RawQuery: query.Encode()}
	return u.String()
}

// programs returns the folder of initdb and postgres: "" if they are in the PATH,
// or where Debian keeps them, the newest version first.
func programs() (folder string, err error) {
	folders, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil {
		return "", err
	}
	slices.SortFunc(folders, func(a, b string) int { return version(b) - version(a) })
	for _, folder := range append([]string{""}, folders...) {
		_, errInit := exec.LookPath(filepath.Join(folder, "initdb"))
		_, errServe := exec.LookPath(filepath.Join(folder, "postgres"))
		if errInit == nil && errServe == nil {
			return folder, nil
		}
	}
	return "", errNoServer
}

func version(folder string) int {
	n, err := strconv.Atoi(filepath.Base(filepath.Dir(folder)))
	if err != nil {
		return 0
	}
	return n
}

// unprivileged returns whom to run PostgreSQL as, nil for oneself: it refuses to
// be root.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, errUID := strconv.ParseUint(account.Uid, 10, 32)
		gid, errGID := strconv.ParseUint(account.Gid, 10, 32)
		if errUID == nil && errGID == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("PostgreSQL refuses to run as root, and there is no user postgres or nobody")
}

// initialise makes the files of a cluster whose texts sort as French words do,
// where initdb can, so that a query that forgets to ask for the order of bytes
// is found out.
func (c *cluster) initialise() error {
	common := []string{"--pgdata", c.data(), "--username", "maillage", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C", "--no-sync"}
	french := []string{"--locale-provider", "icu", "--icu-locale", "fr"} // from PostgreSQL 15
	var err error
	for _, options := range [][]string{french, nil} {
		if err = c.tool("initdb", append(slices.Clone(common), options...)...); err == nil {
			return nil
		}
	}
	return err
}

// command returns one of PostgreSQL's programs, to be run as the cluster's owner.
func (c *cluster) command(program string, args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(c.programs, program), args...)
	command.Dir = c.folder
	command.SysProcAttr = attributes(c.owner)
	return command
}

// tool runs one of PostgreSQL's programs to its end.
func (c *cluster) tool(program string, args ...string) error {
	if out, err := c.command(program, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", program, err, bytes.TrimSpace(out))
	}
	return nil
}

// run starts the server, in a place where the clock is not that of the tests,
// and waits until it answers.
func (c *cluster) run(options ...string) error {
	var log bytes.Buffer
	command := c.command("postgres", "-D", c.data(), "-k", c.folder, "-p", port,
		"-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
		"-c", "timezone=Indian/Reunion")
	for _, option := range options {
		command.Args = append(command.Args, "-c", option)
	}
	command.Stderr = &log
	exited := make(chan error, 1)
	if err := supervise(command, exited); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	c.end = func() {
		_ = command.Process.Signal(syscall.SIGQUIT) // at once: nothing of it is kept
		<-exited
	}
	if err := await(c.address(), exited, &log); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	return nil
}

// await waits until a program that was just started answers. One that has exited
// meanwhile, which is an error, is still there for who waits for its exit.
func await(address string, exited chan error, log *bytes.Buffer) error {
	for deadline := time.Now().Add(startTimeout); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		select {
		case err := <-exited:
			exited <- err
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(log.Bytes()))
		default:
		}
		if answers(address) {
			return nil
		}
	}
	return fmt.Errorf("does not answer after %s", startTimeout)
}

func (c *cluster) data() string { return filepath.Join(c.folder, "data") }

func answers(address string) bool {
	db, err := sql.Open("postgres", address)
	if err != nil {
		return false
	}
	defer db.Close()
	return db.Ping() == nil
}
