package identity

import "maillage/internal/network"

// A Departed is a site that an edition no longer shows.
type Departed struct {
	*Site
	Row   int          // that showed it last before
	Until network.Date // the last day of the first edition without it
}

// Departed lists the sites that an edition would show, were they still there:
// those that stood where it lists every site, and that it does not show.
func (r *Register) Departed(number int) []Departed {
	of := &r.editions[r.positions[number]]
	at, shown := r.until(of), map[*Site]bool{}
	for _, s := range r.In(number) {
		shown[s] = true
	}
	var departed []Departed
	for _, s := range r.Sites {
		last := none // the last event by then
		for i, e := range s.Events {
			if r.positions[e.Edition] <= at {
				last = i
			}
		}
		if last == none || shown[s] || s.Events[last].After != none {
			continue
		}
		e := s.Events[last]
		if r.coversRow(of, e.Before) {
			departed = append(departed, Departed{Site: s, Row: e.Before, Until: r.editions[r.positions[e.Edition]].AsOf})
		}
	}
	return departed
}

// until returns the position of the last edition up to one: itself, or for one
// that is withdrawn the last of its day or before.
func (r *Register) until(of *edition) int {
	if !of.Withdrawn {
		return r.positions[of.Number]
	}
	last := none
	for at := range r.editions {
		if e := &r.editions[at]; !e.Withdrawn && e.day <= of.day {
			last = at
		}
	}
	return last
}
