package web

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// A persistedStore keeps queries by their hash, so that clients need not send
// them again: automatic persisted queries, as Apollo's clients ask for them. It
// is bounded in bytes, for anybody may add to it.
type persistedStore struct {
	kept *otter.Cache[string, string]
}

func newPersistedStore() persistedStore {
	return persistedStore{otter.Must(&otter.Options[string, string]{
		MaximumWeight: persistedBytes,
		Weigher:       func(hash, query string) uint32 { return uint32(len(hash) + len(query) + entryBytes) },
	})}
}

// Get returns the query of a hash.
func (s persistedStore) Get(_ context.Context, hash string) (string, bool) {
	return s.kept.GetIfPresent(hash)
}

// Add keeps a query, whose hash was checked.
func (s persistedStore) Add(_ context.Context, hash, query string) { s.kept.Set(hash, query) }

// resolve gives a request that names a persisted query its text, and keeps the
// text that comes with its hash. The answer is what a client is told instead: that
// the text is not known here, whereupon it sends it.
func (s persistedStore) resolve(ctx context.Context, params *graphql.RawParams) (*answer, *refusal) {
	if params.Extensions["persistedQuery"] == nil {
		if params.Query == "" {
			return nil, badRequest("the query is missing")
		}
		return nil, nil
	}
	// The protocol is gqlgen's, which notes what it did in an operation.
	ctx = graphql.WithOperationContext(ctx, &graphql.OperationContext{})
	err := extension.AutomaticPersistedQuery{Cache: s}.MutateOperationParameters(ctx, params)
	switch {
	case err == nil:
		return nil, nil
	case err.Extensions["code"] == nil:
		return nil, badRequest("%s", err.Message)
	}
	return &answer{errors: gqlerror.List{err}}, nil
}
