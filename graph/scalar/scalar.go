// Package scalar writes and reads the scalars whose Go types know nothing of
// GraphQL. It stands apart from graph because the generated code imports it.
package scalar

import (
	"errors"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"maillage/internal/network"
	"maillage/internal/plan"
)

// Each scalar is written by a function for the executor, MarshalX, and one for
// plans, AppendX, which must write the same.

// MarshalText writes a text, "" as null.
func MarshalText(t network.Text) graphql.Marshaler {
	if t == "" {
		return graphql.Null
	}
	return graphql.MarshalString(string(t))
}

// AppendText appends a text, "" as null.
func AppendText(b []byte, t network.Text) []byte {
	if t == "" {
		return append(b, "null"...)
	}
	return plan.AppendString(b, string(t))
}

// UnmarshalText reads a string.
func UnmarshalText(v any) (network.Text, error) {
	s, err := graphql.UnmarshalString(v)
	return network.Text(s), err
}

// MarshalDateTime writes an instant in UTC, to the second: RFC 3339.
func MarshalDateTime(t time.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(AppendDateTime(nil, t)) })
}

// AppendDateTime appends an instant in UTC, to the second: RFC 3339.
func AppendDateTime(b []byte, t time.Time) []byte {
	return t.UTC().AppendFormat(b, `"`+time.RFC3339+`"`)
}

// UnmarshalDateTime reads an RFC 3339 date-time.
func UnmarshalDateTime(v any) (time.Time, error) {
	if s, ok := v.(string); ok {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errors.New("not a date-time: write RFC 3339, such as 2022-01-31T09:00:00Z")
}
