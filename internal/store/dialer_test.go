package store

import (
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// An answer is waited for from the last word on, however long it took to say all.
func TestSilenceBeginsWithTheLastWord(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const silence, words = 10 * time.Second, 5
		ours, theirs := net.Pipe()
		defer theirs.Close()
		conn := &impatientConn{Conn: ours, silence: func() time.Duration { return silence }}
		defer conn.Close()
		go func() { _, _ = io.Copy(io.Discard, theirs) }()
		failed := make(chan error, 1)
		begin := time.Now()
		go func() {
			_, err := conn.Read(make([]byte, 1))
			failed <- err
		}()
		for range words {
			time.Sleep(silence - time.Second)
			if _, err := conn.Write([]byte("row")); err != nil {
				t.Fatal(err)
			}
		}
		if err := <-failed; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
		if took, want := time.Since(begin), words*(silence-time.Second)+silence; took != want {
			t.Errorf("it gives up after %s, want %s", took, want)
		}
	})
}
