package snapshot

import (
	"encoding/json"
	"net/url"

	"maillage/internal/network"
)

// A CommitmentStatus is what became of a promise.
type CommitmentStatus string

// What may become of a promise.
const (
	Kept          CommitmentStatus = "KEPT"
	KeptLate      CommitmentStatus = "KEPT_LATE"
	NotKept       CommitmentStatus = "NOT_KEPT"
	InProgress    CommitmentStatus = "IN_PROGRESS"
	NotMeasurable CommitmentStatus = "NOT_MEASURABLE"
)

// A CommitmentBasis is what a verdict stands on.
type CommitmentBasis string

// What a verdict may stand on.
const (
	ByObservation CommitmentBasis = "OBSERVED"
	ByReport      CommitmentBasis = "REPORTED"
	ByEstimate    CommitmentBasis = "ESTIMATED"
	ByDefinition  CommitmentBasis = "BY_DEFINITION"
)

// A Commitment is a public promise of 2019 and what became of it by the date.
type Commitment struct {
	Code     string
	Title    string // in French, as it was made
	MadeOn   network.PartialDate
	DueOn    network.Date // "" if no day was said
	Status   CommitmentStatus
	Basis    *CommitmentBasis
	Measured *float64
	Required *float64
	Unit     network.Text
	Method   string
	Evidence *EvidenceQuery
	Source   network.Source
}

// An EvidenceQuery is a query whose answer holds the figure measured.
type EvidenceQuery struct {
	Query     string
	Variables network.Text // a JSON object
	URL       string       // that asks it, relative to the service
	Figure    string       // JSON pointer to the figure in the answer's data
}

// A promise is a commitment before it is measured.
type promise struct {
	code, title string
	madeOn      network.PartialDate
	dueOn       network.Date
	source      string
	measure     func(n *Network, c *Commitment)
}

// The codes of the sources of the promises, which the embedded edition carries.
const (
	release   = "communique-2019-11-25"
	maireInfo = "maire-info-2019-07-04"
)

// promises lists what was promised in 2019. "By 2022" was read in two ways.
var promises = []promise{
	{"300-sites-2020", "300 sites labellisés au 1er janvier 2020", "2019-07", "2020-01-01", maireInfo, measureCount("300-sites-2020")},
	{"460-sites-2020", "460 sites en service dès le 1er janvier 2020", "2019-11-25", "2020-01-01", release, measureCount("460-sites-2020")},
	{"2000-sites-by-2022-01-01", "2 000 sites d'ici 2022, c'est-à-dire au 1er janvier 2022", "2019-11-25", "2022-01-01", release, measureCount("2000-sites-by-2022-01-01")},
	{"2000-sites-by-2022-12-31", "2 000 sites d'ici 2022, c'est-à-dire au 31 décembre 2022", "2019-11-25", "2022-12-31", release, measureCount("2000-sites-by-2022-12-31")},
	{"one-per-canton", "Un site par canton d'ici à 2022", "2019-11-25", "2022-12-31", release, measureCantons},
	{"thirty-minutes", "Chaque Français à moins de 30 minutes d'un site", "2019-11-25", "", release, measureThirtyMinutes},
	{"nine-partners", "Neuf partenaires dans chaque site", "2019-11-25", "", release, measurePartners},
	{"two-agents", "Au moins deux agents polyvalents présents en permanence", "2019-11-25", "", release,
		notMeasured("Aucune source ne publie les agents de chaque site.")},
	{"video-conference", "Un dispositif de visioconférence dans chaque site d'ici 2022", "2019-11-25", "2022-12-31", release,
		notMeasured("Aucune source ne publie l'équipement de chaque site.")},
	{"replace-msap", "Les sites remplacent les 1 340 maisons de services au public (MSAP), que l'État finance jusqu'au 31 décembre 2021", "2019-07-04", "2021-12-31", maireInfo,
		notMeasured("Aucune source ne dit, maison par maison, ce que sont devenues les MSAP.")},
}

// Commitments returns the public promises of 2019 and what became of them by
// the date.
func (n *Network) Commitments() []*Commitment {
	commitments := make([]*Commitment, len(promises))
	for i, p := range promises {
		c := &Commitment{
			Code: p.code, Title: p.title, MadeOn: p.madeOn, DueOn: p.dueOn,
			Status: NotMeasurable, Source: n.archive.source(p.source),
		}
		p.measure(n, c)
		commitments[i] = c
	}
	return commitments
}

// notMeasured leaves a promise without a verdict, and says why.
func notMeasured(why string) func(*Network, *Commitment) {
	return func(_ *Network, c *Commitment) { c.Method = why }
}

// onDay returns the network on the day a promise was due, or today if that is
// sooner.
func (n *Network) onDay(due network.Date) *Network {
	if due == "" || due >= n.date {
		return n
	}
	return n.archive.at(due, n.pin)
}

func (c *Commitment) figure(measured, required int, unit network.Text) {
	m, r := float64(measured), float64(required)
	c.Measured, c.Required, c.Unit = &m, &r, unit
}

func (c *Commitment) basis(b CommitmentBasis) { c.Basis = &b }

// verdicts are those of targets in the words of promises.
var verdicts = map[TargetStatus]CommitmentStatus{
	StatusReached: Kept, StatusReachedLate: KeptLate, StatusMissed: NotKept,
	StatusOnTrack: InProgress, StatusBehind: InProgress, StatusUnknown: NotMeasurable,
}

// measureCount holds the count of labels on the due day against a target.
func measureCount(target string) func(*Network, *Commitment) {
	return func(n *Network, c *Commitment) {
		c.Method = "Sites principaux labellisés à l'échéance, comptés sur la liste là où l'édition la couvre, sinon dernier décompte officiel. " +
			"Le verdict est celui de l'objectif « " + target + " » de Progress.targets."
		t := n.France().Progress().target(target)
		if t == nil {
			return
		}
		c.Status = verdicts[t.Status()]
		due := n.onDay(c.DueOn)
		progress := due.France().Progress()
		if labelled := progress.Labelled(); labelled != nil {
			c.basis(CommitmentBasis(progress.Basis()))
			c.figure(*labelled, t.target.Sites, "sites")
			c.Evidence = due.evidence("{ france { progress { basis labelled } } }", "/france/progress/labelled")
		}
		switch {
		case c.Status == NotMeasurable && n.date < c.DueOn:
			c.Status = InProgress
		case c.Status == NotMeasurable && t.reachedInFirstCount():
			c.keepByFirstCount(n, t)
		}
	}
}

// reachedInFirstCount says whether the very first official count, made in the
// month of the due day, has the number: then nothing was ever known to be below
// it.
func (t *TargetProgress) reachedInFirstCount() bool {
	const month = len("2020-01")
	return t.NotYetOn == "" && t.ReachedBy != "" && t.ReachedBy[:month] == t.target.DueOn[:month]
}

// keepByFirstCount takes the first official count for the one of the due day.
func (c *Commitment) keepByFirstCount(n *Network, t *TargetProgress) {
	c.Status = Kept
	c.Method = "Premier décompte officiel, à la fin du mois de l'échéance : aucun ne lui est antérieur. " +
		"Une liste plus récente ne montre plus les sites fermés depuis."
	c.basis(ByReport)
	count, _ := t.progress.of.officialCounts().at(t.ReachedBy)
	c.figure(count, t.target.Sites, "sites")
	c.Evidence = n.archive.at(t.ReachedBy, n.pin).evidence(
		"{ france { progress { reported { date labelled } } } }", "/france/progress/reported/0/labelled")
}

// target returns where one promise stands, nil if there is none of that code.
func (p *Progress) target(code string) *TargetProgress {
	targets := p.Targets()
	for i := range targets {
		if targets[i].target.Code == code {
			return &targets[i]
		}
	}
	return nil
}

// measureCantons holds the cantons that hold a site on the due day against all
// of them. It says NOT_KEPT only if even those that cannot be told of do not make
// the number.
func measureCantons(n *Network, c *Commitment) {
	c.Method = "Cantons où se trouve au moins un site principal à l'échéance, les pseudo-cantons mis à part. C'est un minimum : " +
		"d'un canton qui tient une partie d'une commune partagée, on ne sait pas toujours."
	due := n.onDay(c.DueOn)
	coverage := due.France().CantonCoverage()
	if due.France().coveredUntil() < due.date || coverage.Cantons == 0 {
		return
	}
	c.basis(ByObservation)
	c.figure(coverage.Covered, coverage.Cantons, "cantons")
	c.Evidence = due.evidence("{ france { cantonCoverage { cantons covered undetermined } } }", "/france/cantonCoverage/covered")
	switch {
	case coverage.Covered == coverage.Cantons:
		c.Status = Kept
	case n.date < c.DueOn:
		c.Status = InProgress
	case coverage.Covered+coverage.Undetermined < coverage.Cantons:
		c.Status = NotKept
	}
}

// promisedMinutes is how far away nobody was to be.
const promisedMinutes = 30

// measureThirtyMinutes estimates the share of the people who live near enough. An
// estimate gives no verdict.
func measureThirtyMinutes(n *Network, c *Commitment) {
	c.Method = "Part estimée de la population à 30 minutes au plus du site principal le plus proche : distance à vol d'oiseau allongée et vitesse moyenne, " +
		"calées et non confirmées, que la requête peut changer. Une estimation seule ne dit pas si la promesse est tenue."
	access, err := n.France().Access(nil)
	if err != nil {
		return
	}
	within, err := access.Within(promisedMinutes)
	if err != nil || within.Share == nil {
		return
	}
	everybody := 1.0
	c.Measured, c.Required, c.Unit = within.Share, &everybody, "part de la population"
	c.basis(ByEstimate)
	c.Evidence = n.evidence("{ france { access { within(minutes: 30) { share population } } } }", "/france/access/within/share")
}

// promisedPartners is how many partners were promised.
const promisedPartners = 9

// measurePartners counts the partners of the date: the label requires each of
// every site.
func measurePartners(n *Network, c *Commitment) {
	c.Method = "Le label oblige chaque site à offrir les services de tous les partenaires nationaux : tenu par construction, non constaté site par site."
	offered := map[string]bool{}
	for _, s := range n.core {
		offered[s.PartnerCode] = true
	}
	c.figure(len(offered), promisedPartners, "partenaires")
	c.basis(ByDefinition)
	if len(offered) >= promisedPartners {
		c.Status = Kept
	}
}

// evidence returns the query whose answer holds a figure of this network: what
// is asked of it is asked at its date, in its edition, whatever is served when
// somebody follows.
func (n *Network) evidence(selection, figure string) *EvidenceQuery {
	query := "query Evidence($date: Date, $edition: ID) { at(date: $date, edition: $edition) " + selection + " }"
	variables, err := json.Marshal(map[string]string{"date": string(n.date), "edition": n.archive.id})
	if err != nil { // texts always are JSON
		return nil
	}
	return &EvidenceQuery{
		Query: query, Variables: network.Text(variables), Figure: "/at" + figure,
		URL: "/graphql?" + url.Values{"query": {query}, "variables": {string(variables)}}.Encode(),
	}
}
