package snapshot

import (
	"sort"

	"maillage/internal/network"
)

// A tally counts the labels of a territory over time.
type tally interface {
	// at returns the count that holds at a date; false if it is not known.
	at(date network.Date) (int, bool)
	// reached returns the last day known to be before a count was reached and
	// the first known to be after, looking no further than a date; "" if there
	// is none.
	reached(count int, until network.Date) (notYetOn, reachedBy network.Date)
}

// observed counts the sites an edition lists, and those that earlier ones listed
// and it does not, day by day.
type observed struct {
	labels []network.Date // in order
	losses []network.Date // likewise: from which a site is gone
	until  network.Date   // the last day the edition lists every site for
}

func (t territory) observed() observed {
	a := t.in.archive
	return observed{labels: a.labels.of(t.number), losses: a.losses.of(t.number), until: t.coveredUntil()}
}

func (o observed) at(date network.Date) (int, bool) {
	return upTo(o.labels, date) - upTo(o.losses, date), date <= o.until
}

// upTo counts the days up to a date.
func upTo(days []network.Date, date network.Date) int {
	return sort.Search(len(days), func(i int) bool { return days[i] > date })
}

func (o observed) reached(count int, until network.Date) (notYetOn, reachedBy network.Date) {
	until = min(until, o.until)
	if count < 1 {
		return until, ""
	}
	for i := count - 1; i < len(o.labels) && o.labels[i] <= until; i++ {
		day := o.labels[i]
		if labelled, _ := o.at(day); labelled >= count {
			return day.AddDays(-1), day
		}
	}
	return until, ""
}

// official counts are those an authority published, now and then.
type official []network.ReportedCount

func (t territory) officialCounts() official { return t.in.archive.counts[t.ref] }

func (o official) at(date network.Date) (int, bool) {
	n := sort.Search(len(o), func(i int) bool { return o[i].Date > date })
	if n == 0 {
		return 0, false
	}
	return o[n-1].Labelled, true
}

func (o official) reached(count int, until network.Date) (notYetOn, reachedBy network.Date) {
	for _, c := range o {
		if c.Date > until {
			break
		}
		if c.Labelled >= count {
			return notYetOn, c.Date
		}
		notYetOn = c.Date
	}
	return notYetOn, ""
}

// within returns the last count published after one day and on or before
// another, nil if there is none.
func (o official) within(after, until network.Date) *int {
	n := sort.Search(len(o), func(i int) bool { return o[i].Date > until })
	if n == 0 || o[n-1].Date <= after {
		return nil
	}
	return &o[n-1].Labelled
}
