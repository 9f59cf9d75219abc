package ingest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// An apiCommune is a commune as geo.api.gouv.fr answers it. The surface is in
// hectares; the communes of overseas collectivities have neither centre nor
// surface.
type apiCommune struct {
	Nom             string
	Code            string
	Centre          *apiPoint
	Surface         *float64
	CodesPostaux    []string
	CodeEpci        string
	CodeDepartement string // or the collectivity's
	Population      *int
}

// An apiPoint is a GeoJSON point: longitude first.
type apiPoint struct {
	Type        string
	Coordinates []float64
}

// apiFacts are its communes, in the order of the file.
type apiFacts struct {
	order  []cog.CommuneCode
	byCode map[cog.CommuneCode]*network.Commune
}

// readGeoAPI reads the answer of geo.api.gouv.fr/communes, one commune at a
// time.
func readGeoAPI(b *importer, in *input) error {
	facts := &apiFacts{byCode: map[cog.CommuneCode]*network.Commune{}}
	d := json.NewDecoder(in.text)
	switch open, err := d.Token(); {
	case err != nil:
		return in.explainJSON(err)
	case open != json.Delim('['):
		return in.fail(0, "", "", "is GeoJSON, which is not read: ask the API for format=json")
	}
	for d.More() {
		in.report.Rows++
		var published apiCommune
		var raw json.RawMessage
		err := d.Decode(&raw)
		in.begin()
		if err == nil {
			in.noteKeys(raw)
			err = json.Unmarshal(raw, &published)
		}
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			in.refuse(0, wrong.Field, published.Code+" "+published.Nom, "is a JSON "+wrong.Value+", which it may not be")
			continue
		}
		if err != nil {
			return in.explainJSON(err)
		}
		c := b.apiCommune(in, &published)
		if c == nil {
			continue
		}
		if facts.byCode[c.Code] != nil {
			in.refuse(0, "code", published.Code, "this commune stands in the file twice")
			continue
		}
		facts.order = append(facts.order, c.Code)
		facts.byCode[c.Code] = c
	}
	if _, err := d.Token(); err != nil { // "]"
		return in.explainJSON(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return in.fail(0, "", "", "something follows the list of communes")
	}
	b.api = facts
	return nil
}

// noteKeys notes which names an object's values have, without decoding these.
func (in *input) noteKeys(object json.RawMessage) {
	d := jsontext.NewDecoder(bytes.NewBuffer(object), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if open, err := d.ReadToken(); err != nil || open.Kind() != '{' {
		return // whoever reads it says so
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return
		}
		in.keys[name.String()] = true
		if d.SkipValue() != nil {
			return
		}
	}
}

// apiCommune checks a commune; nil if it is refused.
func (b *importer) apiCommune(in *input, published *apiCommune) *network.Commune {
	code, err := cog.ParseCommune(published.Code)
	if err != nil {
		in.refuse(0, "code", published.Code, err.Error())
		return nil
	}
	c := &network.Commune{Code: code, Name: strings.TrimSpace(published.Nom), Population: published.Population}
	if c.Name == "" {
		in.refuse(0, "nom", published.Code, "a commune has a name")
		return nil
	}
	if code.Collectivity() == "" {
		c.DepartmentCode = cog.DepartmentCode(published.CodeDepartement)
	}
	if !b.known.place(c.DepartmentCode, code.Collectivity()) {
		in.refuse(0, "codeDepartement", published.CodeDepartement, "is no department or collectivity of the edition this one builds on")
		return nil
	}
	if b.cog != nil && code.Collectivity() == "" && !b.isCurrent(code) {
		in.refuse(0, "code", published.Code+" "+published.Nom, "is no commune of Insee's file")
		return nil
	}
	if p := c.Population; p != nil && *p < 0 {
		in.refuseValue(0, "population", fmt.Sprint(published.Code, ": ", *p), "is below zero")
		c.Population = nil
	}
	c.PostalCodes = postalCodes(in, published)
	c.EpciCode = b.epci(in, published)
	if point := published.Centre; point != nil {
		c.Position = point.position()
		if c.Position == nil {
			in.refuseValue(0, "centre", fmt.Sprint(published.Code, ": ", point.Coordinates), "is no point of the Earth")
		}
	}
	if s := published.Surface; s != nil && *s > 0 {
		c.SurfaceKm2 = new(*s / 100)
	}
	return c
}

var postalCode = regexp.MustCompile(`^[0-9]{5}$`)

func postalCodes(in *input, published *apiCommune) []string {
	var codes []string
	for _, code := range published.CodesPostaux {
		if postalCode.MatchString(code) {
			codes = append(codes, code)
		} else {
			in.refuseValue(0, "codesPostaux", published.Code+": "+code, "is no postal code of five digits")
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// epci returns the commune's EPCI if the edition this one builds on knows it:
// the file has no names.
func (b *importer) epci(in *input, published *apiCommune) cog.EpciCode {
	if published.CodeEpci == "" {
		return ""
	}
	code, err := cog.ParseEpci(published.CodeEpci)
	if err != nil {
		in.refuseValue(0, "codeEpci", published.Code+": "+published.CodeEpci, err.Error())
		return ""
	}
	if !b.known.epcis[code] {
		in.refuseValue(0, "codeEpci", published.Code+": "+published.CodeEpci, "is no EPCI of the edition this one builds on")
		return ""
	}
	return code
}

func (p *apiPoint) position() *network.Position {
	if p.Type != "Point" || len(p.Coordinates) < 2 || !onEarth(p.Coordinates[1], p.Coordinates[0]) {
		return nil
	}
	return &network.Position{Latitude: p.Coordinates[1], Longitude: p.Coordinates[0], Precision: network.PositionCentre}
}
