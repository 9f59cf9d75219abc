package snapshot

import "maillage/internal/network"

// FormerCodes returns the other codes it was published under, which lead to it.
func (s *Site) FormerCodes() []string {
	if s.life.FormerCodes == nil {
		return []string{}
	}
	return s.life.FormerCodes
}

// ClosedOn returns when it closed, "" unless a source says so.
func (s *Site) ClosedOn() network.PartialDate { return s.life.ClosedOn }

// History returns what happened to it from one edition to the next, in the order
// of the days they speak for, whatever the date asked for.
func (s *Site) History() []Change {
	history := []Change{}
	past := s.in.archive.past
	for i, e := range s.life.Events {
		edition := past.editions[e.Edition]
		switch {
		case e.After < 0:
			history = append(history, s.departure(edition))
		case e.Before >= 0:
			history = append(history, changesOf(past.row(e.Before), past.row(e.After), s, edition)...)
		case i == 0:
			history = append(history, s.change(Added, edition))
		default:
			history = append(history, s.change(Returned, edition))
		}
	}
	return history
}
