// Package relay holds what the Relay specification asks of a GraphQL server:
// connections, keyset cursors and global ids. It knows nothing of the network.
package relay
