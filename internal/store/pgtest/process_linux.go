package pgtest

import (
	"os/exec"
	"runtime"
	"syscall"
)

// attributes make a child run as owner, and end when the test binary does, even
// when that is killed.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner, Pdeathsig: syscall.SIGQUIT}
}

// supervise starts a command and tells on exited when it has ended. Linux takes
// the end of the thread that started a child for the end of the parent, hence
// a thread that stays until the child has ended.
func supervise(command *exec.Cmd, exited chan<- error) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			exited <- command.Wait()
		}
	}()
	return <-started
}
