package hours

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// between is what stands between two ranges.
var between = regexp.MustCompile(` *(?:[/;,\n]| et )[ /;,\n]*`)

// closed are the words for a day without hours, in lower case.
var closed = map[string]bool{"-": true, "–": true, "—": true, "fermé": true, "fermée": true, "ferme": true, "fermee": true, "non": true}

// unpublished are the words for hours that the source does not know.
const unpublished = "horaires non communiqués"

// ReadDay reads what is published of a day: ranges such as "09:00 - 12:00 /
// 14:00 - 17:00", "9h30 – 12h" or "8:30 - 12:30 et 13:30 - 17:00", a dash or
// "fermé" for a closed day, "" for one of which nothing is said. Ranges that
// overlap are merged; "00:00 - 00:00" fills a form and stands for no time. Times
// in order need no separator that tells ranges apart: "9h12h 14h/17h".
//
// The first part that is none of these is kept as the remark, and so is all that
// follows, which it may speak for: of "9:00 - 12:00 / Sur RDV : 14:00 - 15:00 /
// 16:00 - 17:00" only the morning is certain.
func ReadDay(text string) Day {
	text = plain(text)
	if strings.EqualFold(text, unpublished) {
		return Day{}
	}
	d, filled := readParts(text)
	d.Ranges = merge(d.Ranges)
	d.Off = (d.Off || filled) && d.Ranges == nil && d.Remark == nil
	return d
}

// Merged returns the certain times of a day as one would write them; was is
// false if that takes nothing away: no two ranges overlap, and none is empty.
func Merged(text string) (times string, was bool) {
	d, was := readParts(plain(text))
	slices.SortFunc(d.Ranges, func(x, y Range) int { return cmp.Compare(x.Opens, y.Opens) })
	var until Clock
	for _, r := range d.Ranges {
		was = was || r.Opens < until
		until = max(until, r.Closes)
	}
	written := []string{}
	for _, r := range merge(d.Ranges) {
		written = append(written, r.Opens.String()+" - "+r.Closes.String())
	}
	return strings.Join(written, " / "), was
}

// readParts reads the ranges of a day as they stand, in whatever order, and
// whether empty ones fill its form.
func readParts(text string) (d Day, filled bool) {
	if ranges, ok := ascending(text); ok {
		return Day{Ranges: ranges}, false
	}
	for rest := text; rest != ""; {
		part, after := rest, ""
		if at := between.FindStringIndex(rest); at != nil {
			part, after = rest[:at[0]], rest[at[1]:]
		}
		r, ok := readRange(part)
		switch {
		case part == "": // a separator before the first part
		case closed[strings.ToLower(part)]:
			d.Off = true
		case ok && r == Range{}:
			filled = true
		case ok:
			d.Ranges = append(d.Ranges, r)
		default:
			remark := rest
			d.Remark, after = &remark, ""
		}
		rest = after
	}
	return d, filled
}

// plain writes every kind of space as the usual one, lines apart.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\n' {
			return ' '
		}
		return r
	}, text))
}

// readRange reads one range. The empty one is what fills a form.
func readRange(s string) (Range, bool) {
	both, ok := times(s)
	if !ok || len(both) != 2 {
		return Range{}, false
	}
	r := Range{both[0], both[1]}
	return r, r.Opens < r.Closes || r == Range{}
}
