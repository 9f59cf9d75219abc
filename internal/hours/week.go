package hours

import (
	"cmp"
	"slices"
)

// A Weekday is a day of the week.
type Weekday string

// The days of the week.
const (
	Monday    Weekday = "MONDAY"
	Tuesday   Weekday = "TUESDAY"
	Wednesday Weekday = "WEDNESDAY"
	Thursday  Weekday = "THURSDAY"
	Friday    Weekday = "FRIDAY"
	Saturday  Weekday = "SATURDAY"
	Sunday    Weekday = "SUNDAY"
)

// weekdays are the days in the order of a week.
var weekdays = [7]Weekday{Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday}

// A Range is open from a local time up to another, that one not included:
// Opens < Closes.
type Range struct{ Opens, Closes Clock }

// A Day is what is published of a day of the week.
type Day struct {
	Day    Weekday
	Ranges []Range // in order, apart from one another
	Off    bool    // published as closed
	Remark *string // what was published and is no certain time, in its own words
}

// A Week is what is published of each day, Monday first.
type Week [7]Day

// Read reads the texts of a week, Monday's first, each as [ReadDay] does.
func Read(texts [7]string) Week { return make(Reader).Read(texts) }

// A Reader reads many weeks, and a text that comes again only once: days share
// their ranges, which nobody must change. It is not safe for concurrent use.
type Reader map[string]Day

// Read reads the texts of a week, Monday's first, each as [ReadDay] does.
func (r Reader) Read(texts [7]string) Week {
	var w Week
	for i, text := range texts {
		day, known := r[text]
		if !known {
			day = ReadDay(text)
			r[text] = day
		}
		w[i] = day
		w[i].Day = weekdays[i]
	}
	return w
}

// Published says whether anything is published of any day.
func (w *Week) Published() bool {
	return slices.ContainsFunc(w[:], func(d Day) bool { return d.Ranges != nil || d.Off || d.Remark != nil })
}

// Remarks says whether some of what is published could not be read as certain
// times.
func (w *Week) Remarks() bool {
	return slices.ContainsFunc(w[:], func(d Day) bool { return d.Remark != nil })
}

// Minutes returns how many minutes a week it is open: 0 to 10,080.
func (w *Week) Minutes() int {
	sum := 0
	for i := range w {
		for _, r := range w[i].Ranges {
			sum += int(r.Closes - r.Opens)
		}
	}
	return sum
}

// DaysOpen returns on how many days a week it is open at all: 0 to 7.
func (w *Week) DaysOpen() int {
	n := 0
	for i := range w {
		if len(w[i].Ranges) > 0 {
			n++
		}
	}
	return n
}

// OpenBetween says whether it is open at some moment from a local time up to
// another, that one not included, on a day of the week; on any day if day is "".
func (w *Week) OpenBetween(day Weekday, from, until Clock) bool {
	return slices.ContainsFunc(w[:], func(d Day) bool {
		return (day == "" || d.Day == day) && slices.ContainsFunc(d.Ranges, func(r Range) bool {
			return max(r.Opens, from) < min(r.Closes, until)
		})
	})
}

// merge puts ranges in order and joins those that overlap or touch.
func merge(ranges []Range) []Range {
	slices.SortFunc(ranges, func(x, y Range) int { return cmp.Compare(x.Opens, y.Opens) })
	merged := ranges[:0]
	for _, r := range ranges {
		if n := len(merged); n > 0 && r.Opens <= merged[n-1].Closes {
			merged[n-1].Closes = max(merged[n-1].Closes, r.Closes)
		} else {
			merged = append(merged, r)
		}
	}
	return merged
}
