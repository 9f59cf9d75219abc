package sheet

import (
	"archive/zip"
	"encoding/xml"
	"regexp"
	"strconv"
	"time"
)

// dateStyles tells which numbers of an XLSX workbook are days.
type dateStyles struct {
	isDate []bool // by style
	zero   time.Time
}

// quoted is what of a number format is text: "[$-40C]", "\"à\"".
var quoted = regexp.MustCompile(`\[[^\]]*\]|"[^"]*"|\\.`)

var dayForm = regexp.MustCompile(`[dDyY]`)

func readStyles(archive *zip.Reader, from1904 bool) (*dateStyles, error) {
	s := &dateStyles{zero: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)}
	if from1904 {
		s.zero = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	const name = "xl/styles.xml"
	if member(archive, name) == nil {
		return s, nil
	}
	own, inCells := map[string]bool{}, false
	err := each(archive, name, func(start xml.StartElement) {
		switch start.Name.Local {
		case "numFmt":
			own[attribute(start, "numFmtId")] = dayForm.MatchString(quoted.ReplaceAllString(attribute(start, "formatCode"), ""))
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells {
				id := attribute(start, "numFmtId")
				n, _ := strconv.Atoi(id)
				s.isDate = append(s.isDate, own[id] || 14 <= n && n <= 17 || n == 22)
			}
		}
	})
	return s, err
}

// show writes a number, as a day if its style says so.
func (s *dateStyles) show(style, raw string) string {
	i, err := strconv.Atoi(style)
	if err != nil || i < 0 || i >= len(s.isDate) || !s.isDate[i] {
		return raw
	}
	days, err := strconv.ParseFloat(raw, 64)
	if err != nil || !(days >= 1 && days < 200_000) { // the year 2447
		return raw
	}
	return s.zero.AddDate(0, 0, int(days)).Format(time.DateOnly)
}
