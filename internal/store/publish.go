package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"

	"maillage/internal/network"
)

// Publish adds an edition of these records and returns it with what the store
// gives it: its number, the next one; the hash of the records; the time of the
// import, unless it is set, to the microsecond, which is what PostgreSQL keeps.
// All is published or, with an error, nothing. Those who publish at the same
// time take turns.
//
// An edition needs its AsOf. Records of a kind need codes that differ.
func (s *Store) Publish(ctx context.Context, edition network.Edition, records *network.Records) (network.Edition, error) {
	edition, err := stamped(edition, records)
	if err != nil {
		return network.Edition{}, fmt.Errorf("publish an edition: %w", err)
	}
	err = s.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error {
		if err := s.engine.serialise(ctx, tx); err != nil {
			return err
		}
		if edition.Number, err = next(ctx, tx); err != nil {
			return err
		}
		return s.write(ctx, tx, &edition, records)
	})
	if err != nil {
		return network.Edition{}, fmt.Errorf("publish an edition: %w", err)
	}
	return edition, nil
}

// stamped returns the edition with all the store gives it but its number.
func stamped(edition network.Edition, records *network.Records) (network.Edition, error) {
	if _, err := network.ParseDate(string(edition.AsOf)); err != nil {
		return edition, fmt.Errorf("the last day it speaks for: %w", err)
	}
	hash, err := records.Sha256()
	if err != nil {
		return edition, err
	}
	edition.Sha256 = hash
	if edition.ImportedAt.IsZero() {
		edition.ImportedAt = time.Now()
	}
	edition.ImportedAt = edition.ImportedAt.UTC().Truncate(time.Microsecond)
	return edition, nil
}

func (s *Store) write(ctx context.Context, tx bun.Tx, edition *network.Edition, records *network.Records) error {
	editions := s.db.Table(reflect.TypeFor[network.Edition]())
	values, err := row(editions.Fields, reflect.ValueOf(edition).Elem())
	if err != nil {
		return err
	}
	if err := s.engine.insert(ctx, tx, editions.Name, names(editions.Fields), [][]any{values}); err != nil {
		return err
	}
	for _, table := range s.tables(records) {
		if err := s.publish(ctx, tx, table, edition.Number); err != nil {
			return fmt.Errorf("%s: %w", table.Name, err)
		}
	}
	return nil
}

// publish brings a table from the rows that hold to those of a new edition.
func (s *Store) publish(ctx context.Context, tx bun.Tx, t table, number int) error {
	held, err := t.held(ctx, tx)
	if err != nil {
		return err
	}
	rows, gone, err := t.compare(held, number)
	if err != nil {
		return err
	}
	if err := t.end(ctx, tx, gone, number); err != nil || len(rows) == 0 {
		return err
	}
	return s.engine.insert(ctx, tx, t.Name, append(names(t.Fields), digestColumn, sinceColumn), rows)
}

// keySeparator stands between the parts of a key. No code holds it.
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
			return nil, nil, fmt.Errorf("%q is there twice", key)
		}
		seen[key] = true
		digest, err := digest(record)
		if err != nil {
			return nil, nil, fmt.Errorf("%q: %w", key, err)
		}
		if held[key] == digest {
			delete(held, key)
			continue
		}
		values, err := row(t.Fields, record)
		if err != nil {
			return nil, nil, fmt.Errorf("%q: %w", key, err)
		}
		rows = append(rows, append(values, digest, number))
	}
	for key := range held {
		gone = append(gone, key)
	}
	slices.Sort(gone)
	return rows, gone, nil
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
