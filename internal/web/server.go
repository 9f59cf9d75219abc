package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
)

// Server returns a server whose time-outs and header limit are this room's.
// What net/http has to say of connections goes to log.
func Server(addr string, handler http.Handler, log *slog.Logger) *http.Server {
	stopping, stop := context.WithCancel(context.Background())
	server := &http.Server{
		Addr:              addr,
		Handler:           handler,
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		BaseContext: func(net.Listener) context.Context {
			return context.WithValue(context.Background(), stoppingKey{}, stopping.Done())
		},
		ConnContext: withConn,
		ErrorLog:    slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	server.RegisterOnShutdown(stop)
	return server
}

type stoppingKey struct{}

// stopping is closed once the server is told to stop, for requests that would go on
// for ever; nil where there is no server.
func stopping(ctx context.Context) <-chan struct{} {
	stopping, _ := ctx.Value(stoppingKey{}).(<-chan struct{})
	return stopping
}

// Serve answers on l until ctx ends, then lets the requests under way finish,
// for a while. It returns nil if they all did.
func Serve(ctx context.Context, server *http.Server, l net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(gatheringListener{l}) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return fmt.Errorf("stop %s: requests were cut: %w", l.Addr(), errors.Join(err, server.Close()))
	}
	return nil
}
