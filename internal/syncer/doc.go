// Package syncer keeps the editions up with the official sources: it fetches
// the files that have changed, holds back those that cannot be meant, and has one
// edition made of all the others, as if an operator had imported them.
//
// A file that fails or is held back keeps no other from being published: what
// it would have brought stays as the edition served has it. Nothing is ever
// taken from what is served.
//
// The commands sync and serve enter here. The sources are those of package
// source, the files are read by ingest; where editions are kept is the caller's.
package syncer
