// Package plangen is a gqlgen plugin that generates plans: for each object of
// the schema, the code that compiles what a query selects of it into functions
// that append JSON straight from the bound Go values (see internal/plan).
//
// It reads the binding data gqlgen generates its own executor from: receiver,
// method or field, arguments, nullability, marshallers. So there is no list of
// fields to keep by hand, and a plan and the executor cannot disagree about what
// a field is. Arguments, and the fields of input objects, are read by the
// executor's own generated functions, too; what is left out is the map that the
// executor makes of an object first.
//
// The files are one step each: plugin.go finds what there is, field.go writes the
// code of a field, value.go that of a value, input.go that of what is given,
// plan.gotpl puts it together. Only the command in gen runs it, at `go generate`.
package plangen
