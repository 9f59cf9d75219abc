package download

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"maillage/internal/source"
)

// Limits are what one file may cost.
type Limits struct {
	Bytes    int64         // of the file, unpacked
	Silence  time.Duration // without a byte, before and during the answer
	Whole    time.Duration // of one attempt
	Attempts int
	Pause    time.Duration // before the second attempt; it doubles for each after
	Longest  time.Duration // that a pause may be, whoever asks for it
}

// DefaultLimits suit the official files, the largest of which has 8 MB.
var DefaultLimits = Limits{
	Bytes: 100 << 20, Silence: time.Minute, Whole: 10 * time.Minute,
	Attempts: 4, Pause: time.Second, Longest: time.Minute,
}

const (
	mostRedirects = 5
	mostHeaders   = 64 << 10 // bytes
)

// A Client fetches files. It may be used by several goroutines at once.
type Client struct {
	Limits Limits
	// Wait lets a time pass, or returns the error of ctx if that ends before.
	Wait func(ctx context.Context, d time.Duration) error
	// Chance returns a number in [0, 1), by which clients that failed together
	// do not come back together.
	Chance func() float64

	http http.Client
}

// New returns a client that goes by the machine's clock and, if its environment
// names one, through a proxy.
func New(limits Limits) *Client {
	transport := &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		TLSHandshakeTimeout:    limits.Silence,
		MaxResponseHeaderBytes: mostHeaders,
		ForceAttemptHTTP2:      true,
		DisableKeepAlives:      true, // it comes once a day
	}
	return &Client{
		Limits: limits, Wait: wait, Chance: rand.Float64,
		http: http.Client{Transport: transport, CheckRedirect: checkRedirect},
	}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// A refusal is an error that another attempt would meet again.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

func refuse(format string, args ...any) error { return refusal{fmt.Errorf(format, args...)} }

// checkRedirect follows to where source.Safe allows. To this machine only it
// leads itself: else any site could have us ask what only this machine may.
func checkRedirect(to *http.Request, before []*http.Request) error {
	switch {
	case len(before) > mostRedirects:
		return refuse("redirects more than %d times", mostRedirects)
	case source.IsLoopback(to.URL) && !source.IsLoopback(before[0].URL):
		return refuse("redirects to this machine itself, %s, which is not followed", to.URL.Host)
	}
	if err := source.Safe(to.URL); err != nil {
		return refuse("redirects to where nothing is fetched from: %w", err)
	}
	return nil
}

// Get fetches the file at an address into a folder. The error is ErrUnchanged if
// it is still the one that known describes; else it says what the other end did,
// for an operator. Progress may be nil; total is -1 where it is not told.
func (c *Client) Get(ctx context.Context, address string, known Validators, folder string, progress func(read, total int64)) (*File, error) {
	where, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	if err := source.Safe(where); err != nil {
		return nil, err
	}
	g := getting{Client: c, address: where, known: known, folder: folder, progress: progress}
	for attempt := 1; ; attempt++ {
		file, err := g.once(ctx)
		switch {
		case err == nil:
			return file, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		}
		pause, again := c.pause(attempt, err)
		if !again {
			return nil, err
		}
		if err := c.Wait(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// pause says how long to wait after an attempt that failed, and whether there is
// reason to: 1 s, 2 s, 4 s, each give or take a half, or what the server asks.
func (c *Client) pause(attempt int, err error) (time.Duration, bool) {
	var never refusal
	if attempt >= c.Limits.Attempts || errors.Is(err, ErrUnchanged) || errors.As(err, &never) {
		return 0, false
	}
	pause := c.Limits.Pause << (attempt - 1)
	pause = pause/2 + time.Duration(c.Chance()*float64(pause))
	var asked *busyError
	if errors.As(err, &asked) && asked.after > 0 {
		pause = asked.after
	}
	return pause, pause <= c.Limits.Longest
}
