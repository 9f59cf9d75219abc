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
}

func (e *Error) Error() string { return e.Message }

// The codes of an Error.
const (
	CodeDateAfterEdition = "DATE_AFTER_EDITION"
	CodeUnknownEdition   = "UNKNOWN_EDITION"
	CodeBadFilter        = "BAD_FILTER"
	CodeBadOrder         = "BAD_ORDER"
	CodeBadInterval      = "BAD_INTERVAL"
	CodeBadSearch        = "BAD_SEARCH"
	CodeUnknownCode      = "UNKNOWN_CODE"
)

func errorf(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}
