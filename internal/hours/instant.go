package hours

import "time"

// A Moment is a minute of the week as a wall clock and a calendar show it.
type Moment struct {
	day int // 0 is Monday
	at  Clock
}

// MomentOf returns what the clocks of a time zone show at an instant.
func MomentOf(t time.Time, zone *time.Location) Moment {
	local := t.In(zone)
	return Moment{mondayFirst(local.Weekday()), Clock(local.Hour()*60 + local.Minute())}
}

func mondayFirst(d time.Weekday) int { return (int(d) + 6) % 7 }

// OpenAt says whether it is open at a moment of the week.
func (w *Week) OpenAt(m Moment) bool {
	for _, r := range w[m.day].Ranges {
		if r.Opens <= m.at && m.at < r.Closes {
			return true
		}
	}
	return false
}

// openTime says whether it is open at an instant.
func (w *Week) openTime(t time.Time, zone *time.Location) bool { return w.OpenAt(MomentOf(t, zone)) }

// horizon is how far the next opening can be: a week, and another if the only
// opening falls into the hour that is left out when clocks are put forward.
const horizon = 15 * 24 * time.Hour

// NextOpening returns the first instant after the one given at which it opens in
// a time zone, having been shut just before. ok is false if it never opens or
// never shuts.
//
// A change of the clocks may itself open: where they jump from 2:00 to 3:00, what
// opens at 2:30 opens at 3:00. Where an hour comes twice, what opens in it opens
// twice.
func (w *Week) NextOpening(after time.Time, zone *time.Location) (opening time.Time, ok bool) {
	if w.DaysOpen() == 0 {
		return time.Time{}, false
	}
	// Between two changes of the clocks local time runs evenly.
	for from := after; from.Before(after.Add(horizon)); {
		_, change := from.In(zone).ZoneBounds()
		if change.IsZero() || change.After(after.Add(horizon)) {
			change = after.Add(horizon)
		}
		if t, ok := w.nextEven(from, change, zone); ok {
			return t, true
		}
		if w.opensAt(change, zone) {
			return change, true
		}
		from = change
	}
	return time.Time{}, false
}

// nextEven returns the first opening after from and before until, between which
// the clocks do not change.
func (w *Week) nextEven(from, until time.Time, zone *time.Location) (time.Time, bool) {
	local := from.In(zone)
	sinceMidnight := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute +
		time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())
	midnight := local.Add(-sinceMidnight) // by the clock that from goes by
	for day := mondayFirst(local.Weekday()); midnight.Before(until); day++ {
		for _, r := range w[day%7].Ranges {
			t := midnight.Add(time.Duration(r.Opens) * time.Minute)
			if t.After(from) && t.Before(until) && w.opensAt(t, zone) {
				return t, true
			}
		}
		midnight = midnight.Add(24 * time.Hour)
	}
	return time.Time{}, false
}

// opensAt says whether it is open from an instant on, and was shut just before.
func (w *Week) opensAt(t time.Time, zone *time.Location) bool {
	return w.openTime(t, zone) && !w.openTime(t.Add(-1), zone)
}
