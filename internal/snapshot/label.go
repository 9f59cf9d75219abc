package snapshot

import "maillage/internal/network"

// A Label is what a site promises by its name, and what is known of it.
type Label struct{ criteria []*LabelCriterion }

// Criteria returns the published criteria, always the same in the same order.
func (l *Label) Criteria() []*LabelCriterion { return l.criteria }

// A LabelCriterion is a condition of the label. Of what is not published there
// is no measure, and no verdict.
type LabelCriterion struct {
	Code     string
	Title    string // in French
	Met      *bool
	Required *float64
	Measured *float64
	Unit     *string // in French
}

// What the label asks of the hours: press release of November 2024. The other
// criteria are those of the press release of 25 November 2019.
const (
	requiredHours = 24 // a week
	requiredDays  = 5  // a week
	requiredStaff = 2
)

// A measure is what is known of a site that its label depends on; sites that
// measure the same share their label.
type measure struct {
	published bool // hours
	remarks   bool // some of them are in words
	minutes   int  // a week
	days      int  // a week
}

// Label returns the criteria of its label; of an antenna, which has none of its
// own, those of its principal site.
func (s *Site) Label() *Label {
	if s.Kind == network.Antenna {
		parent := s.Parent()
		if parent == nil {
			return s.in.labels()[measure{}]
		}
		s = parent
	}
	return s.in.labels()[s.measure()]
}

func (s *siteRecord) measure() measure {
	if s.hours == nil {
		return measure{}
	}
	return measure{true, s.hours.week.Remarks(), s.hours.minutes, s.hours.days}
}

// newLabels makes the labels of all sites, as they are at the date.
func (n *Network) newLabels() map[measure]*Label {
	partners := map[*Partner]struct{}{}
	for _, service := range n.core {
		partners[service.partner] = struct{}{}
	}
	agents := &LabelCriterion{
		Code: "agents", Title: "Au moins deux agents formés à l'accueil",
		Required: new(float64(requiredStaff)), Unit: new("agents"),
	}
	video := &LabelCriterion{Code: "video-conference", Title: "Visioconférence, avant la fin de 2022"}
	core := &LabelCriterion{Code: "core-partners", Title: "Tous les partenaires nationaux, par définition du label", Unit: new("partenaires")}
	if count := float64(len(partners)); count > 0 {
		core.Met, core.Required, core.Measured = new(true), &count, &count
	}
	labels := map[measure]*Label{}
	add := func(m measure) {
		if labels[m] == nil {
			labels[m] = &Label{[]*LabelCriterion{
				m.criterion("weekly-hours", "Ouvert au moins 24 heures par semaine", "heures par semaine", float64(m.minutes)/60, requiredHours),
				m.criterion("days-open", "Ouvert au moins cinq jours par semaine", "jours par semaine", float64(m.days), requiredDays),
				agents, video, core,
			}}
		}
	}
	add(measure{})
	for i := range n.archive.sites.rows {
		add(n.archive.sites.rows[i].measure())
	}
	return labels
}

// criterion returns one that is measured from the hours. What is said in words
// may add to the measure: it can meet the criterion, and not fail it.
func (m measure) criterion(code, title, unit string, measured, required float64) *LabelCriterion {
	c := &LabelCriterion{Code: code, Title: title, Required: &required, Unit: &unit}
	if !m.published || m.remarks && measured == 0 {
		return c
	}
	c.Measured = &measured
	if met := measured >= required; met || !m.remarks {
		c.Met = &met
	}
	return c
}
