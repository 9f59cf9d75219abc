// Package snapshot is the network at one edition and date: the published
// records linked to one another, indexed, and answering the questions the schema
// asks of them.
//
// It comes in three layers, each built on the one before:
//
//   - an archive is one edition, linked: all that no date changes;
//   - a day is the choice of the sites that exist on it, one for each day on
//     which the choice changes, however many dates are asked for;
//   - a [Network] is what is asked: an edition, a date, and the nodes seen from
//     there. A node is a published record together with the Network it is seen
//     from, so that everything reached from it belongs to the same date.
//
// All of it is immutable once built and read by any number of goroutines. The
// [Keeper] holds the one that is served and opens others.
//
// Methods that answer a field of the schema take no context: gqlgen binds them
// and calls them inline. This room may import network, cog and relay; graph and
// the command enter it.
package snapshot
