// Package store keeps the records of every edition in a database, SQLite or
// PostgreSQL, and gives back those of any edition exactly. It is the only room
// that knows SQL.
//
// Editions are never changed. A row is stored once, with the editions between
// which it held: publishing almost the same records again writes almost
// nothing, any edition reads back as it was published, and a reader needs no
// transaction to see a whole edition, since what is published later touches
// nothing of it.
//
// Nothing here is written table by table. The columns are what bun makes of the
// records of package network; a new field needs a migration, and a test says so.
//
// The commands enter here to import and to load what they serve; the rooms that
// answer questions never do.
package store
