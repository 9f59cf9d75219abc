// Package tabletest saves tables in the ways in which people's programs do. For tests
// alone.
package tabletest

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Zip writes an archive of files, given as name, content, name, content.
func Zip(files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for file := range slices.Chunk(files, 2) {
		f, _ := w.Create(file[0]) // a buffer never fails
		_, _ = f.Write([]byte(file[1]))
	}
	_ = w.Close()
	return b.Bytes()
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

// XLSX writes a workbook as Excel does: shared strings, numbers as numbers,
// nothing for an empty cell.
func XLSX(records [][]string) []byte {
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
	return Zip(
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

// ods writes a workbook as LibreOffice does: runs of empty cells, empty rows
// to the end of the sheet, lines as paragraphs, numbers shown rounded.
func ods(records [][]string) []byte {
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
	return Zip("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
		`<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Liste">`+
			`<table:table-column table:number-columns-repeated="24"/>`+rows.String()+
			`<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>`+
			`</table:table></office:spreadsheet></office:body></office:document-content>`)
}

// NDJSON writes a row a line.
func NDJSON(records [][]string) []byte {
	var b bytes.Buffer
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, text := range record {
			row[records[0][i]] = text
		}
		_ = json.NewEncoder(&b).Encode(row) // a buffer never fails
	}
	return b.Bytes()
}

func separatedBy(comma rune, crlf bool, records [][]string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = comma, crlf
	_ = w.WriteAll(records) // a buffer never fails
	return b.Bytes()
}

// utf16 writes a text as Excel's "Unicode text".
func utf16(end unicode.Endianness, text []byte) []byte {
	wide, _ := unicode.UTF16(end, unicode.UseBOM).NewEncoder().Bytes(text) // every character can be written
	return wide
}

// Save returns a table as saved in each of the ways in which people do, by what they
// are called here. It fails if Windows-1252 lacks one of its characters.
func Save(records [][]string) (map[string][]byte, error) {
	comma, semicolons, tabs := separatedBy(',', false, records), separatedBy(';', true, records), separatedBy('\t', true, records)
	french, err := charmap.Windows1252.NewEncoder().Bytes(semicolons)
	if err != nil {
		return nil, err
	}
	xlsx, ods := XLSX(records), ods(records)
	little, big := utf16(unicode.LittleEndian, tabs), utf16(unicode.BigEndian, tabs)
	return map[string][]byte{
		"semicolons, CRLF, mark":   append([]byte("\ufeff"), semicolons...),
		"semicolons, Windows-1252": french,
		"tabs":                     tabs,
		"tabs, UTF-16":             little,
		"tabs, UTF-16, big end":    big,
		"ZIP of UTF-16":            Zip("liste.txt", string(little)),
		"NDJSON":                   NDJSON(records),
		"XLSX":                     xlsx,
		"ODS":                      ods,
		"ZIP of CSV":               Zip("__MACOSX/._x.csv", "\x00", "lisez-moi.txt", "Bonjour", "dossier/", "", "dossier/liste.csv", string(comma)),
		"ZIP of XLSX":              Zip("liste.xlsx", string(xlsx)),
		"ZIP of ODS":               Zip("liste.ods", string(ods)),
		"ZIP of CSV, Windows-1252": Zip("liste.csv", string(french)),
	}, nil
}
