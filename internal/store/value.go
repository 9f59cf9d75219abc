package store

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// value returns what is stored for a field, the same on both databases: texts,
// numbers and truth values as they are, a time as RFC 3339, NULL for a nil
// pointer or list, and JSON for anything else. bun reads all of them back.
func value(field reflect.Value) (any, error) {
	if v, ok := field.Interface().(time.Time); ok {
		return v.Format(time.RFC3339Nano), nil
	}
	switch field.Kind() {
	case reflect.String:
		return text(field.String())
	case reflect.Int:
		return field.Int(), nil
	case reflect.Float64:
		return field.Float(), nil
	case reflect.Bool:
		return field.Bool(), nil
	case reflect.Slice, reflect.Map:
		if field.IsNil() {
			return nil, nil
		}
	case reflect.Pointer:
		if field.IsNil() {
			return nil, nil
		}
		return value(field.Elem())
	}
	encoded, err := json.Marshal(field.Interface())
	return string(encoded), err
}

// text refuses what PostgreSQL would, so that both databases hold the same.
func text(s string) (any, error) {
	if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
		return nil, errors.New("it holds bytes that are no text")
	}
	return s, nil
}
