package snapshot

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"maillage/internal/cog"
	"maillage/internal/hours"
	"maillage/internal/network"
	"maillage/internal/relay"
	"maillage/internal/search"
)

// A ChangeKind is what happened to a site between two editions.
type ChangeKind string

// What may happen to a site between two editions.
const (
	Added    ChangeKind = "ADDED"
	Missing  ChangeKind = "MISSING"
	Merged   ChangeKind = "MERGED"
	Closed   ChangeKind = "CLOSED"
	Returned ChangeKind = "RETURNED"
	Moved    ChangeKind = "MOVED"
	Renamed  ChangeKind = "RENAMED"
	NewHours ChangeKind = "HOURS"
	Updated  ChangeKind = "UPDATED"
)

// A Change is one thing that happened to a site between two editions.
type Change struct {
	Edition *Edition // that shows it first
	Kind    ChangeKind
	Code    string        // of the site
	Site    *Site         // as the later edition shows it; as the earlier does if it is missing
	Fields  []FieldChange // never nil
}

// A FieldChange is a published value and the one that took its place.
type FieldChange struct {
	Field  string // name in the schema
	Before network.Text
	After  network.Text
}

type (
	// A ChangeConnection is a page of changes.
	ChangeConnection = relay.Connection[Change]
	// A ChangeEdge is a change of a page.
	ChangeEdge = relay.Edge[Change]
)

// Changes returns a page of what happened between two editions, in the order of
// sites. An empty to is the served edition.
func (s *Served) Changes(ctx context.Context, from, to string, kinds []ChangeKind, department []cog.DepartmentCode, page relay.Page) (*ChangeConnection, error) {
	before, err := s.At(ctx, "", from)
	if err != nil {
		return nil, err
	}
	after, err := s.At(ctx, "", to)
	if err != nil {
		return nil, err
	}
	var c conditions[Change]
	oneOf(&c, "kinds", kinds, func(c *Change) ChangeKind { return c.Kind })
	oneOf(&c, "department", department, func(c *Change) cog.DepartmentCode { return c.Site.DepartmentCode })
	exist(&c, after.archive, "department", SearchDepartment, department)
	if c.err != nil {
		return nil, c.err
	}
	changes := slices.DeleteFunc(changesBetween(before, after), func(change Change) bool { return !c.hold(&change) })
	items := make([]int32, len(changes))
	for i := range items {
		items[i] = int32(i)
	}
	return relay.Connect(page, relay.List[Change]{
		Nodes: changes, Items: items, Key: (*Change).key,
		Find: func(key string) (at, next int, ok bool) {
			at = slices.IndexFunc(changes, func(c Change) bool { return c.key() == key })
			return at, at + 1, at >= 0
		},
	}, relay.Scope{Kind: "change", Order: before.archive.id, Edition: after.archive.id})
}

func (c *Change) key() string { return string(c.Kind) + " " + c.Code }

// changesBetween lists what happened to each site, in the order of their codes.
func changesBetween(before, after *Network) []Change {
	changes := []Change{}
	for _, now := range after.shown() {
		then := before.showing(now)
		switch {
		case then != nil:
			changes = append(changes, changesOf(&then.Site, &now.Site, now, &after.edition)...)
		case now.FirstSeenOn < before.coveredUntil(now):
			changes = append(changes, now.change(Returned, &after.edition))
		default:
			changes = append(changes, now.change(Added, &after.edition))
		}
	}
	for _, then := range before.shown() {
		// An edition that does not list every site there, or is of a day before this one
		// was, tells of none that is gone.
		if after.showing(then) == nil && after.coveredUntil(then) >= then.from {
			changes = append(changes, then.departure(&after.edition))
		}
	}
	slices.SortStableFunc(changes, func(x, y Change) int {
		return cmp.Or(compareSiteCodes(x.Site.Site, y.Site.Site), cmp.Compare(x.Kind, y.Kind))
	})
	return changes
}

// changesOf lists what happened to a site between two rows.
func changesOf(then, now *network.Site, site *Site, edition *Edition) []Change {
	byKind, meant := map[ChangeKind][]FieldChange{}, map[ChangeKind]bool{Updated: true}
	for _, f := range compared {
		if x, y := f.text(then), f.text(now); x != y {
			byKind[f.kind] = append(byKind[f.kind], FieldChange{f.name, network.Text(x), network.Text(y)})
			meant[f.kind] = meant[f.kind] || f.means(then, now)
		}
	}
	for _, kind := range []ChangeKind{NewHours, Renamed, Moved} {
		if !meant[kind] { // the same in another spelling, or told for the first time
			byKind[Updated] = slices.Concat(byKind[kind], byKind[Updated])
			delete(byKind, kind)
		}
	}
	var changes []Change
	for _, kind := range []ChangeKind{NewHours, Moved, Renamed, Updated} {
		if fields := byKind[kind]; fields != nil {
			change := site.change(kind, edition)
			change.Fields = fields
			changes = append(changes, change)
		}
	}
	return changes
}

func (s *Site) change(kind ChangeKind, edition *Edition) Change {
	return Change{Edition: edition, Kind: kind, Code: s.Code, Site: s, Fields: []FieldChange{}}
}

// departure tells of a site that an edition no longer shows, and how it ended
// where that is known.
func (s *Site) departure(edition *Edition) Change {
	switch {
	case s.life.MissingSince == "": // it returned
	case s.life.Into != nil:
		merged := s.change(Merged, edition)
		merged.Fields = []FieldChange{{"code", network.Text(s.Code), network.Text(s.life.Into.Code)}}
		return merged
	case s.life.ClosedOn != "":
		closed := s.change(Closed, edition)
		closed.Fields = []FieldChange{{"closedOn", "", network.Text(s.life.ClosedOn)}}
		return closed
	}
	return s.change(Missing, edition)
}

// shown returns the sites that the edition shows, those that are gone left out.
func (n *Network) shown() []*Site {
	shown := make([]*Site, 0, len(n.sites))
	for i := range n.sites {
		if n.sites[i].until == "" {
			shown = append(shown, &n.sites[i])
		}
	}
	return shown
}

// showing returns a site of another edition as this one shows it, nil if it does
// not.
func (n *Network) showing(s *Site) *Site {
	if i := n.archive.sites.find(s.Code); i != none && n.sites[i].life == s.life && n.sites[i].until == "" {
		return &n.sites[i]
	}
	return nil
}

// coveredUntil returns the last day for which the edition lists every site where
// one stands, "" if it does not.
func (n *Network) coveredUntil(s *Site) network.Date {
	a := n.archive
	if i := a.departments.find(s.DepartmentCode); i != none {
		return a.coveredUntil(&a.departments.rows[i].place)
	}
	if i := a.collectivities.find(s.CollectivityCode); i != none {
		return a.coveredUntil(&a.collectivities.rows[i].place)
	}
	return a.coveredUntil(&a.france.place)
}

// A comparedField is a published field of a site, and the kind of change it
// makes.
type comparedField struct {
	name string
	kind ChangeKind
	text func(*network.Site) string
}

var compared = []comparedField{
	{"name", Renamed, func(s *network.Site) string { return s.Name }},
	{"address.street", Moved, func(s *network.Site) string { return string(s.Address.Street) }},
	{"address.complement", Moved, func(s *network.Site) string { return string(s.Address.Complement) }},
	{"address.postalCode", Moved, func(s *network.Site) string { return string(s.Address.PostalCode) }},
	{"address.city", Moved, func(s *network.Site) string { return string(s.Address.City) }},
	{"publishedCommuneCode", Moved, func(s *network.Site) string { return string(s.PublishedCommuneCode) }},
	{"position", Moved, func(s *network.Site) string { return pointText(s.Position) }},
	{"openingHours", NewHours, func(s *network.Site) string { return hoursText(s.Hours) }},
	{"kind", Updated, func(s *network.Site) string { return string(s.Kind) }},
	{"format", Updated, func(s *network.Site) string { return string(s.Format) }},
	{"labelledOn", Updated, func(s *network.Site) string { return string(s.LabelledOn) }},
	{"group", Updated, func(s *network.Site) string { return string(s.Group) }},
	{"department", Updated, func(s *network.Site) string { return string(s.DepartmentCode) }},
	{"byAppointment", Updated, func(s *network.Site) string { return truthText(s.ByAppointment) }},
	{"contact.email", Updated, func(s *network.Site) string { return string(s.Contact.Email) }},
	{"contact.phone", Updated, func(s *network.Site) string { return string(s.Contact.Phone) }},
	{"note", Updated, func(s *network.Site) string { return string(s.Note) }},
}

// farMoved is how far apart two points are when a site is taken to have moved:
// lists place the same door a few metres apart.
const farMoved = 200

// means says whether a difference between two rows is one of its kind, not only
// of how it is written.
func (f *comparedField) means(then, now *network.Site) bool {
	switch {
	case f.kind == NewHours:
		return !sameHours(then.Hours, now.Hours)
	case f.name == "position":
		x, y := spotAt(then.Position), spotAt(now.Position)
		return x.position != nil && y.position != nil && x.point.Metres(y.point) > farMoved
	case f.name == "publishedCommuneCode", f.name == "address.complement":
		return false // a merger of communes moves nobody, nor does a word on the floor
	}
	x, y := search.Words(f.text(then)), search.Words(f.text(now))
	return len(x) > 0 && len(y) > 0 && !slices.Equal(x, y)
}

// sameHours says whether two weeks are the same, however they are written.
func sameHours(x, y network.Hours) bool {
	reader := hours.Reader{}
	one, other := readWeek(reader, x), readWeek(reader, y)
	for i := range one {
		if !slices.Equal(one[i].Ranges, other[i].Ranges) || remark(one[i]) != remark(other[i]) {
			return false
		}
	}
	return true
}

func remark(d hours.Day) string {
	if d.Remark == nil {
		return ""
	}
	return *d.Remark
}

func pointText(p *network.Position) string {
	if p == nil {
		return ""
	}
	return strconv.FormatFloat(p.Latitude, 'f', -1, 64) + ", " + strconv.FormatFloat(p.Longitude, 'f', -1, 64)
}

func truthText(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

// hoursText puts the hours of a week on one line, as published.
func hoursText(h network.Hours) string {
	text := ""
	for _, day := range []struct {
		name  string
		hours network.Text
	}{
		{"lundi", h.Monday}, {"mardi", h.Tuesday}, {"mercredi", h.Wednesday}, {"jeudi", h.Thursday},
		{"vendredi", h.Friday}, {"samedi", h.Saturday}, {"dimanche", h.Sunday},
	} {
		if day.hours == "" {
			continue
		}
		if text != "" {
			text += " ; "
		}
		text += day.name + " " + string(day.hours)
	}
	return text
}
