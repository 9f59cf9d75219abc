package network

// A Text is a text that a source may leave out: "" is null in GraphQL.
type Text string
