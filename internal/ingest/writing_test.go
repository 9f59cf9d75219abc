package ingest_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io/fs"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/ingest"
	"maillage/internal/ingest/tabletest"
)

func savedAs(t *testing.T, records [][]string) map[string][]byte {
	t.Helper()
	saved, err := tabletest.Save(records)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// However it was saved, a list makes the same sites.
func TestSavedFromSpreadsheet(t *testing.T) {
	list := siteList(t,
		map[string]string{"lib_fs": "Été à Ham", "insee_com": "80410", "commentaire": "deux\nlignes", "groupe_fs": "Ham"},
		map[string]string{"id_fs": "2", "adresse": "1 rue de l’Église", "telephone": "03 00 00 00 00", "prise_rdv": "Oui"},
	)
	records, err := csv.NewReader(bytes.NewReader(list)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := mustBuildSmall(t, "liste-2024-08-01.csv", list)
	for name, data := range savedAs(t, records) {
		got := mustBuildSmall(t, "liste-2024-08-01.x", data)
		if diff := cmp.Diff(want.Records.Sites, got.Records.Sites); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got.Edition.AsOf != "2024-08-01" || got.Edition.Report.Files[0].Rows != 2 {
			t.Errorf("%s: as of %s, %+v", name, got.Edition.AsOf, got.Edition.Report)
		}
		if said := strings.Join(got.Edition.Report.Assumptions, "\n"); strings.Contains(name, "1252") != strings.Contains(said, "Windows-1252") ||
			strings.Contains(name, "UTF-16") != strings.Contains(said, "UTF-16") ||
			strings.Contains(name, "semicolons") != strings.Contains(said, "semicolons") && !strings.Contains(name, "ZIP") {
			t.Errorf("%s: assumed %q", name, said)
		}
	}
}

// The official list of 2024, saved as workbooks and in the old encoding.
func TestRealListSavedFromSpreadsheet(t *testing.T) {
	fsys := realFiles(t)
	edition, base := base(t)
	data, err := fs.ReadFile(fsys, realSites[0])
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := wholeImport(t).Records.Sites
	saved := savedAs(t, records)
	for _, writing := range []string{"semicolons, Windows-1252", "tabs, UTF-16", "XLSX", "ODS"} {
		got := build(t, oneFile("2024-08-01.", saved[writing]), []string{"2024-08-01."}, base, edition)
		if diff := cmp.Diff(want, got.Records.Sites, spaces); diff != "" {
			t.Errorf("%s (-want +got):\n%.3000s", writing, diff)
		}
	}
}

// What is in a workbook that is no table, and archives that are traps, are
// refused in a sentence.
func TestArchivesRefused(t *testing.T) {
	list := string(siteList(t, nil))
	good := tabletest.XLSX([][]string{{"a", "b"}, {"1", "2"}})
	bomb := func(member string, parts ...string) string {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := 0; i < len(parts); i += 2 {
			f, _ := w.Create(parts[i]) // a buffer takes everything
			_, _ = f.Write([]byte(parts[i+1]))
		}
		f, _ := w.Create(member)
		block := bytes.Repeat([]byte(" "), 1<<20)
		for range 260 {
			_, _ = f.Write(block)
		}
		_ = w.Close()
		return b.String()
	}
	nested := `<office:document-content xmlns:office="o" xmlns:table="t">` + strings.Repeat("<table:x>", 5000)
	for _, test := range []struct{ name, data, reason string }{
		{"cut off", string(good[:len(good)-30]), "cut off"},
		{"other columns", string(good), "none of the formats"},
		{"nothing known in it", string(tabletest.Zip("x.txt", "Bonjour", "y.txt", "Bonsoir")), "none of the formats"},
		{"empty", string(tabletest.Zip(".x", "")), "without a file"},
		{"two lists", string(tabletest.Zip("a.csv", list, "b.csv", list)), "second file"},
		{"no sheet", string(tabletest.Zip("xl/workbook.xml", "<workbook/>", "xl/_rels/workbook.xml.rels", "<r/>")), "without a sheet"},
		{"bomb", bomb("liste.csv"), "more than 256 MiB"},
		{"bomb of strings", bomb("xl/sharedStrings.xml", "xl/workbook.xml", `<w xmlns:r="r"><sheet name="a" r:id="1"/></w>`,
			"xl/_rels/workbook.xml.rels", `<r><Relationship Id="1" Target="s.xml"/></r>`, "xl/s.xml", "<x/>"), "more than 32 MiB"},
		{"nested", string(tabletest.Zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", nested)), "within more than"},
		{"one cell", string(tabletest.Zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
			`<d xmlns:t="t"><t:table><t:table-row><t:table-cell><t:p>`+strings.Repeat("x", 5<<20))), "a row of more than 4 MiB"},
		{"one row", string(siteList(t, nil)) + `2,80,"` + strings.Repeat("x", 5<<20), "a row of more than 4 MiB"},
		{"rows without end", "commune,site,minutes\n" + strings.Repeat("80410,80-ham,1\n", 300_001), "the row after 300000"},
		{"one object", `[` + `{"matricule":"` + strings.Repeat("x", 5<<20), "none of the formats"},
		{"one object later", string(tabletest.NDJSON([][]string{siteColumns, make([]string, len(siteColumns))})) + `{"x":"` + strings.Repeat("x", 5<<20), "a row of more than 4 MiB"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := buildSmall(map[string][]byte{"f": []byte(test.data)}, ingest.Options{})
			if err == nil || !strings.HasPrefix(err.Error(), "f") || !strings.Contains(err.Error(), test.reason) {
				t.Errorf("error %v, want one that says %q", err, test.reason)
			}
		})
	}
}

// However long a file, an import holds no more than it may: a list in which
// every row is kept, up to where it is refused.
func TestMemoryOfAnImport(t *testing.T) {
	row := siteList(t, map[string]string{"adresse": strings.Repeat("x", 700)})
	lines := bytes.SplitAfterN(row, []byte("\n"), 2)
	var list bytes.Buffer
	list.Write(lines[0])
	for i := 1; list.Len() < 40<<20; i++ {
		list.Write(bytes.Replace(lines[1], []byte("1,80,"), []byte(strconv.Itoa(i)+",80,"), 1))
	}
	packed := tabletest.Zip("liste.csv", list.String())
	list = bytes.Buffer{}
	most := uint64(0)
	_, err := ingest.Build(t.Context(), oneFile("f", packed), []string{"f"}, small(), smallEdition, ingest.Options{Progress: func(_ string, read, _ int64) {
		if read%(4<<20) < 4096 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}})
	if err == nil || !strings.Contains(err.Error(), "more than 20 MiB") {
		t.Errorf("error %v", err)
	}
	if most == 0 || most > 300<<20 {
		t.Errorf("the heap grew to %d MiB", most>>20)
	}
}
