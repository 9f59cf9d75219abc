// Package web is the HTTP face: routes, the GraphQL-over-HTTP transport, limits,
// headers, kept answers, packing, persisted queries, health, metrics, request ids
// and the access log. It answers operations through gqlgen's executor and knows
// nothing of where the data comes from.
//
// The transport is its own because gqlgen's fail a part of the specification's
// audits: statuses per media type, the absent data entry of a request error,
// negotiation, HEAD. Specification: https://graphql.github.io/graphql-over-http/draft/
//
// An answer is a function of what is served, the build and the question, so that
// it has a strong entity tag and is kept as it was sent: see answerKey. The
// buffer an answer is written to is lent by this room, through plan.
//
// Subscriptions, which have no one answer, are told of as streams: see stream.go.
//
// Everything that bounds a request is in limits.go. A refusal is a GraphQL error
// whose extensions.code says why and, where there is something to measure, what
// was measured and what the limit is.
//
// Only cmd/maillage may enter.
package web
