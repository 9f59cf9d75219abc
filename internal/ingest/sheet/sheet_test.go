package sheet

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
)

func archiveOf(t testing.TB, files ...string) *zip.Reader {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="0.0&quot; d&quot;"/></numFmts>` +
	`<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`

func xlsx(t testing.TB, sheet string) *zip.Reader {
	t.Helper()
	return archiveOf(t, "xl/workbook.xml", `<workbook xmlns:r="r"><workbookPr date1904="0"/><sheets><sheet name="Un" sheetId="1" r:id="a"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="a" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
		"xl/styles.xml", styles, "xl/sharedStrings.xml", `<sst><si><t>un</t></si><si><r><t>d</t></r><r><t>eux</t></r></si></sst>`,
		"xl/worksheets/sheet1.xml", sheet)
}

func ods(t testing.TB, content string) *zip.Reader {
	t.Helper()
	return archiveOf(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", content)
}

// all reads every row as "number: cell|cell".
func all(archive *zip.Reader) (lines []string, err error) {
	book, err := Open(archive)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	for {
		cells, number, err := book.Next()
		if err == io.EOF {
			return lines, nil
		}
		if err != nil {
			return lines, err
		}
		lines = append(lines, string(rune('0'+number))+": "+strings.Join(cells, "|"))
	}
}

// Cells of every type, gaps between cells and rows, days in each way that
// workbooks write them.
func TestXLSXCells(t *testing.T) {
	got, err := all(xlsx(t, `<worksheet><sheetData>
		<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c r="D1"/></row><row r="2"></row>
		<row r="4"><c r="A4"><v>46.1060711578546</v></c><c r="B4" t="b"><v>1</v></c><c r="C4" t="inlineStr"><is><t>là</t></is></c><c r="D4" t="str"><f>A1</f><v>f</v></c><c r="E4" t="e"><v>#N/A</v></c><c r="F4" t="b"><v>0</v></c></row>
		<row><c s="1"><v>43831</v></c><c s="2"><v>43831.5</v></c><c s="3"><v>43831</v></c><c s="0"><v>43831</v></c><c s="99"><v>1</v></c></row>
		</sheetData></worksheet>`))
	want := []string{"1: un||deux", "4: 46.1060711578546|Oui|là|f||Non", "5: 2020-01-01|2020-01-01|43831|43831|1"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestODSCells(t *testing.T) {
	got, err := all(ods(t, `<d xmlns:table="t" xmlns:text="x" xmlns:office="o"><table:table table:name="Un"><table:table-header-rows><table:table-row>
		<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>un<text:s text:c="2"/>deux</text:p><text:p>trois</text:p></table:table-cell></table:table-row></table:table-header-rows>
		<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/></table:table-row>
		<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2020-01-01T00:00:00"><text:p>01/01/20</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>VRAI</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="46.106071"><text:p>46,11</text:p></table:table-cell></table:table-row>
		</table:table><table:table table:name="Deux"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table></d>`))
	want := []string{"1: ||un  deux\ntrois", "5: 2020-01-01||Oui|46.106071", "6: 2020-01-01||Oui|46.106071"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestDamagedSheets(t *testing.T) {
	for name, archive := range map[string]*zip.Reader{
		"cut in a row":         xlsx(t, `<worksheet><sheetData><row r="1"><c r="A1"><v>1</v>`),
		"string that is none":  xlsx(t, `<worksheet><row><c t="s"><v>2</v></c></row></worksheet>`),
		"string below none":    xlsx(t, `<worksheet><row><c t="s"><v>-1</v></c></row></worksheet>`),
		"cells out of order":   xlsx(t, `<worksheet><row><c r="B1"><v>2</v></c><c r="A1"><v>2</v></c></row></worksheet>`),
		"a column beyond any":  xlsx(t, `<worksheet><row><c r="ZZZZZZZZZ1"><v>2</v></c></row></worksheet>`),
		"ODS cut in a table":   ods(t, `<d xmlns:t="t"><t:table><t:table-row><t:table-cell>`),
		"ODS without a table":  ods(t, `<d></d>`),
		"ODS of many columns":  ods(t, `<d xmlns:t="t"><t:table><t:table-row><t:table-cell t:number-columns-repeated="16384"><t:p>x</t:p></t:table-cell></t:table-row></t:table></d>`),
		"no workbook":          archiveOf(t, "liste.csv", "a,b"),
		"a workbook in pieces": archiveOf(t, "xl/workbook.xml", "<workbook/>"),
	} {
		if lines, err := all(archive); err == nil {
			t.Errorf("%s: %q", name, lines)
		}
	}
}

// FuzzSheet gives any bytes as the XML of a sheet: it is refused, or its rows
// are in order, none empty, none wider than a row may be.
func FuzzSheet(f *testing.F) {
	f.Add(true, []byte(`<worksheet><sheetData><row r="3"><c r="B1" t="s"><v>1</v></c><c s="1"><v>4</v></c></row><row/></sheetData></worksheet>`))
	f.Add(false, []byte(`<d xmlns:t="t"><t:table><t:table-row t:number-rows-repeated="2"><t:table-cell t:number-columns-repeated="3"><t:p>x</t:p></t:table-cell></t:table-row></t:table></d>`))
	f.Fuzz(func(t *testing.T, excel bool, data []byte) {
		archive := ods(t, string(data))
		if excel {
			archive = xlsx(t, string(data))
		}
		book, err := Open(archive)
		if err != nil {
			return
		}
		defer book.Close()
		last := 0
		for range 10_000 {
			cells, number, err := book.Next()
			if err != nil {
				return
			}
			if len(cells) == 0 || len(cells) > maxColumns || number <= last {
				t.Fatalf("row %d after %d, of %d cells", number, last, len(cells))
			}
			last = number
		}
	})
}
