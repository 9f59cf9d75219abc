package plangen

import (
	_ "embed"
	"fmt"
	"go/types"
	"path/filepath"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/99designs/gqlgen/plugin"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed plan.gotpl
var planTemplate string

// A Plugin writes plan.go beside gqlgen's executor.
type Plugin struct {
	// FallBack holds the coordinates of the fields that may be left to the
	// executor; any other that cannot be planned is an error.
	FallBack []string
	// Planned and Unplanned say, afterwards, how many fields were planned and
	// which were not.
	Planned   int
	Unplanned []string
}

var _ interface {
	plugin.SchemaMutator
	plugin.CodeGenerator
} = (*Plugin)(nil)

// Name returns the plugin's name.
func (p *Plugin) Name() string { return "plangen" }

// MutateSchema has no code generated for subscriptions: what they tell of is
// answered as a query is, with its plan and its limits. The schema that is served
// keeps them.
func (p *Plugin) MutateSchema(schema *ast.Schema) error {
	if s := schema.Subscription; s != nil {
		delete(schema.Types, s.Name)
		schema.Subscription = nil
	}
	return nil
}

// GenerateCode writes the plans.
func (p *Plugin) GenerateCode(data *codegen.Data) error {
	in := inputsOf(data)
	objects := objectsOf(data, in)
	err := templates.Render(templates.Options{
		PackageName: data.Config.Exec.Package,
		Filename:    filepath.Join(filepath.Dir(data.Config.Exec.Filename), "plan.go"),
		Template:    planTemplate,
		Data: map[string]any{
			"Objects": objects, "Abstracts": abstracts(data), "Inputs": in, "Query": data.QueryRoot.Name,
		},
		GeneratedHeader: true,
		Packages:        data.Config.Packages,
	})
	if err != nil {
		return err
	}
	return p.check(objects)
}

// check counts the fields and refuses those that newly fall back.
func (p *Plugin) check(objects []object) error {
	for _, o := range objects {
		for _, f := range o.Fields {
			why := f.Why()
			if why == "" {
				p.Planned++
				continue
			}
			coordinate := o.Name + "." + f.Name
			p.Unplanned = append(p.Unplanned, coordinate)
			if !slices.Contains(p.FallBack, coordinate) {
				return fmt.Errorf("%s cannot be planned: %s", coordinate, why)
			}
		}
	}
	return nil
}

// An object is a type of the schema with fields.
type object struct {
	*codegen.Object
	Fields []field
}

// Satisfies names the variable that holds the type conditions the object
// satisfies.
func (o object) Satisfies() string { return templates.LcFirst(o.Name) + "Implementors" }

// objectsOf returns the schema's own objects, those of introspection left out.
func objectsOf(data *codegen.Data, in inputs) []object {
	var objects []object
	for _, o := range data.Objects {
		if strings.HasPrefix(o.Name, "__") || o.Kind == ast.InputObject || o == data.MutationRoot {
			continue
		}
		planned := object{Object: o}
		for _, f := range o.Fields {
			if !strings.HasPrefix(f.Name, "__") {
				planned.Fields = append(planned.Fields, field{f, in})
			}
		}
		objects = append(objects, planned)
	}
	return objects
}

// An abstract is an interface or union with the objects it may be.
type abstract struct {
	*codegen.Interface
	Objects []codegen.InterfaceImplementor // each met as a pointer
}

// abstracts returns the interfaces and unions.
func abstracts(data *codegen.Data) []abstract {
	var found []abstract
	for _, i := range data.Interfaces {
		if strings.HasPrefix(i.Name, "__") {
			continue
		}
		a := abstract{Interface: i}
		for _, impl := range i.Implementors {
			if _, isPointer := impl.Type.(*types.Pointer); isPointer && impl.Kind == ast.Object {
				a.Objects = append(a.Objects, impl)
			}
		}
		found = append(found, a)
	}
	slices.SortFunc(found, func(x, y abstract) int { return strings.Compare(x.Name, y.Name) })
	return found
}
