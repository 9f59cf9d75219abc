//go:build !linux

package pgtest

import (
	"os/exec"
	"syscall"
)

// attributes make a child run as owner.
func attributes(owner *syscall.Credential) *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Credential: owner}
}

// supervise starts a command and tells on exited when it has ended.
func supervise(command *exec.Cmd, exited chan<- error) error {
	if err := command.Start(); err != nil {
		return err
	}
	go func() { exited <- command.Wait() }()
	return nil
}
