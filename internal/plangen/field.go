package plangen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
)

// A field is a field of an object.
type field struct {
	*codegen.Field
	inputs inputs // of its arguments
}

// Why says what keeps the field from being planned, "" if nothing does.
func (f field) Why() string {
	switch {
	case f.IsResolver && !f.Object.Root:
		return "it has a resolver: bind it to a method"
	case f.IsMap():
		return "it is read from a map"
	case f.VOkFunc:
		return "its method reports presence by a second result"
	case f.HasDirectives(), slices.ContainsFunc(f.Args, func(a *codegen.FieldArgument) bool { return len(a.ImplDirectives()) > 0 }):
		return "a directive runs when it is resolved"
	case f.Stream, f.Batch:
		return "it is no plain value"
	}
	_, err := f.value()
	if err != nil {
		return err.Error()
	}
	return ""
}

// Child returns the type whose selection the field has, "" for a leaf.
func (f field) Child() string {
	if f.TypeReference.Definition.IsLeafType() {
		return ""
	}
	return f.TypeReference.Definition.Name
}

// CompileChild returns the code that compiles that selection.
func (f field) CompileChild() string {
	child := fmt.Sprintf("c.plan%s(f.Selections)", f.Child())
	if isObjectList(f.TypeReference) {
		return fmt.Sprintf("plan.ListOf(c.memo, %s)", child)
	}
	return child
}

// fails says whether reading the field may end in an error.
func (f field) fails() bool { return f.IsResolver || f.IsMethod() && !f.NoErr }

// TakesContext says whether reading the field takes the operation's context.
func (f field) TakesContext() bool { return f.IsResolver || f.MethodHasContext }

// access returns the Go expression that reads the field.
func (f field) access() string {
	if f.IsVariable() && !f.IsResolver {
		return "obj." + f.GoFieldName
	}
	var args []string
	if f.TakesContext() {
		args = append(args, "w.Context()")
	}
	for _, a := range f.Args {
		args = append(args, argument(a))
	}
	receiver := "obj"
	if f.IsResolver {
		receiver = "resolvers." + f.Object.Name + "()"
	}
	return fmt.Sprintf("%s.%s(%s)", receiver, f.GoFieldName, strings.Join(args, ", "))
}

// argument returns the Go expression of an argument.
func argument(a *codegen.FieldArgument) string { return "a." + templates.ToGo(a.Name) }

// Arguments returns the code that makes the arguments ready to be read: a struct
// of them, and what reads each.
func (f field) Arguments() string {
	var fields, read strings.Builder
	for _, a := range f.Args {
		name := templates.ToGo(a.Name)
		fmt.Fprintf(&fields, "%s %s\n", name, templates.CurrentImports.LookupType(a.TypeReference.GO))
		read.WriteString(f.inputs.read(a.Name, argument(a), a.TypeReference))
	}
	return fmt.Sprintf(`type arguments struct {
%s}
args := plan.ReadArgs(c.memo, f.Field, func(a *arguments, given plan.Given) {
%s})
`, fields.String(), read.String())
}

// Write returns the code that reads the field and writes its value.
func (f field) Write() (string, error) {
	write, err := f.value()
	if err != nil {
		return "", err
	}
	if f.fails() {
		write = fmt.Sprintf("v, err := %s\nif err != nil {\nw.Fail(err)\nreturn\n}\n%s", f.access(), write)
	}
	if len(f.Args) > 0 {
		write = "a := args.Of(w)\nif a == nil {\nreturn\n}\n" + write
	}
	return write, nil
}

// value returns the code that writes the field's value.
func (f field) value() (string, error) {
	if f.isSequence() {
		return "child.WriteSequence(w, obj)", nil
	}
	if f.fails() {
		return writeValue(f.TypeReference, "v", 0)
	}
	return writeValue(f.TypeReference, f.access(), 0)
}

// isSequence says whether the field is the list of an object that gives its
// nodes one by one as well, so that none need be made: a page of a connection.
func (f field) isSequence() bool {
	if f.GoFieldName != "Nodes" || !f.IsMethod() || f.fails() || !isObjectList(f.TypeReference) || !f.TypeReference.GQL.NonNull {
		return false
	}
	return hasMethod(f.Object.Type, "Len") && returns(f.Object.Type, "Node", f.TypeReference.Elem().GO)
}
