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

// A connection that is told to hurry while it is about to wait does both.
func TestHurryingWhileWaiting(t *testing.T) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	defer theirs.Close()
	d := &dialer{silence: time.Minute}
	hurried := make(chan struct{})
	d.last = &impatientConn{Conn: ours, silence: func() time.Duration {
		go func() {
			d.hurry(0)
			close(hurried)
		}()
		time.Sleep(50 * time.Millisecond) // so that it has begun
		return d.patience()
	}}
	read := make(chan error, 1)
	go func() {
		_, err := d.last.Read(make([]byte, 1))
		read <- err
	}()
	select {
	case err := <-read:
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		<-hurried
	case <-time.After(10 * time.Second):
		t.Fatal("each waits for the other")
	}
}
