package bundle

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"maillage/internal/network"
)

// A column is a field of a record, or of a struct within it.
type column struct {
	name     string // "address_street"
	path     []int  // of fields, from the record
	of       reflect.Type
	key      bool   // whether it is of what a record is known by
	optional []int  // path of the pointer that is nil if all of its columns are empty; nil if there is none
	kind     string // in Frictionless's words
}

// columnsOf returns the columns of a type of records.
func columnsOf(record reflect.Type) []column { return within(record, "", nil, nil) }

func within(of reflect.Type, prefix string, path, optional []int) []column {
	var columns []column
	for i := range of.NumField() {
		field := of.Field(i)
		name, at := prefix+snake(field.Name), slices.Concat(path, []int{i})
		switch {
		case field.Type.Kind() == reflect.Struct:
			columns = append(columns, within(field.Type, name+"_", at, optional)...)
		case optional == nil && tells(field.Type):
			columns = append(columns, within(field.Type.Elem(), name+"_", at, at)...)
		default:
			columns = append(columns, column{
				name: name, path: at, of: field.Type, optional: optional, kind: kindOf(field.Type),
				key: strings.Contains(field.Tag.Get("bun"), ",pk"),
			})
		}
	}
	return columns
}

// tells says whether a type points to a struct that, if it is there, fills a cell:
// one with a number.
func tells(of reflect.Type) bool {
	if of.Kind() != reflect.Pointer || of.Elem().Kind() != reflect.Struct {
		return false
	}
	for i := range of.Elem().NumField() {
		switch of.Elem().Field(i).Type.Kind() {
		case reflect.Int, reflect.Float64, reflect.Bool:
			return true
		}
	}
	return false
}

// kindOf returns the type of a column for those who read the tables.
func kindOf(of reflect.Type) string {
	if of == reflect.TypeFor[network.Date]() {
		return "date"
	}
	if of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch of.Kind() {
	case reflect.String:
		return "string"
	case reflect.Int:
		return "integer"
	case reflect.Float64:
		return "number"
	case reflect.Bool:
		return "boolean"
	case reflect.Slice:
		return "array"
	}
	return "any"
}

// cell returns what stands in the column for a record: "" for what is not there.
func (c column) cell(record reflect.Value) (string, error) {
	if c.optional != nil && record.FieldByIndex(c.optional).IsNil() {
		return "", nil
	}
	value := record.FieldByIndex(c.path)
	if (value.Kind() == reflect.Pointer || value.Kind() == reflect.Slice) && value.IsNil() {
		return "", nil
	}
	if value.Kind() == reflect.Pointer {
		value = value.Elem()
	}
	switch value.Kind() {
	case reflect.String:
		return value.String(), nil
	case reflect.Int:
		return strconv.FormatInt(value.Int(), 10), nil
	case reflect.Float64:
		return strconv.FormatFloat(value.Float(), 'g', -1, 64), nil
	case reflect.Bool:
		return strconv.FormatBool(value.Bool()), nil
	}
	text, err := json.Marshal(value.Interface())
	return string(text), err
}

// set puts what stands in a cell into a record.
func (c column) set(record reflect.Value, cell string) error {
	if cell == "" {
		return nil
	}
	if c.optional != nil {
		if struc := record.FieldByIndex(c.optional); struc.IsNil() {
			struc.Set(reflect.New(struc.Type().Elem()))
		}
	}
	value := record.FieldByIndex(c.path)
	if value.Kind() == reflect.Pointer {
		value.Set(reflect.New(value.Type().Elem()))
		value = value.Elem()
	}
	if err := setValue(value, cell); err != nil {
		return fmt.Errorf("%q is no %s", cell, c.kind)
	}
	return nil
}

func setValue(value reflect.Value, cell string) error {
	switch value.Kind() {
	case reflect.String:
		value.SetString(cell)
	case reflect.Int:
		n, err := strconv.Atoi(cell)
		value.SetInt(int64(n))
		return err
	case reflect.Float64:
		f, err := strconv.ParseFloat(cell, 64)
		value.SetFloat(f)
		return err
	case reflect.Bool:
		b, err := strconv.ParseBool(cell)
		value.SetBool(b)
		return err
	default:
		return json.Unmarshal([]byte(cell), value.Addr().Interface())
	}
	return nil
}

// snake writes a Go name as a column's: "SurfaceKm2" as "surface_km2", "URL" as
// "url".
func snake(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		if i > 0 && unicode.IsUpper(r) && (!unicode.IsUpper(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
