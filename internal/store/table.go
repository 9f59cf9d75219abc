package store

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"maillage/internal/network"
)

// The columns that every table of records has besides the fields of its record.
const (
	digestColumn = "digest" // hash of the record, to tell whether it changed
	sinceColumn  = "since"  // number of the first edition that holds the row
	untilColumn  = "until"  // number of the first edition that no longer does; NULL while it holds
)

// heldAt is the condition that a row holds in an edition, whose number it takes
// twice.
const heldAt = "since <= ? AND (until IS NULL OR until > ?)"

// A table is a list of records and the table it is kept in.
type table struct {
	*schema.Table
	list reflect.Value // of type []network.Site and the like; can be set
}

// tables returns the table of each list of records.
func (r Reader) tables(records *network.Records) []table {
	lists := reflect.ValueOf(records).Elem()
	tables := make([]table, lists.NumField())
	for i := range tables {
		list := lists.Field(i)
		tables[i] = table{r.table(list.Type().Elem()), list}
	}
	return tables
}

// table returns the table of a type of records.
func (r Reader) table(record reflect.Type) *schema.Table { return r.db.Dialect().Tables().Get(record) }

// load reads the records that an edition holds, in the order of their codes.
func (t table) load(ctx context.Context, db bun.IDB, number int) error {
	err := db.NewSelect().Model(t.list.Addr().Interface()).Where(heldAt, number, number).Scan(ctx)
	if err == nil {
		err = t.sort()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", t.Name, err)
	}
	return nil
}

// sort puts the records in the order of their codes. The server is not asked to:
// PostgreSQL would want room on its disk, which may be full.
func (t table) sort() error {
	keys := make([]string, t.list.Len())
	order := make([]int, len(keys))
	for i := range keys {
		var err error
		if keys[i], err = t.key(t.list.Index(i)); err != nil {
			return err
		}
		order[i] = i
	}
	if slices.IsSorted(keys) {
		return nil
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(keys[i], keys[j]) })
	sorted := reflect.MakeSlice(t.list.Type(), len(keys), len(keys))
	for i, j := range order {
		sorted.Index(i).Set(t.list.Index(j))
	}
	t.list.Set(sorted)
	return nil
}

// row returns the values of a record, one for each field.
func row(fields []*schema.Field, record reflect.Value) ([]any, error) {
	values := make([]any, len(fields), len(fields)+2)
	for i, field := range fields {
		value, err := value(field.Value(record))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", field.Name, err)
		}
		values[i] = value
	}
	return values, nil
}

func names(fields []*schema.Field) []string {
	names := make([]string, len(fields), len(fields)+2)
	for i, field := range fields {
		names[i] = field.Name
	}
	return names
}

// quoted writes names as a list of SQL identifiers.
func quoted(names ...string) string { return `"` + strings.Join(names, `", "`) + `"` }
