package snapshot

import (
	"cmp"
	"slices"
	"time"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// An archive is one edition, linked and indexed: all that no date changes.
type archive struct {
	id      string // "edition:3"
	edition *network.Edition
	from    ServedFrom

	placeCount      int32 // how many places there are
	france          franceRecord
	regions         table[cog.RegionCode, regionRecord]
	departments     table[cog.DepartmentCode, departmentRecord]
	collectivities  table[string, collectivityRecord]
	epcis           table[cog.EpciCode, epciRecord]
	cantons         table[cog.CantonCode, cantonRecord]
	communes        table[cog.CommuneCode, communeRecord]
	arrondissements table[string, network.Arrondissement]
	sites           table[string, siteRecord]
	partners        table[string, network.Partner]
	services        table[string, network.Service]
	sources         table[string, network.Source]

	postalCodes multimap[string]          // lists that communes have
	formerCodes multimap[cog.CommuneCode] // likewise
	covered     []network.Date            // days until which an edition lists every site, in order; "" first

	clocks     []*time.Location // that sites go by
	succession cog.Succession
	ranks      ranks

	labels  multimap[int32] // of each place: the days of its labels, in order, by their place in days
	losses  multimap[int32] // and the days from which a principal site is gone
	counts  map[network.TerritoryRef][]network.ReportedCount
	targets map[network.TerritoryRef][]network.Target
	shares  []network.ReportedShare
	times   []network.TravelTime

	days       []network.Date // on which sites come to exist, in order
	firstShown network.Date   // when an edition first showed any of the sites, "" if there are none

	corrections map[string][]Correction // by code of the site

	past  *past
	views views
	named names

	// Where things are, and how long it takes to the nearest site; each made
	// when first asked for.
	atlas     atlas
	reach     reach
	quickest  quickestOrders
	nextSites nextSites

	divided divisions
}

// newArchive links the records of an edition.
func newArchive(edition network.Edition, records *network.Records, past *past) *archive {
	a := &archive{
		id: editionID(edition.Number), edition: &edition, past: past, succession: cog.Succession{},
		shares: records.Shares, times: records.TravelTimes,
	}
	a.loadTables(records)
	a.divided.init(records.Communes)
	a.loadSites(records.Sites)
	a.linkTerritories(records.Communes)
	a.linkSites()
	a.numberPlaces()
	a.readHours()
	a.linkShares()
	a.measurePopulations()
	a.applyCoverage()
	a.gatherLabels()
	a.gatherPromises(records)
	a.gatherCorrections()
	a.ranks = newRanks(a)
	a.views.init()
	a.quickest.init()
	a.nextSites.init()
	return a
}

// loadTables copies the records into their tables.
func (a *archive) loadTables(r *network.Records) {
	a.france.place = newPlace(string(network.FranceRef), KindFrance)
	a.regions = newTable(each(r.Regions, func(v network.Region) regionRecord {
		return regionRecord{Region: v, place: newPlace("region:"+string(v.Code), KindRegion)}
	}), func(r *regionRecord) cog.RegionCode { return r.Code })
	a.departments = newTable(each(r.Departments, func(v network.Department) departmentRecord {
		return departmentRecord{Department: v, place: newPlace("department:"+string(v.Code), KindDepartment)}
	}), func(r *departmentRecord) cog.DepartmentCode { return r.Code })
	a.collectivities = newTable(each(r.Collectivities, func(v network.Collectivity) collectivityRecord {
		return collectivityRecord{Collectivity: v, place: newPlace("collectivity:"+v.Code, KindCollectivity)}
	}), func(r *collectivityRecord) string { return r.Code })
	a.epcis = newTable(each(packed(r.Epcis), func(v network.Epci) epciRecord {
		return epciRecord{Epci: v, place: newPlace("epci:"+string(v.Code), KindEpci)}
	}), func(r *epciRecord) cog.EpciCode { return r.Code })
	a.cantons = newTable(each(packed(r.Cantons), func(v network.Canton) cantonRecord {
		return cantonRecord{Canton: v, place: newPlace("canton:"+string(v.Code), KindCanton)}
	}), func(r *cantonRecord) cog.CantonCode { return r.Code })
	a.loadCommunes(r.Communes)
	a.arrondissements = newTable(slices.Clone(r.Arrondissements), func(r *network.Arrondissement) string { return r.Code })
	a.partners = newTable(slices.Clone(r.Partners), func(r *network.Partner) string { return r.Code })
	a.services = newTable(slices.Clone(r.Services), func(r *network.Service) string { return r.Code })
	a.sources = newTable(slices.Clone(r.Sources), func(r *network.Source) string { return r.Code })
}

// each makes a record of each value.
func each[V, R any](values []V, record func(V) R) []R {
	records := make([]R, len(values))
	for i := range values {
		records[i] = record(values[i])
	}
	return records
}

// loadCommunes copies the communes into their table.
func (a *archive) loadCommunes(published []network.Commune) {
	facts := packed(each(published, func(c network.Commune) CommuneFacts { return CommuneFacts{c.Name, c.Position, c.SurfaceKm2} }))
	refs := prefixed(communeRef, len(published), func(i int) cog.CommuneCode { return published[i].Code })
	rows := make([]communeRecord, len(published))
	for i := range rows {
		rows[i] = communeRecord{CommuneFacts: facts[i], place: newPlace(refs[i], KindCommune), row: int32(i)}
		p := &rows[i].place
		if people := published[i].Population; people != nil {
			p.inhabited, p.population = true, *people
		}
		p.populationYear = published[i].PopulationYear
	}
	a.postalCodes = distinct(len(rows), func(i int) ([]string, *int32) { return published[i].PostalCodes, &rows[i].postalCodes })
	a.formerCodes = distinct(len(rows), func(i int) ([]cog.CommuneCode, *int32) { return published[i].FormerCodes, &rows[i].formerCodes })
	a.communes = newTable(rows, (*communeRecord).Code)
}

// loadSites copies the sites, those that are gone included, into their table.
// They go by the codes they have in the latest edition, and answer to all others.
func (a *archive) loadSites(records []network.Site) {
	lives := a.past.lives(a.edition, records)
	published := make(map[string]string, len(lives))
	for i := range lives {
		l := &lives[i]
		if l.until == "" {
			published[l.row.Code] = l.site.Code
		}
		l.row.Code, l.row.OfficialNumber = l.site.Code, l.site.OfficialNumber
	}
	slices.SortFunc(lives, func(x, y life) int { return compareSiteCodes(x.row, y.row) })
	sites := make([]network.Site, len(lives))
	for i := range lives {
		sites[i] = lives[i].row
	}
	sites = packed(sites)
	ids := prefixed("site:", len(sites), func(i int) string { return sites[i].Code })
	rows := make([]siteRecord, len(sites))
	for i := range rows {
		l := &lives[i]
		rows[i] = siteRecord{Site: sites[i], Sighting: l.site.Sighting, number: int32(i), life: l.site, until: l.until, id: ids[i]}
	}
	a.sites = newTable(rows, func(r *siteRecord) string { return r.Code })
	for code, now := range published {
		a.sites.alias(code, now)
	}
	for i := range lives {
		for _, former := range lives[i].site.FormerCodes {
			a.sites.alias(former, lives[i].row.Code)
		}
	}
}

// compareSiteCodes puts official numbers in their own order, then slugs.
func compareSiteCodes(x, y network.Site) int {
	if n, m := x.OfficialNumber, y.OfficialNumber; n != nil || m != nil {
		switch {
		case n == nil:
			return 1
		case m == nil:
			return -1
		case *n != *m:
			return cmp.Compare(*n, *m)
		}
	}
	return cmp.Compare(x.Code, y.Code)
}

// linkTerritories joins communes to what they belong to, and those to one
// another.
func (a *archive) linkTerritories(communes []network.Commune) {
	for i := range communes {
		a.linkCommune(&a.communes.rows[i], &communes[i])
	}
	listCommunes(a, a.departments.rows, func(c *communeRecord) int32 { return c.department }, func(r *departmentRecord) *[]int32 { return &r.communes })
	listCommunes(a, a.collectivities.rows, func(c *communeRecord) int32 { return c.collectivity }, func(r *collectivityRecord) *[]int32 { return &r.communes })
	listCommunes(a, a.epcis.rows, func(c *communeRecord) int32 { return c.epci }, func(r *epciRecord) *[]int32 { return &r.communes })
	listCommunes(a, a.cantons.rows, func(c *communeRecord) int32 { return c.canton }, func(r *cantonRecord) *[]int32 { return &r.communes })
	for i := range a.cantons.rows {
		c := &a.cantons.rows[i]
		c.department = a.departments.find(c.Code.Department())
		if c.department != none {
			d := &a.departments.rows[c.department]
			d.cantons = append(d.cantons, int32(i))
		}
	}
	for i := range a.departments.rows {
		d := &a.departments.rows[i]
		d.seat = a.communes.find(d.SeatCode)
		if d.region = a.regions.find(d.RegionCode); d.region != none {
			r := &a.regions.rows[d.region]
			r.departments = append(r.departments, int32(i))
		}
	}
	listCommunes(a, a.regions.rows, a.regionOf, func(r *regionRecord) *[]int32 { return &r.communes })
	for i := range a.regions.rows {
		r := &a.regions.rows[i]
		r.seat = a.communes.find(r.SeatCode)
	}
	for i := range a.epcis.rows {
		a.linkEpci(int32(i))
	}
}

func (a *archive) linkCommune(c *communeRecord, published *network.Commune) {
	for _, former := range a.formerCodes.of(c.formerCodes) {
		a.succession[former] = c.Code()
	}
	c.arrondissement = a.divided.find(published.Arrondissement)
	c.collectivity = a.collectivities.find(c.Code().Collectivity())
	c.department = a.departments.find(published.DepartmentCode)
	c.canton = a.cantons.find(published.CantonCode)
	c.epci = a.epcis.find(published.EpciCode)
}

// listCommunes tells each territory of a kind which communes it is made of.
func listCommunes[R any](a *archive, rows []R, territory func(*communeRecord) int32, communes func(*R) *[]int32) {
	lists := newMultimap(len(rows), func(yield func(int32, int32)) {
		for i := range a.communes.rows {
			if t := territory(&a.communes.rows[i]); t != none {
				yield(t, int32(i))
			}
		}
	})
	for i := range rows {
		*communes(&rows[i]) = lists.of(int32(i))
	}
}

// linkEpci joins an EPCI to the departments its communes lie in.
func (a *archive) linkEpci(i int32) {
	e := &a.epcis.rows[i]
	for _, c := range e.communes {
		if d := a.communes.rows[c].department; d != none && !slices.Contains(e.departments, d) {
			e.departments = append(e.departments, d)
		}
	}
	slices.Sort(e.departments)
	for _, d := range e.departments {
		a.departments.rows[d].epcis = append(a.departments.rows[d].epcis, i)
	}
}

// linkSites joins the sites to the places they stand in and antennas to their
// parents.
func (a *archive) linkSites() {
	heads := map[network.Text][]int32{} // principal sites by group
	for i := range a.sites.rows {
		s := &a.sites.rows[i]
		s.from = s.existsFrom()
		if a.firstShown == "" || s.FirstSeenOn < a.firstShown {
			a.firstShown = s.FirstSeenOn
		}
		a.locate(s)
		if s.Group != "" && s.Kind == network.Principal && s.until == "" {
			heads[s.Group] = append(heads[s.Group], int32(i))
		}
	}
	for i := range a.sites.rows {
		s := &a.sites.rows[i]
		s.parent = none
		if head := heads[s.Group]; s.Kind == network.Antenna && s.Group != "" && len(head) == 1 {
			s.parent = head[0]
			parent := &a.sites.rows[head[0]]
			parent.antennas = append(parent.antennas, int32(i))
		}
		a.days = append(a.days, s.from)
		if s.until != "" {
			a.days = append(a.days, s.until)
		}
	}
	slices.Sort(a.days)
	a.days = slices.Compact(a.days)
}

// existsFrom returns the day from which a site exists: a principal site's label,
// or the first edition that shows an antenna, whose own beginning no source
// tells and which carries its parent's date.
func (s *siteRecord) existsFrom() network.Date {
	if s.Kind == network.Antenna {
		return s.FirstSeenOn
	}
	return s.LabelledOn.First()
}

// existsOn says whether a site exists on a day: from its label until, if it does,
// it is gone.
func (s *siteRecord) existsOn(day network.Date) bool {
	return s.from <= day && (s.until == "" || day < s.until)
}

// locate finds the places a site stands in. Its department is the published
// one, even where its commune says another.
func (a *archive) locate(s *siteRecord) {
	s.commune, s.canton, s.epci, s.region = a.commune(s.CommuneCode), none, none, none
	if s.commune != none {
		c := &a.communes.rows[s.commune]
		s.canton, s.epci = c.canton, c.epci
	}
	if s.department = a.departments.find(s.DepartmentCode); s.department != none {
		s.region = a.departments.rows[s.department].region
	}
	s.collectivity = a.collectivities.find(s.CollectivityCode)
	for _, code := range s.ServesCodes {
		if c := a.communes.find(code); c != none {
			s.serves = append(s.serves, c)
		}
	}
}

// numberPlaces numbers the places, those first in which a site stands: lists that
// are kept by place need no room for the others, which nearly all communes are.
func (a *archive) numberPlaces() {
	number := func(p *place) {
		if p.number == none {
			p.number = a.placeCount
			a.placeCount++
		}
	}
	for i := range a.sites.rows {
		a.places(&a.sites.rows[i], number)
	}
	number(&a.france.place)
	for i := range a.regions.rows {
		number(&a.regions.rows[i].place)
	}
	for i := range a.departments.rows {
		number(&a.departments.rows[i].place)
	}
	for i := range a.collectivities.rows {
		number(&a.collectivities.rows[i].place)
	}
	for i := range a.epcis.rows {
		number(&a.epcis.rows[i].place)
	}
	for i := range a.cantons.rows {
		number(&a.cantons.rows[i].place)
	}
	for i := range a.communes.rows {
		number(&a.communes.rows[i].place)
	}
}

// measurePopulations sums the communes' populations up to the country's.
func (a *archive) measurePopulations() {
	for i := range a.communes.rows {
		c := &a.communes.rows[i]
		a.france.place.add(&c.place)
		if region := a.regionOf(c); region != none {
			a.regions.rows[region].place.add(&c.place)
		}
		if c.department != none {
			a.departments.rows[c.department].place.add(&c.place)
		}
		if c.collectivity != none {
			a.collectivities.rows[c.collectivity].place.add(&c.place)
		}
		if c.epci != none {
			a.epcis.rows[c.epci].place.add(&c.place)
		}
		if c.canton != none {
			a.cantons.rows[c.canton].place.add(&c.place)
		}
	}
}

// populationSource returns where populations come from, nil if the edition does
// not say.
func (a *archive) populationSource() *network.Source {
	i := a.sources.find("insee-populations")
	if i == none {
		return nil
	}
	return &a.sources.rows[i]
}

// gatherLabels lists, by place, the days of its labels, and of those it lost.
func (a *archive) gatherLabels() {
	a.labels = a.daysByPlace(func(s *siteRecord) (network.Date, bool) { return s.from, true })
	a.losses = a.daysByPlace(func(s *siteRecord) (network.Date, bool) { return s.until, s.until != "" })
}

// daysByPlace lists, by place, a day of each principal site that ever exists and
// has one, in order.
func (a *archive) daysByPlace(of func(*siteRecord) (day network.Date, ok bool)) multimap[int32] {
	day := func(i int32) int32 {
		day, _ := of(&a.sites.rows[i])
		number, _ := slices.BinarySearch(a.days, day)
		return int32(number)
	}
	principal := make([]int32, 0, len(a.sites.rows))
	for i := range a.sites.rows {
		s := &a.sites.rows[i]
		if _, ok := of(s); ok && s.Kind == network.Principal && s.existsOn(s.from) {
			principal = append(principal, int32(i))
		}
	}
	slices.SortStableFunc(principal, func(i, j int32) int {
		return cmp.Compare(day(i), day(j))
	})
	return newMultimap(int(a.placeCount), func(yield func(int32, int32)) {
		for _, i := range principal {
			a.places(&a.sites.rows[i], func(p *place) { yield(p.number, day(i)) })
		}
	})
}

// gatherPromises lists official counts and targets by territory, in order of
// date.
func (a *archive) gatherPromises(r *network.Records) {
	a.counts = map[network.TerritoryRef][]network.ReportedCount{}
	for _, c := range packed(r.Counts) {
		a.counts[c.Territory] = append(a.counts[c.Territory], c)
	}
	for _, list := range a.counts {
		slices.SortFunc(list, func(x, y network.ReportedCount) int { return cmp.Compare(x.Date, y.Date) })
	}
	a.targets = map[network.TerritoryRef][]network.Target{}
	for _, t := range packed(r.Targets) {
		a.targets[t.Territory] = append(a.targets[t.Territory], t)
	}
	for _, list := range a.targets {
		slices.SortFunc(list, func(x, y network.Target) int {
			return cmp.Or(cmp.Compare(x.DueOn, y.DueOn), cmp.Compare(x.Sites, y.Sites), cmp.Compare(x.Code, y.Code))
		})
	}
}
