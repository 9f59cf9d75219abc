package snapshot

import "fmt"

// An Error is a question that cannot be answered as asked. Its message is for
// the person who asked.
type Error struct {
	Code    string // for programs: one of the Code constants
	Message string
	// Suggestions are what may have been meant, best first, each a code and its
	// name.
	Suggestions []string
	// Cause is what went wrong here, nil if nothing did. It is for the log.
	Cause error
}

func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// The codes of an Error.
const (
	CodeDateAfterEdition   = "DATE_AFTER_EDITION"
	CodeUnknownEdition     = "UNKNOWN_EDITION"
	CodeEditionUnavailable = "EDITION_UNAVAILABLE"
	CodeBadFilter          = "BAD_FILTER"
	CodeBadOrder           = "BAD_ORDER"
	CodeBadInterval        = "BAD_INTERVAL"
	CodeBadSearch          = "BAD_SEARCH"
	CodeUnknownCode        = "UNKNOWN_CODE"
)

func errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
