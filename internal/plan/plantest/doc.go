// Package plantest writes random valid requests of a schema, to compare what
// answers them: every field, argument, fragment and directive in turn, with
// literals and with variables.
//
// It knows the schema and nothing of what it is about: values come from who asks,
// see [Values]. For tests alone; it stands on nothing else of ours.
package plantest
