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
	labels occasions
	losses occasions    // from which a site is gone
	until  network.Date // the last day the edition lists every site for
}

// occasions are days on which something happened, in order, some more than once.
type occasions struct {
	days []network.Date // in order
	at   []int32        // positions in them
}

// day returns the day of the i-th.
func (o occasions) day(i int) network.Date { return o.days[o.at[i]] }

// upTo counts those up to a date.
func (o occasions) upTo(date network.Date) int {
	return sort.Search(len(o.at), func(i int) bool { return o.day(i) > date })
}

func (t territory) observed() observed {
	a := t.in.archive
	return observed{
		labels: occasions{a.days, a.labels.of(t.number)}, losses: occasions{a.days, a.losses.of(t.number)}, until: t.coveredUntil(),
	}
}

func (o observed) at(date network.Date) (int, bool) {
	return o.labels.upTo(date) - o.losses.upTo(date), date <= o.until
}

func (o observed) reached(count int, until network.Date) (notYetOn, reachedBy network.Date) {
	until = min(until, o.until)
	if count < 1 {
		return until, ""
	}
	for i := count - 1; i < len(o.labels.at) && o.labels.day(i) <= until; i++ {
		day := o.labels.day(i)
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
