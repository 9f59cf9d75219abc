// Package source is the catalogue of the publications that the network is told
// by: what each is called, whose it is, under which licence it may be used, and
// which of its files are fetched, from where, how often. It is data: nothing here
// reads a file of theirs or asks anybody.
//
// Package download, below, fetches one file. Whoever names a publication enters
// here: ingest for what files come from, the embedded edition for what it was
// made of, syncer for what to fetch.
package source
