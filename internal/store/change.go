package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/uptrace/bun"
)

// keySeparator stands between the parts of a key. No code holds it, and it comes
// before all that codes hold, so that keys are in the order of their parts.
const keySeparator = "\x1f"

// held returns the digest of each row that holds, by key.
func (t table) held(ctx context.Context, tx bun.Tx) (map[string]string, error) {
	keys := quoted(names(t.PKs)...)
	rows, err := tx.QueryContext(ctx, fmt.Sprintf("SELECT digest, %s FROM %s WHERE until IS NULL", keys, quoted(t.Name)))
	if err != nil {
		return nil, err
	}
	defer rows.Close()

	held := make(map[string]string)
	values := make([]string, 1+len(t.PKs))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		held[strings.Join(values[1:], keySeparator)] = values[0]
	}
	return held, rows.Err()
}

// compare returns the rows to add and, in order, the keys of those that no
// longer hold. It uses held up.
func (t table) compare(held map[string]string, number int) (rows [][]any, gone []string, err error) {
	seen := make(map[string]bool, t.list.Len())
	for i := range t.list.Len() {
		record := t.list.Index(i)
		key, err := t.key(record)
		if err != nil {
			return nil, nil, err
		}
		if seen[key] {
			return nil, nil, fmt.Errorf("%q is there twice", readable(key))
		}
		seen[key] = true
		digest, err := digest(record)
		if err != nil {
			return nil, nil, fmt.Errorf("%q: %w", readable(key), err)
		}
		if held[key] == digest {
			delete(held, key)
			continue
		}
		values, err := row(t.Fields, record)
		if err != nil {
			return nil, nil, fmt.Errorf("%q: %w", readable(key), err)
		}
		rows = append(rows, append(values, digest, number))
	}
	return rows, slices.Sorted(maps.Keys(held)), nil
}

// key returns what a record is known by: its code, mostly.
func (t table) key(record reflect.Value) (string, error) {
	parts := make([]string, len(t.PKs))
	for i, field := range t.PKs {
		parts[i] = field.Value(record).String()
		if parts[i] == "" {
			return "", fmt.Errorf("a record without %s", field.Name)
		}
	}
	return strings.Join(parts, keySeparator), nil
}

// readable returns a key as a person would write it: "france 2020-01-31".
func readable(key string) string { return strings.ReplaceAll(key, keySeparator, " ") }

// digest returns a hash of a record, half a SHA-256, which is plenty to tell two
// versions of it apart.
func digest(record reflect.Value) (string, error) {
	encoded, err := json.Marshal(record.Addr().Interface())
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(encoded)
	return hex.EncodeToString(sum[:16]), nil
}

// end writes that the rows of these keys hold no longer.
func (t table) end(ctx context.Context, tx bun.Tx, keys []string, number int) error {
	const batch = 500
	tuple := "(?" + strings.Repeat(", ?", len(t.PKs)-1) + ")"
	for chunk := range slices.Chunk(keys, batch) {
		values := []any{number}
		for _, key := range chunk {
			for _, part := range strings.Split(key, keySeparator) {
				values = append(values, part)
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("UPDATE %s SET until = ? WHERE until IS NULL AND (%s) IN (VALUES %s)",
			quoted(t.Name), quoted(names(t.PKs)...), tuple+strings.Repeat(", "+tuple, len(chunk)-1)), values...)
		if err != nil {
			return err
		}
	}
	return nil
}
