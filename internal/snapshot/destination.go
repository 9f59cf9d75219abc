package snapshot

import (
	"slices"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/geo"
	"maillage/internal/network"
	"maillage/internal/relay"
)

// CodeBadPlace and CodeUnknownPlace are the codes of an Error about a place that
// is named wrongly, or that the edition does not place.
const (
	CodeBadPlace     = "BAD_PLACE"
	CodeUnknownPlace = "UNKNOWN_PLACE"
)

type (
	// A PlaceInput names a place in one way.
	PlaceInput struct {
		Position   *PositionInput
		Commune    *cog.CommuneCode
		PostalCode *string
		Site       *string // its global id or its code
	}

	// A PositionInput is a point in degrees, WGS 84.
	PositionInput struct{ Latitude, Longitude float64 }
)

// An origin is where a distance is measured from.
type origin struct {
	spot
	commune int32 // if it is one, else none: going about inside it is no distance between centres
}

// place returns the place that is named. The error is an *Error.
func (n *Network) place(p *PlaceInput) (origin, error) {
	ways := 0
	for _, named := range []bool{p.Position != nil, p.Commune != nil, p.PostalCode != nil, p.Site != nil} {
		ways += count(named)
	}
	if ways != 1 {
		return origin{}, errorf(CodeBadPlace, "a place is named in %d ways: give one of position, commune, postalCode and site", ways)
	}
	switch {
	case p.Position != nil:
		return p.Position.origin()
	case p.Commune != nil:
		return n.communeOrigin(*p.Commune)
	case p.PostalCode != nil:
		return n.postalOrigin(*p.PostalCode)
	}
	return n.siteOrigin(*p.Site)
}

func (p *PositionInput) origin() (origin, error) {
	point, err := geo.At(p.Latitude, p.Longitude)
	if err != nil {
		return origin{}, errorf(CodeBadPlace, "%s", err)
	}
	position := &network.Position{Latitude: p.Latitude, Longitude: p.Longitude, Precision: network.PositionPublished}
	return origin{spot{point, position}, none}, nil
}

func (n *Network) communeOrigin(code cog.CommuneCode) (origin, error) {
	i := n.archive.commune(code)
	if i == none {
		return origin{}, n.unknownPlace(SearchCommune, string(code))
	}
	return n.placed(n.archive.communes.rows[i].spot(), i, "commune "+string(code))
}

// postalOrigin returns the middle of the communes that share a postal code, the
// commune itself if it is the only one.
func (n *Network) postalOrigin(code string) (origin, error) {
	a := n.archive
	var communes []int32
	for i := range a.communes.rows {
		if slices.Contains(a.postalCodes.of(a.communes.rows[i].postalCodes), code) {
			communes = append(communes, int32(i))
		}
	}
	switch len(communes) {
	case 0:
		return origin{}, errorf(CodeUnknownPlace, "%.20q is the postal code of no commune of %s", code, a.id)
	case 1:
		return n.placed(a.communes.rows[communes[0]].spot(), communes[0], "postal code "+code)
	}
	points := make([]geo.Point, 0, len(communes))
	for _, i := range communes {
		if s := a.communes.rows[i].spot(); s.position != nil {
			points = append(points, s.point)
		}
	}
	var middle spot
	if point, ok := geo.Centre(points); ok {
		latitude, longitude := point.Degrees()
		middle = spot{point, &network.Position{Latitude: latitude, Longitude: longitude, Precision: network.PositionPostalCode}}
	}
	return n.placed(middle, none, "postal code "+code)
}

func (n *Network) siteOrigin(id string) (origin, error) {
	code := id
	if parsed := relay.ParseID(id); parsed.Kind == "site" {
		code = parsed.Key
	}
	s := n.Site(code)
	if s == nil {
		return origin{}, n.unknownPlace(SearchSite, code)
	}
	return n.placed(s.spot(), none, "site "+s.Code)
}

func (n *Network) unknownPlace(kind SearchKind, code string) error {
	e := errorf(CodeUnknownPlace, "%.40q is no %s of %s on %s", code, strings.ToLower(string(kind)), n.archive.id, n.date)
	e.Suggestions = n.archive.suggest(kind, code)
	return e
}

func (n *Network) placed(s spot, commune int32, what string) (origin, error) {
	if s.position == nil {
		return origin{}, errorf(CodeUnknownPlace, "no source of %s says where %s is", n.archive.id, what)
	}
	return origin{s, commune}, nil
}
