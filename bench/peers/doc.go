// Package peers lays the network out for the servers that Maillage is measured
// against: tables in PostgreSQL for PostGraphile, with functions for what the
// product answers in process, objects in a file of JSON for
// Mercurius. The servers themselves are the scripts beside, their packages those
// of package.json.
//
// What they are given is what the served edition shows on its last day, and only
// what the questions of the bench ask about.
//
// The bench alone enters here.
package peers
