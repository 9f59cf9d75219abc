package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// sameContent tells how the data of two answers differ in content, nil if they
// do not. Servers wrap lists and links each in their own way: an object that
// holds nothing but nodes, a service or a site stands for what it holds.
func sameContent(want, got []byte) error {
	wanted, err1 := content(want)
	given, err2 := content(got)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if !reflect.DeepEqual(wanted, given) {
		return fmt.Errorf("its answer has another content: %.300s where Maillage has %.300s", got, want)
	}
	return nil
}

func content(answer []byte) (any, error) {
	var parts struct{ Data any }
	err := json.Unmarshal(answer, &parts)
	return unwrapped(parts.Data), err
}

func unwrapped(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = unwrapped(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = unwrapped(v[key])
		}
		for _, wrapper := range []string{"nodes", "service", "site"} {
			if inner, ok := v[wrapper]; ok && len(v) == 1 {
				return inner
			}
		}
	}
	return v
}
