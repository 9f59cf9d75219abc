package hours

import (
	"slices"
	"strings"
)

var osmDays = [7]string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

// OSM returns the week in the opening_hours syntax of OpenStreetMap: "Mo-Fr
// 09:00-12:00,14:00-17:00; Sa off". Days with the same hours share a rule; one of
// which nothing is published has none. A remark is its rule's comment, and a day
// with nothing else is unknown. "" if nothing is published.
func (w *Week) OSM() string {
	var rules []string
	var days [][]int // of each rule
	for i := range w {
		rule := w[i].osmRule()
		if rule == "" {
			continue
		}
		at := slices.Index(rules, rule)
		if at < 0 {
			at = len(rules)
			rules, days = append(rules, rule), append(days, nil)
		}
		days[at] = append(days[at], i)
	}
	for at := range rules {
		rules[at] = osmSelector(days[at]) + " " + rules[at]
	}
	return strings.Join(rules, "; ")
}

// osmRule returns what holds on a day, "" if nothing is published.
func (d *Day) osmRule() string {
	switch {
	case d.Ranges == nil && d.Remark != nil:
		return "unknown " + osmComment(*d.Remark)
	case d.Off:
		return "off"
	}
	ranges := make([]string, len(d.Ranges))
	for i, r := range d.Ranges {
		ranges[i] = r.Opens.String() + "-" + r.Closes.String()
	}
	rule := strings.Join(ranges, ",")
	if d.Remark != nil {
		rule += " open " + osmComment(*d.Remark)
	}
	return rule
}

// osmComment quotes a comment; the syntax has no way to write a double quote in
// one.
func osmComment(s string) string { return `"` + strings.ReplaceAll(s, `"`, "'") + `"` }

// osmSelector names days, given in order: "Mo-We,Fr". Two in a row are no span.
func osmSelector(days []int) string {
	var spans []string
	for len(days) > 0 {
		n := 1
		for n < len(days) && days[n] == days[0]+n {
			n++
		}
		first, last := osmDays[days[0]], osmDays[days[n-1]]
		switch n {
		case 1:
			spans = append(spans, first)
		case 2:
			spans = append(spans, first, last)
		default:
			spans = append(spans, first+"-"+last)
		}
		days = days[n:]
	}
	return strings.Join(spans, ",")
}
