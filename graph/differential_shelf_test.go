package graph

import (
	"context"
	"math"
	"slices"
	"strconv"
	"testing"

	"maillage/internal/network"
	"maillage/internal/realdata"
)

// What the differential test asks of: the official files, the edition the
// program carries, and one that tries what JSON and the schema find hardest.
var shelves = []struct {
	name     string
	shelf    func(t testing.TB) shelf
	requests int // random ones
}{
	{"official", filesShelf, 2500},
	{"embedded", carriedShelf, 1000},
	{"awkward", awkwardShelf, 1500},
}

func carriedShelf(t testing.TB) shelf {
	t.Helper()
	s, err := embeddedShelf()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func filesShelf(t testing.TB) shelf {
	t.Helper()
	s, err := official(realdata.FS(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A sighted shelf has an older edition besides, which shows some sites otherwise,
// and some that are gone.
type sighted struct{ shelf }

// olderNumber is the number of that edition.
const olderNumber = 99

// goneNumber and more are the numbers of sites that are gone.
const goneNumber = 900_000

func (s sighted) Editions(context.Context) ([]network.Edition, error) {
	return append(slices.Clone(s.List), network.Edition{
		Number: olderNumber, AsOf: "2020-02-06", Coverage: []network.EditionCoverage{{Territory: network.FranceRef, Until: "2020-02-06"}},
	}), nil
}

func (s sighted) Load(ctx context.Context, number int) (*network.Records, error) {
	if number != olderNumber {
		return s.shelf.Load(ctx, number)
	}
	older := *s.Records[s.List[0].Number]
	older.Sites = nil
	for i, site := range s.Records[s.List[0].Number].Sites {
		switch i % 5 {
		case 0:
			site.Name, site.Address.Street = text(i), "autre rue"
		case 1:
			number := goneNumber + i
			site.Code, site.OfficialNumber, site.LabelledOn = strconv.Itoa(number), &number, "2020-01"
		default:
			continue
		}
		older.Sites = append(older.Sites, site)
	}
	return &older, nil
}

// Decisions settles two of the many doubts that follow.
func (s sighted) Decisions(context.Context) ([]network.Decision, error) {
	now := s.List[0]
	on := func(i int, d network.Decision) network.Decision {
		d.AsOf, d.Code, d.OtherAsOf, d.OtherCode = "2020-02-06", strconv.Itoa(goneNumber+i), now.AsOf, s.Records[now.Number].Sites[i].Code
		return d
	}
	return []network.Decision{on(1, network.Decision{Verdict: network.Merged}), on(6, network.Decision{Verdict: network.Different, Source: `"`})}, nil
}

func (s sighted) Appearances(ctx context.Context) ([]network.SiteVersion, error) {
	versions, err := s.shelf.Appearances(ctx)
	if err != nil {
		return nil, err
	}
	older, err := s.Load(ctx, olderNumber)
	for _, site := range older.Sites {
		versions = append(versions, network.SiteVersion{Site: site, Since: olderNumber})
	}
	return versions, err
}

func (s sighted) Versions(ctx context.Context, _ []string) ([]network.SiteVersion, error) {
	return s.Appearances(ctx)
}

// awkward are texts that are easily written wrong.
var awkward = []string{
	"", " ", `"`, `\`, "\\u0000", "\x00\x01\x1f\x7f", "\b\f\n\r\t", "<a href='&'>", "\u2028\u2029", "é\u0301", "😀", "\xff\xc3(", "null", "{}",
}

func text(i int) string { return awkward[i%len(awkward)] }

// numbers likewise.
var numbers = []float64{0, math.Copysign(0, -1), 0.1 + 0.2, 1e-7, 1e-300, 123456789.125, 1e20, 1e21, math.MaxFloat64, -2.5}

// awkwardShelf holds an edition of texts and numbers that are hard to write, and
// of links that lead nowhere; then the one the program carries, which it was made
// of.
func awkwardShelf(t testing.TB) shelf {
	t.Helper()
	s := carriedShelf(t)
	r := *s.Records[1]
	number := func(i int) float64 { return numbers[i%len(numbers)] }

	r.Regions = spoil(r.Regions, func(i int, x *network.Region) {
		x.Name = text(i)
		x.SeatCode = ""
	})
	r.Departments = spoil(r.Departments, func(i int, x *network.Department) { x.Name = text(i) })
	r.Epcis = spoil(r.Epcis, func(i int, x *network.Epci) { x.Name = text(i) })
	r.Communes = spoil(r.Communes, func(i int, x *network.Commune) {
		area := number(i)
		x.Name, x.SurfaceKm2 = text(i), &area
		x.Position = &network.Position{Latitude: number(i), Longitude: number(i / 2), Precision: network.PositionCentre}
		switch i % 50 {
		case 0:
			x.Position = nil
		case 1:
			x.Position.Latitude = math.NaN() // is no JSON
		case 2:
			*x.SurfaceKm2 = math.Inf(1)
		case 3:
			x.DepartmentCode, x.EpciCode = "", ""
		}
	})
	r.Sites = spoil(r.Sites, func(i int, x *network.Site) {
		big := math.MaxInt32 + i - 10
		x.OfficialNumber = &big
		x.Name, x.Note, x.Contact.Email = text(i), network.Text(text(i+1)), network.Text(text(i+2))
		x.Hours = network.Hours{Monday: network.Text(text(i)), Friday: "09:00 - 12:00 / 11:30 - 13:00", Saturday: "00:00 - 00:00"}
		x.Address = network.Address{Street: network.Text(text(i)), Complement: "\n", PostalCode: network.Text(text(i + 3))}
		switch i % 5 {
		case 0:
			x.Position = &network.Position{Latitude: number(i), Longitude: -number(i)}
		case 1:
			x.CommuneCode, x.DepartmentCode = "", ""
		case 2:
			x.ServesCodes = append(slices.Clone(x.ServesCodes), x.CommuneCode, "80999")
		case 3:
			x.Kind, x.Group = network.Antenna, network.Text(text(i))
		case 4:
			x.LabelledOn = "" // must not be null
		}
	})
	r.Partners = spoil(r.Partners, func(i int, x *network.Partner) {
		if x.CurrentName = text(i); i%3 == 1 {
			x.Since = "" // must not be null
		}
	})
	r.Services = spoil(r.Services, func(i int, x *network.Service) { x.Title = network.Text(text(i)) })
	r.Sources = spoil(r.Sources, func(i int, x *network.Source) { x.Title, x.PublishedOn = text(i), "2024-01" })

	edition := s.List[0]
	edition.Label, edition.Sha256 = awkward[3], "0"
	edition.Gaps = nil
	edition.Withheld = []network.Withheld{{Field: "Contact.email", Count: 1 << 40}}
	edition.Report = network.Report{
		Refusals:    []network.Refusal{{File: text(2), Line: -1, Value: "\x00"}, {Column: "é", Reason: text(3)}},
		Unmatched:   []network.Unmatched{{Candidates: nil}, {File: `"`, Line: 1, Value: text(4), Candidates: awkward}},
		Assumptions: []string{},
		Rules: []network.RuleReport{{Rule: text(5), Count: 2, Sites: new(1), Findings: []network.Finding{
			{Site: r.Sites[1].Code, Published: `"`, Served: network.Text(text(8))},
		}}, {Rule: "personal-contact", Count: 1 << 20}},
	}
	for i := range r.Sites {
		edition.Report.Rules[0].Findings = append(edition.Report.Rules[0].Findings, network.Finding{
			Rule: text(i), Site: r.Sites[i].Code, Name: text(i + 1), Field: "position", Published: network.Text(text(i + 2)), Corrected: true,
		})
	}
	edition.Number = 2
	return shelf{
		List:    []network.Edition{edition, s.List[0]},
		Records: map[int]*network.Records{1: s.Records[1], 2: &r},
	}
}

// spoil returns records of which some are changed, their codes kept.
func spoil[R any](records []R, change func(i int, r *R)) []R {
	spoilt := slices.Clone(records)
	for i := range spoilt {
		if i%2 == 0 {
			change(i/2, &spoilt[i])
		}
	}
	return spoilt
}
