package download

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"time"
)

// A File was fetched whole.
type File struct {
	Path   string // where it lies
	Name   string // what the server calls it, "" if nothing that can be a name
	Size   int64
	Sha256 string
	Validators
}

// A getting is one file being fetched.
type getting struct {
	*Client
	address  *url.URL
	known    Validators
	folder   string
	progress func(read, total int64)
}

// Why an attempt is broken off.
var (
	errSilent = errors.New("sends nothing more")
	errSlow   = errors.New("takes too long")
)

// once makes one attempt. What it wrote before an error is gone.
func (g *getting) once(ctx context.Context) (*File, error) {
	ctx, stop := context.WithTimeoutCause(ctx, g.Limits.Whole, errSlow)
	defer stop()
	ctx, breakOff := context.WithCancelCause(ctx)
	defer breakOff(nil)
	silence := time.AfterFunc(g.Limits.Silence, func() { breakOff(errSilent) })
	defer silence.Stop()

	file, err := g.fetch(ctx, silence)
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	return file, g.explain(err)
}

func (g *getting) fetch(ctx context.Context, silence *time.Timer) (*File, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, g.address.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "maillage")
	g.known.set(request.Header)
	response, err := g.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if err := checkStatus(response, g.known); err != nil {
		return nil, err
	}
	if response.ContentLength > g.Limits.Bytes {
		return nil, g.tooLarge()
	}
	body := &body{r: response.Body, silence: silence, limits: g.Limits, total: response.ContentLength, progress: g.progress}
	file, err := g.keep(body)
	if err != nil {
		return nil, err
	}
	file.Name, file.Validators = nameOf(response), validatorsOf(response.Header)
	return file, nil
}

// keep writes a body into a file of the folder.
func (g *getting) keep(body io.Reader) (*File, error) {
	out, err := os.CreateTemp(g.folder, "")
	if err != nil {
		return nil, refusal{err}
	}
	file, hash := &File{Path: out.Name()}, sha256.New()
	// One byte more than may be tells a file that is too large.
	file.Size, err = io.Copy(io.MultiWriter(written{out}, hash), io.LimitReader(body, g.Limits.Bytes+1))
	if closed := out.Close(); err == nil && closed != nil {
		err = refusal{closed}
	}
	if err == nil && file.Size > g.Limits.Bytes {
		err = g.tooLarge()
	}
	if err != nil {
		return nil, errors.Join(err, os.Remove(out.Name()))
	}
	file.Sha256 = hex.EncodeToString(hash.Sum(nil))
	return file, nil
}

func (g *getting) tooLarge() error {
	return refuse("sends a file of more than %d MB", g.Limits.Bytes>>20)
}

// written is where a file is written to: what fails here fails again.
type written struct{ file *os.File }

func (w written) Write(p []byte) (int, error) {
	n, err := w.file.Write(p)
	if err != nil {
		err = refusal{err}
	}
	return n, err
}

// A body is an answer being read: each byte puts off the end of its patience.
type body struct {
	r        io.Reader
	silence  *time.Timer
	limits   Limits
	read     int64
	total    int64 // -1 if it is not known
	progress func(read, total int64)
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if n > 0 {
		b.silence.Reset(b.limits.Silence)
		b.read += int64(n)
		if b.progress != nil {
			b.progress(b.read, b.total)
		}
	}
	return n, err
}

// explain says in a sentence what the other end did, without the address, of
// which the path may be secret.
func (g *getting) explain(err error) error {
	var (
		never   refusal
		unknown *net.DNSError
		wrong   *tls.CertificateVerificationError
		busy    *busyError
	)
	host := g.address.Host
	switch {
	case err == nil, errors.Is(err, ErrUnchanged):
		return err
	case errors.Is(err, errSilent):
		return fmt.Errorf("%s has sent nothing for %s", host, g.Limits.Silence)
	case errors.Is(err, errSlow):
		return fmt.Errorf("%s has not sent the file within %s", host, g.Limits.Whole)
	case errors.As(err, &never):
		if errors.Is(err, syscall.ENOSPC) || errors.As(err, new(*os.PathError)) {
			return refuse("the file cannot be kept: %w", never.error)
		}
		return refuse("%s %w", host, never.error)
	case errors.As(err, &busy):
		return fmt.Errorf("%s %w", host, busy)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s breaks off before the end of the file", host)
	case errors.As(err, &unknown):
		return fmt.Errorf("%s is not found: is there a network?", host)
	case errors.As(err, &wrong):
		return refuse("the TLS certificate of %s is not to be trusted", host)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Errorf("%s does not answer: connection refused", host)
	}
	var sent *url.Error
	if errors.As(err, &sent) {
		err = sent.Err
	}
	return fmt.Errorf("%s cannot be fetched from: %w", host, err)
}
