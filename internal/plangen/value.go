package plangen

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/vektah/gqlparser/v2/ast"
)

// writeValue returns the code that writes the value of an expression, depth
// lists down. It does what gqlgen's marshal functions do.
func writeValue(ref *config.TypeReference, expr string, depth int) (string, error) {
	switch {
	case ref.IsPtrToSlice(), ref.IsPtrToPtr(), ref.IsPtrToIntf():
		return "", fmt.Errorf("%s is a pointer to what is one already", ref.GO)
	case ref.IsSlice():
		return writeList(ref, expr, depth)
	case ref.IsNilable():
		return writeNilable(ref, expr, depth)
	}
	return writePresent(ref, expr, depth)
}

// isObjectList says whether a value is a list of pointers to objects, none of
// which may be missing: plan.List writes it.
func isObjectList(ref *config.TypeReference) bool {
	return ref.IsSlice() && ref.Definition.Kind == ast.Object && ref.GQL.Elem.NonNull &&
		ref.GQL.Elem.Elem == nil && ref.Elem().IsPtr()
}

// writeList returns the code for a list.
func writeList(ref *config.TypeReference, expr string, depth int) (string, error) {
	if isObjectList(ref) {
		if ref.GQL.NonNull {
			return fmt.Sprintf("child.Write(w, %s)", expr), nil
		}
		return fmt.Sprintf("if list := %s; list == nil {\nw.Null()\n} else {\nchild.Write(w, list)\n}", expr), nil
	}
	list, i := fmt.Sprintf("list%d", depth), fmt.Sprintf("i%d", depth)
	item, err := writeValue(ref.Elem(), fmt.Sprintf("%s[%s]", list, i), depth+1)
	if err != nil {
		return "", err
	}
	write := fmt.Sprintf("w.OpenList()\nfor %[1]s := range %[2]s {\nif w.Failed() {\nbreak\n}\nw.Item(%[1]s)\n%[3]s\n}\nw.CloseList(len(%[2]s))\n", i, list, item)
	if ref.GQL.NonNull {
		return fmt.Sprintf("%s := %s\n%s", list, expr, write), nil
	}
	return fmt.Sprintf("if %[1]s := %[2]s; %[1]s == nil {\nw.Null()\n} else {\n%[3]s}", list, expr, write), nil
}

// writeNilable returns the code for a pointer or an interface.
func writeNilable(ref *config.TypeReference, expr string, depth int) (string, error) {
	v := fmt.Sprintf("v%d", depth)
	present := v
	if ref.IsPtr() && ref.Definition.IsLeafType() {
		present = "*" + v
	}
	write, err := writePresent(ref, present, depth)
	if err != nil {
		return "", err
	}
	absent := "w.Null()"
	if ref.GQL.NonNull {
		absent = "w.HandOver()"
	}
	return fmt.Sprintf("if %[1]s := %[2]s; %[1]s == nil {\n%[3]s\n} else {\n%[4]s\n}", v, expr, absent, write), nil
}

// writePresent returns the code for a value that is there.
func writePresent(ref *config.TypeReference, expr string, depth int) (string, error) {
	switch {
	case ref.Definition.IsLeafType():
		return writeLeaf(ref, expr)
	case ref.IsNilable() && ref.Definition.Kind == ast.Object:
		return fmt.Sprintf("child.Write(w, %s)", expr), nil
	case ref.Definition.Kind == ast.Object:
		if strings.HasSuffix(expr, ")") { // a method's result has no address
			return fmt.Sprintf("v%[1]d := %[2]s\nchild.Write(w, &v%[1]d)", depth, expr), nil
		}
		return fmt.Sprintf("child.Write(w, &%s)", expr), nil
	}
	return fmt.Sprintf("child(w, %s)", expr), nil
}

const gqlgenScalars = "github.com/99designs/gqlgen/graphql"

// writeLeaf returns the code for a scalar or an enum value.
func writeLeaf(ref *config.TypeReference, expr string) (string, error) {
	goType := ref.GO
	if p, ok := goType.(*types.Pointer); ok {
		goType = p.Elem()
	}
	switch {
	case ref.HasEnumValues():
		return "", fmt.Errorf("%s has its values named in gqlgen.yml", ref.Definition.Name)
	case ref.IsMarshaler && ref.IsContext:
		return "", fmt.Errorf("%s is written with a context", goType)
	case ref.IsMarshaler:
		if hasMethod(goType, "AppendJSON") {
			return fmt.Sprintf("plan.Append(w, %s)", expr), nil
		}
		return fmt.Sprintf("%s.MarshalGQL(w)", strings.TrimPrefix(expr, "*")), nil
	case ref.Marshaler == nil:
		return "", fmt.Errorf("%s has no marshaller", goType)
	case ref.Marshaler.Pkg().Path() == gqlgenScalars:
		return writeBuiltIn(ref.Marshaler.Name(), expr)
	}
	return writeCustom(ref, expr), nil
}

// writeBuiltIn returns the code for a value of one of gqlgen's own scalars, or
// for one that is cast to it.
func writeBuiltIn(marshaler, expr string) (string, error) {
	switch marshaler {
	case "MarshalString", "MarshalID":
		return fmt.Sprintf("w.String(string(%s))", expr), nil
	case "MarshalInt", "MarshalInt32", "MarshalInt64":
		return fmt.Sprintf("w.Int(int64(%s))", expr), nil
	case "MarshalBoolean":
		return fmt.Sprintf("w.Bool(%s)", expr), nil
	case "MarshalFloatContext":
		return fmt.Sprintf("w.Float(%s)", expr), nil
	}
	return "", fmt.Errorf("%s is a scalar of gqlgen that plans do not know", marshaler)
}

// writeCustom returns the code for a scalar with functions of its own. If there
// is an AppendX beside its MarshalX, that writes it.
func writeCustom(ref *config.TypeReference, expr string) string {
	pkg := importName(ref.Marshaler.Pkg())
	write := fmt.Sprintf("%s.%s(%s).MarshalGQL(w)", pkg, ref.Marshaler.Name(), expr)
	appender := "Append" + strings.TrimPrefix(ref.Marshaler.Name(), "Marshal")
	if ref.Marshaler.Pkg().Scope().Lookup(appender) != nil {
		write = fmt.Sprintf("plan.AppendWith(w, %s.%s, %s)", pkg, appender, expr)
	}
	if ref.GQL.NonNull {
		return "mark := w.Mark()\n" + write + "\nw.NotNull(mark)"
	}
	return write
}

// importName returns the name that the file being written imports a package by.
// Between files, when it is only asked whether there is code to write, there is
// none.
func importName(pkg *types.Package) string {
	if templates.CurrentImports == nil {
		return pkg.Name()
	}
	return templates.CurrentImports.Lookup(pkg.Path())
}

// hasMethod says whether a type has a method of that name.
func hasMethod(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Func)
	return ok
}

// returns says whether a type has a method of that name with one result of that
// type.
func returns(t types.Type, name string, result types.Type) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	method, ok := obj.(*types.Func)
	if !ok {
		return false
	}
	results := method.Signature().Results()
	return results.Len() == 1 && types.Identical(results.At(0).Type(), result)
}
