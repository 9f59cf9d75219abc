package snapshot

import "maillage/internal/geo"

// A NearInput chooses what lies near a place.
type NearInput struct {
	Place         PlaceInput
	WithinKm      *float64
	WithinMinutes *int32
}

// near adds the condition that a record lies near a place; nil asks for
// nothing. What nothing places is not near. of returns where a record is and, of
// a site, in which commune.
func near[R any](c *conditions[R], in *Network, n *NearInput, of func(*R) (at spot, commune int32)) {
	if n == nil {
		return
	}
	from, err := in.place(&n.Place)
	if err != nil {
		c.fail(err)
		return
	}
	if n.WithinKm == nil && n.WithinMinutes == nil {
		c.fail(errorf(CodeBadFilter, "near: say how near, withinKm or withinMinutes"))
		return
	}
	if n.WithinKm != nil && !(*n.WithinKm >= 0) { // refuses NaN too
		c.fail(errorf(CodeBadFilter, "near: withinKm %g is below 0", *n.WithinKm))
	}
	if n.WithinMinutes != nil && *n.WithinMinutes < 0 {
		c.fail(errorf(CodeBadFilter, "near: withinMinutes %d is below 0", *n.WithinMinutes))
	}
	reach := n.reach()
	c.add(func(r *R) bool {
		at, commune := of(r)
		if at.position == nil {
			return false
		}
		gap := from.point.Gap(at.point)
		if commune == none || commune != from.commune {
			return gap <= reach && n.holds(gap.Metres(), gap.Metres())
		}
		return n.holds(gap.Metres(), in.archive.travel(from, commune, gap))
	})
}

// reach returns a gap that no distance of what is near exceeds: for most records
// this comparison is enough.
func (n *NearInput) reach() geo.Gap {
	reach := geo.Everywhere
	if n.WithinKm != nil {
		reach = min(reach, geo.GapOf(*n.WithinKm*metresInKm))
	}
	if n.WithinMinutes != nil {
		reach = min(reach, usualModel.widest(float64(*n.WithinMinutes)))
	}
	return reach
}

func (n *NearInput) holds(metres, travel float64) bool {
	return (n.WithinKm == nil || metres <= *n.WithinKm*metresInKm) &&
		(n.WithinMinutes == nil || usualModel.minutes(travel) <= float64(*n.WithinMinutes))
}

// beyond adds the condition that it takes more than so many minutes to the
// nearest principal site; nil asks for nothing. Of a commune that nothing places
// it is not known.
func beyond(c *conditions[communeRecord], in *Network, minutes *int32) {
	if minutes == nil {
		return
	}
	if err := checkMinutes("beyondMinutes", *minutes); err != nil {
		c.fail(err)
		return
	}
	r := in.archive.reached()
	day, reach := r.on(in.date), usualModel.farthest(float64(*minutes))
	c.add(func(record *communeRecord) bool {
		return r.travel(record.row, day, usualModel) > reach
	})
}
