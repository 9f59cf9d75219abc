package hours

import (
	"fmt"
	"io"
	"strconv"
)

// A Clock is a local time as a wall clock shows it, in minutes since midnight:
// 0 to 1440, the end of the day.
type Clock int16

// DayEnd is midnight at the end of a day, "24:00".
const DayEnd Clock = 24 * 60

// A ClockError says that a text is not a local time.
type ClockError struct{ Value string }

func (e *ClockError) Error() string {
	return fmt.Sprintf("%.40q is not a local time: write 00:00 to 24:00, such as \"18:30\"", e.Value)
}

// ParseClock reads a local time of the form "18:30"; the error is a *ClockError.
func ParseClock(s string) (Clock, error) {
	if len(s) == len("18:30") && s[2] == ':' {
		if c, ok := clockOf(s[:2], s[3:]); ok {
			return c, nil
		}
	}
	return 0, &ClockError{s}
}

// clockOf returns the time of an hour and a minute, written in digits; no minute
// is the full hour.
func clockOf(hour, minute string) (Clock, bool) {
	h, err := strconv.ParseUint(hour, 10, 8)
	if err != nil {
		return 0, false
	}
	var m uint64
	if minute != "" {
		if m, err = strconv.ParseUint(minute, 10, 8); err != nil {
			return 0, false
		}
	}
	c := Clock(h*60 + m)
	return c, m < 60 && c <= DayEnd
}

// String returns the time as "09:00".
func (c Clock) String() string { return string(c.append(nil)) }

func (c Clock) append(b []byte) []byte {
	h, m := byte(c/60), byte(c%60)
	return append(b, '0'+h/10, '0'+h%10, ':', '0'+m/10, '0'+m%10)
}

// AppendJSON appends the time as a string.
func (c Clock) AppendJSON(b []byte) []byte { return append(c.append(append(b, '"')), '"') }

// MarshalGQL writes the time as a string.
func (c Clock) MarshalGQL(w io.Writer) { _, _ = w.Write(c.AppendJSON(nil)) }

// UnmarshalGQL reads a time.
func (c *Clock) UnmarshalGQL(v any) (err error) {
	s, ok := v.(string)
	if !ok {
		return &ClockError{fmt.Sprint(v)}
	}
	*c, err = ParseClock(s)
	return err
}
