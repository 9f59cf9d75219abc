// Package graph is the GraphQL face of the service: the root fields, the
// executor that answers operations, and the table from errors to what a client
// reads.
//
// Everything below a root field is bound straight to snapshot, network, relay
// and cog by gqlgen.yml, so there is nothing to write here for a new field of a
// node: a method in snapshot, a line in schema.graphql and its French in
// descriptions.csv, `go generate ./...`.
//
// A field of Subscription is answered as a field of Query: see subscription.go.
//
// graph/generated is never edited. This room may import the rooms named above;
// web and the command enter it.
package graph

//go:generate sh -c "cd .. && go run ./internal/plangen/gen"
