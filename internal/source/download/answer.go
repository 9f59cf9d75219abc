package download

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ErrUnchanged says that the file is still the one that is known.
var ErrUnchanged = errors.New("unchanged")

// Validators are what a server said of a file by which it can tell whether that
// is still the one it has.
type Validators struct {
	ETag         string
	LastModified string
}

// validator is what is kept of one, and sent back: a tag or a date, which are
// short and in ASCII.
var validator = regexp.MustCompile(`^[ -~]{1,512}$`)

func validatorsOf(header http.Header) Validators {
	return Validators{
		ETag:         validator.FindString(header.Get("ETag")),
		LastModified: validator.FindString(header.Get("Last-Modified")),
	}
}

// set asks for the file only if it is another.
func (v Validators) set(header http.Header) {
	if v.ETag != "" {
		header.Set("If-None-Match", v.ETag)
	}
	if v.LastModified != "" {
		header.Set("If-Modified-Since", v.LastModified)
	}
}

// A busyError is an answer by which a server asks to come back later.
type busyError struct {
	status string
	after  time.Duration // 0 if it does not say
}

func (e *busyError) Error() string { return "answers " + e.status }

// checkStatus returns what an answer's status means, nil if a file follows.
func checkStatus(response *http.Response, known Validators) error {
	status := fmt.Sprint(response.StatusCode, " ", http.StatusText(response.StatusCode)) // not the server's own text
	switch code := response.StatusCode; {
	case code == http.StatusOK:
		return nil
	case code == http.StatusNotModified && known != (Validators{}):
		return ErrUnchanged
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code >= 500:
		return &busyError{status: strings.TrimSpace(status), after: retryAfter(response.Header)}
	}
	return refuse("answers %s", strings.TrimSpace(status))
}

// retryAfter reads how many seconds a server asks to wait. A date, which is
// rare, is passed over.
func retryAfter(header http.Header) time.Duration {
	const most = 1 << 20
	seconds, err := strconv.Atoi(header.Get("Retry-After"))
	if err != nil || seconds < 0 || seconds > most {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
