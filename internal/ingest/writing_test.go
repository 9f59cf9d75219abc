package ingest_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io/fs"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

// zipOf writes an archive of files, given as name, content, name, content.
func zipOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// xlsxOf writes a workbook as Excel does: shared strings, numbers as numbers,
// nothing for an empty cell.
func xlsxOf(t testing.TB, records [][]string) []byte {
	t.Helper()
	var rows, shared strings.Builder
	index := map[string]int{}
	for y, record := range records {
		fmt.Fprintf(&rows, `<row r="%d">`, y+1)
		for x, text := range record {
			ref := columnName(x) + strconv.Itoa(y+1)
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				fmt.Fprintf(&rows, `<c r="%s"><v>%s</v></c>`, ref, strings.TrimLeft(text[:len(text)-1], "0")+text[len(text)-1:])
			} else if text != "" {
				if _, known := index[text]; !known {
					index[text] = len(index)
					fmt.Fprintf(&shared, `<si><r><t xml:space="preserve">%s</t></r><rPh><t>no</t></rPh></si>`, escaped(text))
				}
				fmt.Fprintf(&rows, `<c r="%s" t="s"><v>%d</v></c>`, ref, index[text])
			}
		}
		rows.WriteString("</row>")
	}
	return zipOf(t,
		"[Content_Types].xml", "<Types/>",
		"xl/workbook.xml", `<workbook xmlns:r="http://x"><sheets><sheet name="Liste" r:id="rId7"/><sheet name="Notes" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet2.xml"/><Relationship Id="rId7" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/sharedStrings.xml", "<sst>"+shared.String()+"</sst>",
		"xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+rows.String()+"</sheetData></worksheet>",
	)
}

func columnName(x int) string {
	if x >= 26 {
		return columnName(x/26-1) + columnName(x%26)
	}
	return string(rune('A' + x))
}

// odsOf writes a workbook as LibreOffice does: runs of empty cells, empty rows
// to the end of the sheet, lines as paragraphs, numbers shown rounded.
func odsOf(t testing.TB, records [][]string) []byte {
	t.Helper()
	var rows strings.Builder
	for _, record := range records {
		rows.WriteString("<table:table-row>")
		for x := 0; x < len(record); x++ {
			text, run := record[x], 1
			for x+1 < len(record) && record[x+1] == text {
				x, run = x+1, run+1
			}
			if _, err := strconv.ParseFloat(text, 64); err == nil {
				fmt.Fprintf(&rows, `<table:table-cell office:value-type="float" office:value="%s" table:number-columns-repeated="%d"><text:p>1</text:p></table:table-cell>`, text, run)
				continue
			}
			fmt.Fprintf(&rows, `<table:table-cell office:value-type="string" table:number-columns-repeated="%d">`, run)
			for line := range strings.SplitSeq(text, "\n") {
				if text != "" {
					fmt.Fprintf(&rows, "<text:p><text:span>%s</text:span></text:p>", strings.ReplaceAll(escaped(line), "  ", ` <text:s/>`))
				}
			}
			rows.WriteString("<office:annotation><text:p>note</text:p></office:annotation></table:table-cell>")
		}
		rows.WriteString(`<table:table-cell table:number-columns-repeated="16000"/></table:table-row>`)
	}
	return zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
		`<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Liste">`+
			`<table:table-column table:number-columns-repeated="24"/>`+rows.String()+
			`<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`+
			`</table:table></office:spreadsheet></office:body></office:document-content>`)
}

// ndjsonOf writes a row a line.
func ndjsonOf(t testing.TB, records [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, text := range record {
			row[records[0][i]] = text
		}
		if err := json.NewEncoder(&b).Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

func separatedBy(t testing.TB, comma rune, records [][]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, true
	if err := w.WriteAll(records); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// utf16Of writes a text as Excel's "Unicode text".
func utf16Of(t testing.TB, end unicode.Endianness, text []byte) []byte {
	t.Helper()
	wide, err := unicode.UTF16(end, unicode.UseBOM).NewEncoder().Bytes(text)
	if err != nil {
		t.Fatal(err)
	}
	return wide
}

// savedAs are the ways in which people save a table.
func savedAs(t testing.TB, records [][]string) map[string][]byte {
	t.Helper()
	comma, semicolons, tabs := writeCSV(t, records), separatedBy(t, ';', records), separatedBy(t, '\t', records)
	french, err := charmap.Windows1252.NewEncoder().Bytes(semicolons)
	if err != nil {
		t.Fatal(err)
	}
	xlsx, ods := xlsxOf(t, records), odsOf(t, records)
	little, big := utf16Of(t, unicode.LittleEndian, tabs), utf16Of(t, unicode.BigEndian, tabs)
	return map[string][]byte{
		"semicolons, CRLF, mark":   append([]byte("\ufeff"), semicolons...),
		"semicolons, Windows-1252": french,
		"tabs":                     tabs,
		"tabs, UTF-16":             little,
		"tabs, UTF-16, big end":    big,
		"ZIP of UTF-16":            zipOf(t, "liste.txt", string(little)),
		"NDJSON":                   ndjsonOf(t, records),
		"XLSX":                     xlsx,
		"ODS":                      ods,
		"ZIP of CSV":               zipOf(t, "__MACOSX/._x.csv", "\x00", "lisez-moi.txt", "Bonjour", "dossier/", "", "dossier/liste.csv", string(comma)),
		"ZIP of XLSX":              zipOf(t, "liste.xlsx", string(xlsx)),
		"ZIP of ODS":               zipOf(t, "liste.ods", string(ods)),
		"ZIP of CSV, Windows-1252": zipOf(t, "liste.csv", string(french)),
	}
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
		// Spaces within a text are as the spreadsheet keeps them.
		if diff := cmp.Diff(want, got.Records.Sites, cmp.Comparer(func(a, b network.Text) bool {
			return strings.Join(strings.Fields(string(a)), " ") == strings.Join(strings.Fields(string(b)), " ")
		})); diff != "" {
			t.Errorf("%s (-want +got):\n%.3000s", writing, diff)
		}
	}
}

// What is in a workbook that is no table, and archives that are traps, are
// refused in a sentence.
func TestArchivesRefused(t *testing.T) {
	list := string(siteList(t, nil))
	good := xlsxOf(t, [][]string{{"a", "b"}, {"1", "2"}})
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
		{"nothing known in it", string(zipOf(t, "x.txt", "Bonjour", "y.txt", "Bonsoir")), "none of the formats"},
		{"empty", string(zipOf(t, ".x", "")), "without a file"},
		{"two lists", string(zipOf(t, "a.csv", list, "b.csv", list)), "second file"},
		{"no sheet", string(zipOf(t, "xl/workbook.xml", "<workbook/>", "xl/_rels/workbook.xml.rels", "<r/>")), "without a sheet"},
		{"bomb", bomb("liste.csv"), "more than 256 MiB"},
		{"bomb of strings", bomb("xl/sharedStrings.xml", "xl/workbook.xml", `<w xmlns:r="r"><sheet name="a" r:id="1"/></w>`,
			"xl/_rels/workbook.xml.rels", `<r><Relationship Id="1" Target="s.xml"/></r>`, "xl/s.xml", "<x/>"), "more than 32 MiB"},
		{"nested", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", nested)), "within more than"},
		{"one cell", string(zipOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
			`<d xmlns:t="t"><t:table><t:table-row><t:table-cell><t:p>`+strings.Repeat("x", 5<<20))), "a row of more than 4 MiB"},
		{"one row", string(siteList(t, nil)) + `2,80,"` + strings.Repeat("x", 5<<20), "a row of more than 4 MiB"},
		{"rows without end", "commune,site,minutes\n" + strings.Repeat("80410,80-ham,1\n", 300_001), "the row after 300000"},
		{"one object", `[` + `{"matricule":"` + strings.Repeat("x", 5<<20), "none of the formats"},
		{"one object later", string(ndjsonOf(t, [][]string{siteColumns, make([]string, len(siteColumns))})) + `{"x":"` + strings.Repeat("x", 5<<20), "a row of more than 4 MiB"},
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
	packed := zipOf(t, "liste.csv", list.String())
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
