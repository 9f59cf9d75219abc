package hours

import "strings"

// joints are the words that stand between times, besides marks and spaces.
var joints = []string{"de", "à", "a", "et"}

// marks separate times or join the two of a range; which it is, the order of
// the times tells.
const marks = " \n-–—/;,"

// times reads a text that holds nothing but times and what joins them; ok is
// false if it holds anything else. A time is "9:00", "09 :00", "9h", "9h30",
// "9 h 30" or "9".
func times(text string) (all []Clock, ok bool) {
	for rest := strings.Trim(text, marks); rest != ""; {
		at, after, ok := readTime(rest)
		if !ok {
			return nil, false
		}
		all = append(all, at)
		if rest, ok = skipJoint(after); !ok {
			return nil, false
		}
	}
	return all, true
}

// readTime reads the time that a text begins with, a joint before it apart.
func readTime(text string) (at Clock, rest string, ok bool) {
	for _, word := range joints {
		if after, found := strings.CutPrefix(text, word+" "); found {
			text = strings.TrimLeft(after, " ")
		}
	}
	hour, rest := digits(text)
	if len(hour) == 0 || len(hour) > 2 {
		return 0, text, false
	}
	minute := ""
	switch after := strings.TrimLeft(rest, " "); {
	case strings.HasPrefix(after, ":"):
		if minute, rest = digits(strings.TrimLeft(after[1:], " ")); len(minute) != 2 {
			return 0, text, false // "17:" was cut off
		}
	case strings.HasPrefix(after, "h"), strings.HasPrefix(after, "H"):
		rest = after[1:]
		// Of "9 h 12 h" the 12 is another hour, of "9 h 30" the 30 are minutes.
		if m, behind := digits(strings.TrimLeft(rest, " ")); len(m) == 2 && !isHour(behind) {
			minute, rest = m, behind
		}
	}
	at, ok = clockOf(hour, minute)
	return at, rest, ok
}

// isHour says whether a text goes on as one does after the digits of an hour.
func isHour(rest string) bool {
	rest = strings.TrimLeft(rest, " ")
	return rest != "" && strings.ContainsRune("hH:", rune(rest[0]))
}

// skipJoint goes to the next time; ok is false if something else follows.
func skipJoint(text string) (rest string, ok bool) {
	rest = strings.TrimLeft(text, marks)
	for _, word := range joints {
		if after, found := strings.CutPrefix(rest, word); found {
			rest = strings.TrimLeft(after, marks)
		}
	}
	return rest, rest == "" || '0' <= rest[0] && rest[0] <= '9'
}

func digits(text string) (number, rest string) {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return text[:n], text[n:]
}

// ascending reads a text of nothing but an even number of times, each later
// than the one before: whatever stands between them, two and two are a range.
func ascending(text string) (ranges []Range, ok bool) {
	all, ok := times(text)
	if !ok || len(all) == 0 || len(all)%2 != 0 {
		return nil, false
	}
	for i := 0; i < len(all); i += 2 {
		if all[i] >= all[i+1] || i > 0 && all[i] < all[i-1] {
			return nil, false
		}
		ranges = append(ranges, Range{all[i], all[i+1]})
	}
	return ranges, true
}
