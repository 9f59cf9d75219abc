package peers

import (
	"encoding/json"
	"os"
)

// WriteJSON writes the tables as one object: a list of objects per table, their
// keys the columns.
func WriteJSON(file string, tables []Table) error {
	all := map[string][]map[string]any{}
	for _, t := range tables {
		list := make([]map[string]any, len(t.Rows))
		for i, row := range t.Rows {
			list[i] = map[string]any{}
			for j, column := range t.Columns {
				list[i][column] = row[j]
			}
		}
		all[t.Name] = list
	}
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}
