// Package source is the catalogue of the publications that the network is told
// by: what each is called, whose it is, under which licence it may be used. It is
// data: nothing here reads a file of theirs or asks anybody.
//
// Whoever names a publication enters here: ingest for what files come from, the
// embedded edition for what it was made of.
package source
