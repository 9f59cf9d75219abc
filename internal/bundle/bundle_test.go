package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"maillage/internal/network"
)

// anyEdition draws records of every kind, with whatever values their types have.
func anyEdition(t *rapid.T) (network.Edition, *network.Records) {
	records := rapid.Make[network.Records]().Draw(t, "records")
	onlyTexts(reflect.ValueOf(&records).Elem())
	e := network.Edition{
		Label: text(t), AsOf: "2024-08-01", ImportedAt: time.Date(2024, 8, 2, 1, 2, 3, 456000, time.UTC),
		Coverage: []network.EditionCoverage{{Territory: "region:32", Until: "2020-01-01"}},
		Gaps:     []network.DataGap{{Field: "Site.agents", Reason: text(t), Since: "2020-01-01"}},
		Withheld: []network.Withheld{{Field: "Contact.email", Count: 208, Reason: "<personal & so>"}},
		Report:   network.Report{Assumptions: []string{text(t)}},
	}
	var err error
	if e.Sha256, err = records.Sha256(); err != nil {
		t.Fatal(err)
	}
	return e, &records
}

func text(t *rapid.T) string { return strings.ToValidUTF8(rapid.String().Draw(t, "text"), "") }

// onlyTexts takes out of a value the bytes that are no text, which no store keeps.
func onlyTexts(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(strings.ToValidUTF8(v.String(), ""))
	case reflect.Struct:
		for i := range v.NumField() {
			onlyTexts(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			onlyTexts(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			onlyTexts(v.Elem())
		}
	}
}

// What is read is what was written, whatever it is, from a file and from a folder,
// and the same edition makes the same bytes.
func TestRoundTrip(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		e, records := anyEdition(t)
		in, err := os.MkdirTemp(folder, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{filepath.Join(in, "a.zip"), filepath.Join(in, "b.zip"), filepath.Join(in, "folder")} {
			numbered := e
			numbered.Number, numbered.Withdrawn = len(path), true
			if err := Write(path, numbered, records, nil); err != nil {
				t.Fatal(err)
			}
			got, read, err := Read(path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(e, got); diff != "" {
				t.Fatalf("the edition differs (-written +read):\n%s", diff)
			}
			if hash, err := read.Sha256(); err != nil || hash != e.Sha256 {
				t.Fatalf("the records differ, error %v:\n%s", err, cmp.Diff(records, read))
			}
			if !Is(path) {
				t.Errorf("%s is not recognised", path)
			}
		}
		a, err1 := os.ReadFile(filepath.Join(in, "a.zip"))
		b, err2 := os.ReadFile(filepath.Join(in, "b.zip"))
		if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
			t.Error("the same edition makes other bytes")
		}
	})
}

// Every field of every record has a column of its own: a new one needs nothing
// here, and one of a type that is not known is JSON.
func TestEveryFieldHasAColumn(t *testing.T) {
	for _, l := range listsOf(new(network.Records)) {
		paths, names, keys := map[string]bool{}, map[string]bool{}, 0
		for _, c := range l.columns {
			paths[fmt.Sprint(c.path)], names[c.name] = true, true
			if c.key {
				keys++
			}
			if c.kind == "any" {
				t.Errorf("%s.%s is of a type that its readers are not told", l.name, c.name)
			}
		}
		if len(names) != len(l.columns) || len(paths) != len(l.columns) || keys == 0 {
			t.Errorf("%s: %d columns of %d fields have %d names, %d of them keys", l.name, len(l.columns), len(paths), len(names), keys)
		}
		if want := leaves(l.values.Type().Elem()); want != len(l.columns) {
			t.Errorf("%s has %d fields and %d columns", l.name, want, len(l.columns))
		}
	}
}

// leaves counts the fields of a record and of the structs in it.
func leaves(of reflect.Type) (n int) {
	for i := range of.NumField() {
		field := of.Field(i).Type
		if field.Kind() == reflect.Pointer {
			field = field.Elem()
		}
		if field.Kind() == reflect.Struct {
			n += leaves(field)
		} else {
			n++
		}
	}
	return n
}

// written returns a bundle, opened up.
func written(t *testing.T) map[string]string {
	t.Helper()
	records := &network.Records{
		Regions: []network.Region{{Code: "32", Name: "Hauts-de-France"}},
		Counts:  []network.ReportedCount{{Territory: "france", Date: "2020-01-31", Labelled: 460}},
		Sources: []network.Source{{Code: "anct", Title: "Liste", URL: "https://example.org", Licence: network.Licence{Name: "Licence Ouverte 2.0"}}},
	}
	hash, err := records.Sha256()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bundle")
	if err := Write(path, network.Edition{AsOf: "2020-01-31", Label: "Janvier", Sha256: hash}, records, nil); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	found, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		text, err := os.ReadFile(filepath.Join(path, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name()] = string(text)
	}
	return files
}

// packed writes files as anybody would pack them.
func packed(t *testing.T, files map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bundle.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		entry, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(entry, files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestChangedBundlesAreRefused(t *testing.T) {
	if _, _, err := Read(packed(t, written(t)), nil); err != nil {
		t.Fatalf("a bundle packed by somebody else: %v", err)
	}
	tableHash := regexp.MustCompile(`"hash": "sha256:[0-9a-f]{64}"`)
	const both = `[0-9a-f]{64}, not (sha256:)?[0-9a-f]{64}`
	for name, test := range map[string]struct {
		change func(map[string]string)
		want   string
	}{
		"a digit": {func(f map[string]string) { f["counts.csv"] = strings.Replace(f["counts.csv"], "460", "461", 1) }, both},
		"a digit, and the hash of its table": {func(f map[string]string) {
			f["counts.csv"] = strings.Replace(f["counts.csv"], "460", "461", 1)
			changed := sum([]byte(f["counts.csv"]))
			before, after, _ := strings.Cut(f[descriptorFile], `"path": "counts.csv"`)
			f[descriptorFile] = before + `"path": "counts.csv"` + strings.Replace(after, tableHash.FindString(after), `"hash": "sha256:`+changed+`"`, 1)
		}, both + " as it says"},
		"a day": {func(f map[string]string) {
			f[descriptorFile] = strings.Replace(f[descriptorFile], "2020-01-31\",\n      \"importedAt", "2020-01-30\",\n      \"importedAt", 1)
		}, both},
		"a row less": {func(f map[string]string) {
			f["regions.csv"] = f["regions.csv"][:strings.Index(f["regions.csv"], "\n")+1]
		}, both},
		"half a row":   {func(f map[string]string) { f["regions.csv"] = f["regions.csv"][:len(f["regions.csv"])-3] }, both},
		"a table less": {func(f map[string]string) { delete(f, "counts.csv") }, "counts.csv"},
		"a table more": {func(f map[string]string) {
			f[descriptorFile] = strings.Replace(f[descriptorFile], "counts.csv", "stars.csv", 1)
		}, `"stars.csv" is not known here`},
		"another version": {func(f map[string]string) {
			f[descriptorFile] = strings.Replace(f[descriptorFile], `"version": 1`, `"version": 2`, 1)
		}, "version 2"},
		"another package":     {func(f map[string]string) { f[descriptorFile] = `{"name":"other","resources":[]}` }, "another data package"},
		"half the descriptor": {func(f map[string]string) { f[descriptorFile] = f[descriptorFile][:100] }, descriptorFile},
	} {
		t.Run(name, func(t *testing.T) {
			before, files := written(t), written(t)
			if test.change(files); maps.Equal(before, files) {
				t.Fatal("nothing was changed")
			}
			_, _, err := Read(packed(t, files), nil)
			if err == nil || !regexp.MustCompile(test.want).MatchString(err.Error()) {
				t.Errorf("error %v, want one that says %q", err, test.want)
			}
		})
	}
}

func TestCutOff(t *testing.T) {
	path := packed(t, written(t))
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{0, 10, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(path, whole[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := Read(path, nil); err == nil || !strings.Contains(err.Error(), "cut off") {
			t.Errorf("%d bytes of %d: error %v", length, len(whole), err)
		}
	}
}

// A bundle that unpacks to more than an edition can be is refused, with the table
// and the line, before it fills the memory.
func TestTooMuch(t *testing.T) {
	for _, test := range []struct{ table, header, row, want string }{
		{"sites.csv", "code\n", "1\n", `sites\.csv: line 40002: .* more than 40000 sites`},
		{"regions.csv", "code\n", "1\n", `regions\.csv: line 400002: .* more than 400000 rows`},
		{"regions.csv", "code\n", strings.Repeat("x", 1<<20) + "\n", `regions\.csv: line 129: .* more than 128 MiB`},
		{"regions.csv", "code\n", strings.Repeat("x", 5<<20) + "\n", `regions\.csv: line 2: .*too long`},
		{"regions.csv", "code\n", strings.Repeat(",", 2000) + "\n", `regions\.csv: line 2: .*too long`},
	} {
		path := filepath.Join(t.TempDir(), "bundle.zip")
		packHostile(t, path, test.table, test.header, test.row)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := Read(path, nil)
		runtime.ReadMemStats(&after)
		if err == nil || !regexp.MustCompile(test.want).MatchString(err.Error()) {
			t.Errorf("error %v, want one that says %q", err, test.want)
		}
		// What was ever taken bounds what was held.
		if taken := (after.TotalAlloc - before.TotalAlloc) >> 20; taken > 300 { // twice what it was, and what an import may hold
			t.Errorf("%s: %d MiB of memory were taken", test.table, taken)
		} else {
			t.Logf("%s: %d MiB of memory were taken", test.table, taken)
		}
	}
}

// What could not be read back is not written.
func TestTooMuchToWrite(t *testing.T) {
	text := network.Text(strings.Repeat("x", 1<<20))
	for want, records := range map[string]*network.Records{
		"sites: .*more than 40000 sites":        {Sites: make([]network.Site, maxSites+1)},
		"travel_times: .*more than 400000 rows": {Communes: make([]network.Commune, 40_000), TravelTimes: make([]network.TravelTime, maxRows-40_000+1)},
		"sources: .*more than 128 MiB":          {Sources: slices.Repeat([]network.Source{{URL: text}}, 129)},
		"sources: the row is too long":          {Sources: []network.Source{{URL: network.Text(strings.Repeat(`"`, maxRow/2))}}},
	} {
		path := filepath.Join(t.TempDir(), "bundle.zip")
		if err := Write(path, network.Edition{}, records, nil); err == nil || !regexp.MustCompile(want).MatchString(err.Error()) {
			t.Errorf("error %v, want one that says %q", err, want)
		}
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: something is written", want)
		}
	}
}

// packHostile packs a bundle, one of whose tables has a row 450,000 times or until
// it has 200 MiB.
func packHostile(t *testing.T, path, table, header, row string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for name, content := range written(t) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if name != table {
			_, err = io.WriteString(w, content)
		} else if _, err = io.WriteString(w, header); err == nil {
			for i := 0; err == nil && i < min(450_000, 200<<20/len(row)); i++ {
				_, err = io.WriteString(w, row)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}

// A folder with something in it is left as it is.
func TestWriteOverwritesNoFolder(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := Write(folder, network.Edition{}, new(network.Records), nil); err == nil {
		t.Error("it is written over")
	}
	left, err := os.ReadDir(filepath.Dir(folder))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, error %v", left, err)
	}
}

// Nothing that is read as a table does more than be refused.
func FuzzRows(f *testing.F) {
	f.Add("code,name,seat_code\n32,\"Hauts\r\n\"\"de\"\"-France\",\n")
	f.Fuzz(func(t *testing.T, table string) {
		records := new(network.Records)
		if err := listsOf(records)[0].read(strings.NewReader(table), newAllowance()); err != nil {
			return
		}
		var again bytes.Buffer
		if err := listsOf(records)[0].write(&again, func() {}); err != nil {
			t.Fatal(err)
		}
		twice := new(network.Records)
		if err := listsOf(twice)[0].read(&again, newAllowance()); err != nil || !cmp.Equal(records, twice) {
			t.Errorf("%q reads otherwise when it is written again: %v", table, err)
		}
	})
}

// The descriptor keeps the rules of Data Package 1 and Table Schema 1.
func TestFrictionless(t *testing.T) {
	var d struct {
		Name, Profile, Created string
		Licenses               []struct{ Name, Path string }
		Sources                []struct{ Title string }
		Resources              []struct {
			Name, Path, Profile, Encoding, Hash string
			Bytes                               int
			Schema                              struct {
				Fields     []struct{ Name, Type string }
				PrimaryKey []string
			}
		}
	}
	files := written(t)
	if err := json.Unmarshal([]byte(files[descriptorFile]), &d); err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`^[-a-z0-9._/]+$`)
	types := strings.Fields("string number integer boolean object array date time datetime year yearmonth duration geopoint geojson any")
	if _, err := time.Parse(time.RFC3339, d.Created); err != nil || !name.MatchString(d.Name) || d.Profile != "tabular-data-package" || len(d.Resources) != len(files)-1 {
		t.Errorf("package %+v", d)
	}
	if len(d.Licenses) == 0 || d.Licenses[0].Name == "" || len(d.Sources) != 1 || d.Sources[0].Title == "" {
		t.Errorf("licences %v, sources %v", d.Licenses, d.Sources)
	}
	seen := map[string]bool{}
	for _, r := range d.Resources {
		text := files[r.Path]
		if seen[r.Name] || !name.MatchString(r.Name) || r.Profile != "tabular-data-resource" || r.Encoding != "utf-8" || r.Bytes != len(text) || r.Hash != "sha256:"+sum([]byte(text)) {
			t.Errorf("resource %+v", r)
		}
		seen[r.Name] = true
		var fields []string
		for _, f := range r.Schema.Fields {
			if !slices.Contains(types, f.Type) {
				t.Errorf("%s.%s is of type %q", r.Name, f.Name, f.Type)
			}
			fields = append(fields, f.Name)
		}
		if header, _, _ := strings.Cut(text, "\n"); header != strings.Join(fields, ",") {
			t.Errorf("%s has the columns %s", r.Path, header)
		}
		for _, key := range r.Schema.PrimaryKey {
			if !slices.Contains(fields, key) {
				t.Errorf("%s has no key %s", r.Name, key)
			}
		}
		if len(r.Schema.PrimaryKey) == 0 {
			t.Errorf("%s has no key", r.Name)
		}
	}
}
