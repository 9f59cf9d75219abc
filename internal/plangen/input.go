package plangen

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
)

// inputs are the input objects that are read field by field. Any other is read by
// the executor's own function.
type inputs []*codegen.Object

// inputsOf returns those with which gqlgen does nothing but set fields.
func inputsOf(data *codegen.Data) inputs {
	var in inputs
	for _, o := range data.Inputs {
		if !o.IsMap() && !o.HasUnmarshal() && len(o.InputObjectDirectives()) == 0 && !slices.ContainsFunc(o.Fields, isUnusual) {
			in = append(in, o)
		}
	}
	return in
}

// isUnusual says whether more is done with a field of an input object than to set
// it to a value of its type.
func isUnusual(f *codegen.Field) bool {
	return f.IsResolver || f.TypeReference.IsOmittable || len(f.ImplDirectives()) > 0
}

// ReadFields returns the code that reads the fields of an input object.
func (in inputs) ReadFields(o *codegen.Object) string {
	var read strings.Builder
	for _, f := range o.Fields {
		read.WriteString(in.read(f.Name, "it."+f.GoFieldName, f.TypeReference))
	}
	return read.String()
}

// read returns the code that reads what is given by a name.
func (in inputs) read(name, to string, ref *config.TypeReference) string {
	function, fields := in.reader(ref)
	return fmt.Sprintf("plan.%s(given, %q, &%s, c.%s%s)\n", function, name, to, ref.UnmarshalFunc(), fields)
}

// reader returns the function that reads a value of a type, and what it takes to
// read the fields of one.
func (in inputs) reader(ref *config.TypeReference) (function, fields string) {
	i := slices.IndexFunc(in, func(o *codegen.Object) bool { return o.Name == ref.Definition.Name })
	if i < 0 {
		return "Read", ""
	}
	pointer := types.NewPointer(in[i].Type)
	fields = ", c.read" + in[i].Name
	switch {
	case types.Identical(ref.GO, in[i].Type):
		return "ReadInput", fields
	case types.Identical(ref.GO, pointer):
		return "ReadInputPointer", fields
	case types.Identical(ref.GO, types.NewSlice(pointer)):
		return "ReadInputs", fields
	}
	return "Read", ""
}
