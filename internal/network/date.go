package network

import (
	"fmt"
	"io"
	"regexp"
	"time"
)

// A Date is a day of the civil calendar, "2020-01-31": RFC 3339 full-date, so
// that dates compare as texts do. "" is no date.
type Date string

// A PartialDate is as precise as its source: "2024", "2024-01" or "2024-01-31".
type PartialDate string

// DateOf returns the day t falls on, in t's own time zone.
func DateOf(t time.Time) Date { return Date(t.Format(time.DateOnly)) }

// A DateError says that a text is not a date.
type DateError struct {
	Value string // cut if long
	Want  string // the form of a right one
}

func (e *DateError) Error() string {
	return fmt.Sprintf("%.40q is not a date: write %s", e.Value, e.Want)
}

// ParseDate returns the day that s names, which must exist.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", &DateError{s, "year-month-day, such as 2022-01-31"}
	}
	return Date(s), nil
}

// Time returns midnight UTC of the day, for arithmetic; the zero time if d is
// empty.
func (d Date) Time() time.Time {
	t, _ := time.Parse(time.DateOnly, string(d))
	return t
}

// AddDays returns the day n days later, or earlier if n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

var partialForm = regexp.MustCompile(`^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`)

// ParsePartialDate returns the year, month or day that s names.
func ParsePartialDate(s string) (PartialDate, error) {
	if partialForm.MatchString(s) {
		if _, err := ParseDate(string(PartialDate(s).First())); err == nil {
			return PartialDate(s), nil
		}
	}
	return "", &DateError{s, "2024, 2024-01 or 2024-01-31"}
}

// First returns the first day of the period, the day from which a label known
// only by its month counts.
func (p PartialDate) First() Date {
	switch len(p) {
	case len("2024"):
		return Date(p + "-01-01")
	case len("2024-01"):
		return Date(p + "-01")
	}
	return Date(p)
}

// UnmarshalGQL reads a day.
func (d *Date) UnmarshalGQL(v any) error { return unmarshalDate(d, ParseDate, v) }

// UnmarshalGQL reads a year, month or day.
func (p *PartialDate) UnmarshalGQL(v any) error { return unmarshalDate(p, ParsePartialDate, v) }

// MarshalGQL writes the day, or null.
func (d Date) MarshalGQL(w io.Writer) { _, _ = w.Write(d.AppendJSON(nil)) }

// MarshalGQL writes the year, month or day, or null.
func (p PartialDate) MarshalGQL(w io.Writer) { _, _ = w.Write(p.AppendJSON(nil)) }

func unmarshalDate[D ~string](to *D, parse func(string) (D, error), v any) (err error) {
	switch v := v.(type) {
	case nil: // null is no date
		*to = ""
	case string:
		*to, err = parse(v)
	default:
		err = &DateError{fmt.Sprint(v), "a string, such as \"2022-01-31\""}
	}
	return err
}

// AppendJSON appends the day, or null.
func (d Date) AppendJSON(b []byte) []byte { return appendDate(b, string(d)) }

// AppendJSON appends the year, month or day, or null.
func (p PartialDate) AppendJSON(b []byte) []byte { return appendDate(b, string(p)) }

// appendDate appends a date, whose characters never need escaping.
func appendDate(b []byte, date string) []byte {
	if date == "" {
		return append(b, "null"...)
	}
	b = append(append(b, '"'), date...)
	return append(b, '"')
}
