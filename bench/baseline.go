package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// launchBaseline starts this program as the server that others are compared
// with, a process of its own so that its CPU can be told from the bench's.
func launchBaseline(ctx context.Context, folder string) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return launch(onServerCore(ctx, self, "-baseline", folder), wholeLine)
}

// serveBaseline answers POST /NAME with the bytes of the file NAME, from memory,
// and does no more than any handler of GraphQL must: read the question, write
// the answer.
func serveBaseline(ctx context.Context, folder string) error {
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	for _, file := range files {
		answer, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		mux.Handle("POST /"+filepath.Base(file), constant(answer))
	}
	return serveHandler(ctx, mux)
}

// listen takes a free port of the loopback, and prints host and port on a line.
func listen(ctx context.Context) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err == nil {
		fmt.Println(l.Addr())
	}
	return l, err
}

// serveHandler answers on a free port until the context ends.
func serveHandler(ctx context.Context, handler http.Handler) error {
	l, err := listen(ctx)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func constant(answer []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(answer)))
		_, _ = w.Write(answer) // a client that left is no error
	})
}
