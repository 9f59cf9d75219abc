// Package quality says what is doubtful in the sites that a list publishes, and
// what of it was put right: rules as data, each with a code, a sentence and a
// function of the records alone.
//
// What is doubtful is served as published unless a rule says otherwise. A
// personal contact is counted here and never quoted.
//
// Package ingest enters here with the records it made and with what it put right
// while reading them.
package quality
