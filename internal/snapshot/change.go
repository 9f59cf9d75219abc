package snapshot

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"maillage/internal/cog"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// A ChangeKind is what happened to a site between two editions.
type ChangeKind string

// What may happen to a site between two editions.
const (
	Added    ChangeKind = "ADDED"
	Missing  ChangeKind = "MISSING"
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
	for i := range after.sites {
		now := &after.sites[i]
		then := before.archive.sites.find(now.Code)
		if then == none {
			kind := Added
			if now.FirstSeenOn < before.archive.edition.AsOf {
				kind = Returned
			}
			changes = append(changes, Change{Edition: &after.edition, Kind: kind, Code: now.Code, Site: now, Fields: []FieldChange{}})
			continue
		}
		changes = append(changes, changesOf(&before.sites[then], now)...)
	}
	for i := range before.sites {
		if then := &before.sites[i]; after.archive.sites.find(then.Code) == none {
			changes = append(changes, Change{Edition: &after.edition, Kind: Missing, Code: then.Code, Site: then, Fields: []FieldChange{}})
		}
	}
	slices.SortStableFunc(changes, func(x, y Change) int {
		return cmp.Or(compareSiteCodes(x.Site.Site, y.Site.Site), cmp.Compare(x.Kind, y.Kind))
	})
	return changes
}

// changesOf lists what happened to a site that both editions show.
func changesOf(then, now *Site) []Change {
	byKind := map[ChangeKind][]FieldChange{}
	for _, f := range compared {
		if x, y := f.text(then), f.text(now); x != y {
			byKind[f.kind] = append(byKind[f.kind], FieldChange{f.name, network.Text(x), network.Text(y)})
		}
	}
	var changes []Change
	for _, kind := range []ChangeKind{NewHours, Moved, Renamed, Updated} {
		if fields := byKind[kind]; fields != nil {
			changes = append(changes, Change{Edition: &now.in.edition, Kind: kind, Code: now.Code, Site: now, Fields: fields})
		}
	}
	return changes
}

// compared are the published fields of a site, each with the kind of change it
// makes.
var compared = []struct {
	name string
	kind ChangeKind
	text func(*Site) string
}{
	{"name", Renamed, func(s *Site) string { return s.Name }},
	{"address.street", Moved, func(s *Site) string { return string(s.Address.Street) }},
	{"address.complement", Moved, func(s *Site) string { return string(s.Address.Complement) }},
	{"address.postalCode", Moved, func(s *Site) string { return string(s.Address.PostalCode) }},
	{"address.city", Moved, func(s *Site) string { return string(s.Address.City) }},
	{"publishedCommuneCode", Moved, func(s *Site) string { return string(s.PublishedCommuneCode) }},
	{"position", Moved, func(s *Site) string { return pointText(s.Position) }},
	{"openingHours", NewHours, func(s *Site) string { return hoursText(s.Hours) }},
	{"kind", Updated, func(s *Site) string { return string(s.Kind) }},
	{"format", Updated, func(s *Site) string { return string(s.Format) }},
	{"labelledOn", Updated, func(s *Site) string { return string(s.LabelledOn) }},
	{"group", Updated, func(s *Site) string { return string(s.Group) }},
	{"department", Updated, func(s *Site) string { return string(s.DepartmentCode) }},
	{"byAppointment", Updated, func(s *Site) string { return truthText(s.ByAppointment) }},
	{"contact.email", Updated, func(s *Site) string { return string(s.Contact.Email) }},
	{"contact.phone", Updated, func(s *Site) string { return string(s.Contact.Phone) }},
	{"note", Updated, func(s *Site) string { return string(s.Note) }},
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
