package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// readyTimeout bounds a start, and with it what is still measured as one.
const readyTimeout = 2 * time.Minute

// A server is a process that answers HTTP on the loopback.
type server struct {
	command *exec.Cmd
	base    string // http://127.0.0.1:PORT
	helper  int    // process that works for it, such as its database's, 0 if none
}

// cpu returns the time that the server and what works for it have spent.
func (s *server) cpu() (time.Duration, error) {
	spent, err := treeTime(s.pid())
	if err != nil || s.helper == 0 {
		return spent, err
	}
	helped, err := treeTime(s.helper)
	return spent + helped, err
}

// wholeLine takes a server's first line for its address.
func wholeLine(line string) (string, bool) { return line, line != "" }

// serveArguments are those of a server of a database as in earnest, but for the
// port.
func serveArguments(database string) []string {
	return []string{"serve", "--listen", "127.0.0.1:0", "--sync", "off", "--database", database}
}

// serve starts maillage serve and returns it once it says it is ready, and how
// long that took. What it logs goes to a file, as it would in earnest.
func (b *bench) serve(ctx context.Context, command *exec.Cmd) (*server, time.Duration, error) {
	command.Env = environment()
	log, err := os.Create(filepath.Join(b.folder, "serve.log"))
	if err != nil {
		return nil, 0, err
	}
	defer log.Close()
	command.Stderr = log
	begin := time.Now()
	s, err := launch(command, func(line string) (string, bool) {
		_, address, _ := strings.Cut(line, "http://")
		return strings.CutSuffix(address, "/graphiql")
	})
	if err == nil {
		if err = s.waitReady(ctx); err == nil {
			return s, time.Since(begin), nil
		}
		s.kill()
	}
	said, _ := os.ReadFile(log.Name())
	return nil, 0, fmt.Errorf("serve: %w: %s", err, said[:min(len(said), 1000)])
}

// launch starts a server that tells its host and port in its first line.
func launch(command *exec.Cmd, address func(line string) (string, bool)) (*server, error) {
	// On the end of the context, ask before killing.
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.WaitDelay = 10 * time.Second
	if command.Stderr == nil {
		command.Stderr = os.Stderr
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	s := &server{command: command}
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	found, ok := address(strings.TrimSpace(line))
	if err != nil || !ok {
		s.kill()
		return nil, fmt.Errorf("%s tells no address but %q", filepath.Base(command.Path), line)
	}
	s.base = "http://" + found
	go func() { _, _ = io.Copy(io.Discard, lines) }() // what it says later is not waited for
	return s, nil
}

// waitReady asks until the server says it is ready.
func (s *server) waitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	for ctx.Err() == nil {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/readyz", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return errors.New("it does not become ready")
}

func (s *server) pid() int { return s.command.Process.Pid }

// stop ends the server as an operator would.
func (s *server) stop() error {
	_ = s.command.Process.Signal(syscall.SIGTERM) // one that has ended is waited for all the same
	if err := s.command.Wait(); err != nil {
		return fmt.Errorf("%s was stopped and ends with %w", filepath.Base(s.command.Path), err)
	}
	return nil
}

func (s *server) kill() {
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
}
