package graph

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"maillage/internal/cog"
	"maillage/internal/hours"
	"maillage/internal/network"
	"maillage/internal/plan"
	"maillage/internal/relay"
	"maillage/internal/snapshot"
)

// The codes in extensions.code that do not come from the snapshot.
const (
	codeBadPage  = "BAD_PAGE"  // first, after, last or before cannot be honoured
	codeBadCode  = "BAD_CODE"  // not a code of the Code officiel géographique
	codeBadDate  = "BAD_DATE"  // not a day of the calendar
	codeBadTime  = "BAD_TIME"  // not a local time
	codeBadValue = "BAD_VALUE" // a number out of its range
	codeTooMany  = "TOO_MANY"  // more things than are taken at once
	codeTimeout  = "TIMEOUT"   // it took too long
	codeTooLarge = "TOO_LARGE" // the answer is
	codeInternal = "INTERNAL"  // our fault; the text stays in the log
)

// A requestError is a root field asked wrongly.
type requestError struct{ code, message string }

func (e *requestError) Error() string { return e.message }

// codeOf is the table from errors to what programs read. It reports false for an
// error whose text is not for clients.
func codeOf(err error) (code string, ok bool) {
	var (
		asked    *snapshot.Error
		request  *requestError
		page     *relay.PageError
		notCode  *cog.CodeError
		notDate  *network.DateError
		notTime  *hours.ClockError
		overflow *graphql.NumberOverflowError
		size     *plan.SizeError
	)
	switch {
	case errors.As(err, &asked):
		return asked.Code, true
	case errors.As(err, &request):
		return request.code, true
	case errors.As(err, &page):
		return codeBadPage, true
	case errors.As(err, &notCode):
		return codeBadCode, true
	case errors.As(err, &notDate):
		return codeBadDate, true
	case errors.As(err, &notTime):
		return codeBadTime, true
	case errors.As(err, &overflow):
		return codeBadValue, true
	case errors.As(err, &size):
		return codeTooLarge, true
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return codeTimeout, true
	}
	return codeInternal, false
}

// presenter gives every error its code and path, and keeps the text of ours in
// the log.
func presenter(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		shown := graphql.DefaultErrorPresenter(ctx, err)
		if shown.Extensions["code"] != nil { // gqlgen's own: syntax, validation
			return shown
		}
		code, ok := codeOf(err)
		if !ok {
			log.ErrorContext(ctx, "an operation failed", "path", shown.Path.String(), "error", err)
			shown = &gqlerror.Error{Message: "something went wrong here, and was logged", Path: shown.Path}
		}
		if cause := causeOf(err); cause != nil {
			log.WarnContext(ctx, "an operation was refused", "code", code, "error", cause)
		}
		if code == codeTimeout {
			shown.Message = "it took too long: ask for less"
		}
		if shown.Extensions == nil {
			shown.Extensions = map[string]any{}
		}
		shown.Extensions["code"] = code
		if suggestions := suggested(ctx, err); len(suggestions) > 0 {
			shown.Extensions["suggestions"] = suggestions
		}
		return shown
	}
}

// causeOf returns what went wrong here when a question is refused for it.
func causeOf(err error) error {
	if asked := (*snapshot.Error)(nil); errors.As(err, &asked) {
		return asked.Cause
	}
	return nil
}

// suggested returns what may have been meant by what an error refuses.
func suggested(ctx context.Context, err error) []string {
	var (
		asked   *snapshot.Error
		notCode *cog.CodeError
	)
	switch {
	case errors.As(err, &asked):
		return asked.Suggestions
	case errors.As(err, &notCode):
		// A code in a wrong form may be a name, or a code with a slip, of the
		// edition served.
		if s, ok := ctx.Value(servedKey{}).(*snapshot.Served); ok {
			return s.Network().Suggest(snapshot.SearchKind(strings.ToUpper(notCode.Kind)), notCode.Value)
		}
	}
	return nil
}

// recovered turns a panic into an error for the presenter, with its stack for
// the log.
func recovered(log *slog.Logger) graphql.RecoverFunc {
	return func(ctx context.Context, panicked any) error {
		log.ErrorContext(ctx, "an operation panicked", "panic", panicked, "stack", string(debug.Stack()))
		return fmt.Errorf("panic: %v", panicked)
	}
}
