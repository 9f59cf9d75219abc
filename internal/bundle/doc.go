// Package bundle writes an edition as files that anybody can read, and reads it
// back exactly: a Frictionless data package, a table of CSV for each list of
// records and datapackage.json, which describes them and holds all that the
// edition says of itself but its number, which is its database's.
//
// Nothing here is written table by table: the columns are what the records of
// package network are made of. The same edition makes the same bytes.
//
// This room stands on network alone; the command enters it.
package bundle
