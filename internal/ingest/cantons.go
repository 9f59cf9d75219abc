package ingest

import (
	"maps"
	"slices"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// readCantonNames reads the names of the cantons in law, whose codes are the
// IGN's.
func readCantonNames(b *importer, in *input) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	names := map[cog.CantonCode]string{}
	for t.next() {
		code, err := cog.ParseCanton(cantonOfIGN(t.get("code")))
		switch {
		case err != nil:
			t.refuse("code", err.Error())
		case t.get("nom") == "":
			t.refuse("nom", "a canton has a name")
		case names[code] != "":
			t.refuse("code", "this canton stands in the file twice")
		default:
			names[code] = t.get("nom")
		}
	}
	b.cantonNames = names
	return t.err
}

// cantonOfIGN turns the IGN's code of a canton into the COG's: on the mainland
// it has three digits after the department ("01001" is "0101"), overseas it is
// the same.
func cantonOfIGN(code string) string {
	if len(code) == 5 && !strings.HasPrefix(code, "97") && code[2] == '0' {
		return code[:2] + code[3:]
	}
	return code
}

// isPseudo says whether a code of the COG's column CAN is one of Insee's
// pseudo-cantons: they are numbered downwards from 99 in each department, true
// cantons upwards from 01 (41 is the highest, 80 the lowest, in 2024).
func isPseudo(code cog.CantonCode) bool { return code[len(code)-2] >= '8' }

// metropoleDeLyon has no cantons: one pseudo-canton stands for its 58 communes.
const metropoleDeLyon cog.CantonCode = "6999"

// cantons returns the cantons that the communes name, those that law knows but
// no whole commune lies in, which have a name only, and the base's.
func (b *importer) cantons(communes []network.Commune) []network.Canton {
	byCode := map[cog.CantonCode]network.Canton{}
	for _, c := range b.base.Cantons {
		// With the names of all cantons at hand, one that is not among them is gone.
		if b.cog == nil || b.cantonNames == nil && !c.Pseudo {
			byCode[c.Code] = c
		}
	}
	unnamed := 0
	for i := range communes {
		code := communes[i].CantonCode
		if _, ok := byCode[code]; ok || code == "" {
			continue
		}
		canton := network.Canton{Code: code, Pseudo: isPseudo(code), Name: b.cantonNames[code]}
		switch {
		case canton.Name != "":
		case code == metropoleDeLyon:
			canton.Name = "Métropole de Lyon"
		case canton.Pseudo:
			canton.Name = communes[i].Name
		default:
			canton.Name = b.cantonName(code)
			if canton.Name == "" {
				unnamed++
				canton.Name = "Canton " + string(code)
			}
		}
		byCode[code] = canton
	}
	for code, name := range b.cantonNames {
		byCode[code] = network.Canton{Code: code, Name: name}
	}
	if unnamed > 0 {
		b.assume("%d cantons are called by their code: no file names them.", unnamed)
	}
	return slices.SortedFunc(maps.Values(byCode), byKey(func(c network.Canton) cog.CantonCode { return c.Code }))
}

// cantonName returns what the base calls a canton.
func (b *importer) cantonName(code cog.CantonCode) string {
	for _, c := range b.base.Cantons {
		if c.Code == code {
			return c.Name
		}
	}
	return ""
}
