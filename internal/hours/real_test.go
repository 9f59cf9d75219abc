package hours

import (
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"

	"maillage/internal/realdata"
)

// published returns the text of each day of a list, with how often it comes.
func published(t *testing.T, files fs.FS, name string) map[string]int {
	t.Helper()
	data, err := fs.ReadFile(files, name)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	if strings.HasSuffix(name, ".csv") {
		rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for column, title := range rows[0] {
			for _, row := range rows[1:] {
				if strings.HasPrefix(title, "h_") {
					found[row[column]]++
				}
			}
		}
		return found
	}
	var list struct {
		Features []struct{ Properties map[string]any }
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	for _, site := range list.Features {
		for title, value := range site.Properties {
			if text, ok := value.(string); ok && strings.HasPrefix(title, "h_") {
				found[text]++
			}
		}
	}
	return found
}

// What the lists of four years publish is read, but for what is said in words or
// was mistyped.
func TestRealLists(t *testing.T) {
	files := realdata.FS(t)
	for _, list := range []struct {
		file                     string
		texts, remarks, mistyped int // days with hours; of them not read wholly; of those without words
	}{
		{"sites/2020-01-02-france-services.csv", 1712, 94, 1},
		{"sites/2020-02-06-france_services.geojson", 2428, 73, 0},
		{"sites/2020-10-12-france_services.geojson", 4049, 181, 59},
		{"sites/liste-fs-20240801.csv", 13944, 0, 0},
	} {
		texts, remarks, mistyped := 0, 0, 0
		found := published(t, files, list.file)
		for _, text := range slices.Sorted(maps.Keys(found)) {
			d := ReadDay(text)
			if d.Ranges == nil && d.Remark == nil {
				continue
			}
			texts += found[text]
			if d.Remark == nil {
				continue
			}
			remarks += found[text]
			if !strings.ContainsAny(strings.ToLower(*d.Remark), "abcdefghijklmnopqrstuvwxyz") {
				mistyped += found[text]
			}
		}
		if texts != list.texts || remarks != list.remarks || mistyped != list.mistyped {
			t.Errorf("%s: of %d days with hours %d have a remark, %d of them mistyped", list.file, texts, remarks, mistyped)
		}
	}
}
