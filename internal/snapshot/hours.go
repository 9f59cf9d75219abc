package snapshot

import (
	"time"
	// What the sites' clocks show must not depend on the machine: the time zones
	// come with the program.
	_ "time/tzdata"

	"maillage/internal/cog"
	"maillage/internal/hours"
	"maillage/internal/network"
)

// OpeningHours are a site's hours as published, by its own clock.
type OpeningHours struct {
	*schedule
	clock int            // index in archive.clocks
	zone  *time.Location // the same
	place string         // department or overseas collectivity
}

// A schedule is what sites that publish the same hours share.
type schedule struct {
	week    hours.Week
	osm     string
	minutes int
	days    int
}

// OpeningHours returns its hours, nil if none are published.
func (s *Site) OpeningHours() *OpeningHours { return s.hours }

// Days returns what is published of each day, Monday first.
func (o *OpeningHours) Days() []hours.Day { return o.week[:] }

// Osm returns the week in the opening_hours syntax of OpenStreetMap.
func (o *OpeningHours) Osm() string { return o.osm }

// WeeklyMinutes returns how many minutes a week it is open, remarks not counted.
func (o *OpeningHours) WeeklyMinutes() int { return o.minutes }

// IsOpen says whether it is open at an instant.
func (o *OpeningHours) IsOpen(at time.Time) bool { return o.week.OpenAt(hours.MomentOf(at, o.zone)) }

// NextOpening returns the first instant after the one given at which it opens,
// nil if it never does.
func (o *OpeningHours) NextOpening(after time.Time) *time.Time {
	if t, ok := o.week.NextOpening(after, o.zone); ok {
		return &t
	}
	return nil
}

// PublicHoliday returns the name of the public holiday a day is where the site
// stands, "" if it is none.
func (o *OpeningHours) PublicHoliday(on network.Date) network.Text {
	return network.Text(hours.PublicHoliday(on.Time(), o.place))
}

// readHours reads the hours of all sites, each text once.
func (a *archive) readHours() {
	reader := hours.Reader{}
	read := map[network.Hours]*schedule{}
	clocks := map[string]int{}
	for i := range a.sites.rows {
		s := &a.sites.rows[i]
		shared, known := read[s.Hours]
		if !known {
			shared = newSchedule(reader, s.Hours)
			read[s.Hours] = shared
		}
		if shared == nil {
			continue
		}
		place := string(s.DepartmentCode)
		if place == "" {
			place = s.CollectivityCode
		}
		name := cog.TimeZone(place)
		clock, known := clocks[name]
		if !known {
			clock = len(a.clocks)
			clocks[name] = clock
			a.clocks = append(a.clocks, location(name))
		}
		s.hours = &OpeningHours{schedule: shared, clock: clock, zone: a.clocks[clock], place: place}
	}
}

func readWeek(reader hours.Reader, p network.Hours) hours.Week {
	var texts [7]string
	for i, text := range []network.Text{p.Monday, p.Tuesday, p.Wednesday, p.Thursday, p.Friday, p.Saturday, p.Sunday} {
		texts[i] = string(text)
	}
	return reader.Read(texts)
}

// newSchedule reads a week, nil if nothing is published.
func newSchedule(reader hours.Reader, published network.Hours) *schedule {
	s := &schedule{week: readWeek(reader, published)}
	if !s.week.Published() {
		return nil
	}
	s.osm, s.minutes, s.days = s.week.OSM(), s.week.Minutes(), s.week.DaysOpen()
	return s
}

// location returns a time zone of cog's. They are all in the program: it panics
// on a name that is none, which a test would have met.
func location(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// weeklyMinutes returns how many minutes a week a site is open, nil if it
// publishes no hours.
func (s *siteRecord) weeklyMinutes() *int {
	if s.hours == nil {
		return nil
	}
	return &s.hours.minutes
}

// An OpenInput chooses sites by when they are open; all it names must hold.
type OpenInput struct {
	At     *time.Time
	Day    *hours.Weekday
	After  *hours.Clock
	Before *hours.Clock
}

// openWhen adds the condition that a site is open then; nil asks for nothing.
func openWhen(c *conditions[siteRecord], a *archive, o *OpenInput) {
	if o == nil {
		return
	}
	if *o == (OpenInput{}) {
		c.fail(errorf(CodeBadFilter, "open: it names no time: give at, day, after or before"))
		return
	}
	if o.At != nil {
		openAt(c, a, *o.At)
	}
	if o.Day == nil && o.After == nil && o.Before == nil {
		return
	}
	var day hours.Weekday
	from, until := hours.Clock(0), hours.DayEnd
	if o.Day != nil {
		day = *o.Day
	}
	if o.After != nil {
		from = *o.After
	}
	if o.Before != nil {
		until = *o.Before
	}
	if from >= until {
		c.fail(errorf(CodeBadFilter, "open: there is no time of a day after %s and before %s", from, until))
		return
	}
	c.add(func(s *siteRecord) bool { return s.hours != nil && s.hours.week.OpenBetween(day, from, until) })
}

// openAt adds the condition that a site is open at an instant. It is looked up
// once on each clock, not once for each site.
func openAt(c *conditions[siteRecord], a *archive, at time.Time) {
	moments := make([]hours.Moment, len(a.clocks))
	for i, zone := range a.clocks {
		moments[i] = hours.MomentOf(at, zone)
	}
	c.add(func(s *siteRecord) bool { return s.hours != nil && s.hours.week.OpenAt(moments[s.hours.clock]) })
}
