package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"
)

// listen opens a TCP port, or says in a sentence why it cannot. flag is how its
// address was given.
func listen(ctx context.Context, flag, address string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	var (
		dns  *net.DNSError
		addr *net.AddrError
	)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program listens on %s: choose another port with %s", address, flag)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("this user may not listen on %s: choose a port above 1023 with %s", address, flag)
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.As(err, &dns):
		return nil, fmt.Errorf("%s is no address of this machine: choose another with %s", address, flag)
	case errors.As(err, &addr):
		return nil, fmt.Errorf("%q is not HOST:PORT: write %s 127.0.0.1:8080", address, flag)
	}
	return nil, fmt.Errorf("cannot listen on %s: %w", address, err)
}

// reachable returns HOST:PORT as someone on this machine can write it into a
// browser.
func reachable(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return a.String()
	}
	return net.JoinHostPort("localhost", fmt.Sprint(tcp.Port))
}
