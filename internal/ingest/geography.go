package ingest

import (
	"fmt"
	"maps"
	"slices"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// A geography is the communes and cantons of the edition being made.
type geography struct {
	communes   []network.Commune // in the order of their codes
	cantons    []network.Canton
	byCode     map[cog.CommuneCode]*network.Commune
	succession cog.Succession
}

// current returns the commune that a code, present or past, leads to.
func (g *geography) current(code cog.CommuneCode) (cog.CommuneCode, bool) {
	// A code in use is itself, whatever an older file says of it.
	if g.byCode[code] != nil {
		return code, true
	}
	code = g.succession.Current(code)
	return code, g.byCode[code] != nil
}

// isCurrent says whether a code is one of the communes that the edition will
// have: those of Insee's file if it came, else of the API's, else of the base,
// and the overseas collectivities' communes of all, which Insee's file lacks.
func (b *importer) isCurrent(code cog.CommuneCode) bool {
	if b.currentSet == nil {
		b.currentSet = map[cog.CommuneCode]bool{}
		for _, c := range b.communeSet() {
			b.currentSet[c.Code] = true
		}
	}
	return b.currentSet[code]
}

// communeSet returns the communes of the edition, without what only other files
// or the base say of them.
func (b *importer) communeSet() []network.Commune {
	byCode := map[cog.CommuneCode]network.Commune{}
	for _, c := range b.base.Communes {
		if c.Code.Collectivity() != "" || b.cog == nil && b.api == nil {
			byCode[c.Code] = c
		}
	}
	if b.api != nil {
		for _, code := range b.api.order {
			if c := b.api.byCode[code]; code.Collectivity() != "" || b.cog == nil {
				byCode[code] = network.Commune{Code: code, Name: c.Name, DepartmentCode: c.DepartmentCode}
			}
		}
	}
	if b.cog != nil {
		for _, c := range b.cog.communes {
			byCode[c.code] = network.Commune{
				Code: c.code, Name: c.name, DepartmentCode: c.department, Arrondissement: c.arrondissement, CantonCode: c.canton,
			}
		}
	}
	return slices.SortedFunc(maps.Values(byCode), byKey(func(c network.Commune) cog.CommuneCode { return c.Code }))
}

// assemble makes the geography of what the files and the base say: of each
// fact, the file's word, else the base's.
func (b *importer) assemble() error {
	communes := b.communeSet()
	if err := b.checkSize(communes); err != nil {
		return err
	}
	old := map[cog.CommuneCode]*network.Commune{}
	for i := range b.base.Communes {
		old[b.base.Communes[i].Code] = &b.base.Communes[i]
	}
	g := &geography{communes: communes, byCode: make(map[cog.CommuneCode]*network.Commune, len(communes))}
	for i := range communes {
		c := &communes[i]
		b.carryOver(c, old[c.Code])
		b.overlay(c)
		g.byCode[c.Code] = c
	}
	if b.undated > 0 {
		b.assume("%d populations differ from the edition before's; the API does not say of which year they are.", b.undated)
	}
	b.succeed(g)
	g.cantons = b.cantons(communes)
	b.geo = g
	return nil
}

// checkSize refuses a set of communes so much smaller than the one before that
// its file must be a part of the country.
func (b *importer) checkSize(communes []network.Commune) error {
	before := len(b.base.Communes)
	if len(communes)*10 >= before*9 || len(b.inputs) == 0 {
		return nil
	}
	return &FileError{File: b.inputs[0].file, Reason: fmt.Sprintf(
		"makes %d communes where the edition before has %d: it is not the whole country's file", len(communes), before)}
}

// carryOver completes a commune with what the base says of it.
func (b *importer) carryOver(c, old *network.Commune) {
	if old == nil {
		return
	}
	if b.cog == nil {
		c.Arrondissement, c.CantonCode = old.Arrondissement, old.CantonCode
	}
	c.EpciCode, c.PostalCodes = old.EpciCode, old.PostalCodes
	c.Population, c.PopulationYear = old.Population, old.PopulationYear
	c.Position, c.SurfaceKm2 = old.Position, old.SurfaceKm2
}

// overlay completes a commune with what the files beside Insee's say of it. Of
// two centres, the API's is of this year's outline.
func (b *importer) overlay(c *network.Commune) {
	if from, ok := b.centroids[c.Code]; ok {
		c.Position = from.position
		if from.surfaceKm2 != nil {
			c.SurfaceKm2 = from.surfaceKm2
		}
	}
	if b.api == nil {
		return
	}
	from := b.api.byCode[c.Code]
	if from == nil {
		return
	}
	if from.Population != nil {
		// The API does not say of which year: of the base's, if the figure is the same.
		if c.Population == nil || *c.Population != *from.Population {
			c.PopulationYear = 0
			b.undated++
		}
		c.Population = from.Population
	}
	if len(from.PostalCodes) > 0 {
		c.PostalCodes = from.PostalCodes
	}
	if from.EpciCode != "" {
		c.EpciCode = from.EpciCode
	}
	if from.Position != nil {
		c.Position = from.Position
	}
	if from.SurfaceKm2 != nil {
		c.SurfaceKm2 = from.SurfaceKm2
	}
}

// succeed gives every commune the former codes that lead to it, of the file and
// of the base, and notes which communes of the base lead nowhere.
func (b *importer) succeed(g *geography) {
	g.succession = cog.Succession{}
	for _, c := range b.base.Communes {
		for _, former := range c.FormerCodes {
			g.succession[former] = c.Code
		}
	}
	if b.cog != nil {
		maps.Copy(g.succession, b.cog.former)
	}
	former := map[cog.CommuneCode][]cog.CommuneCode{}
	for code := range g.succession {
		if current, ok := g.current(code); ok && current != code {
			former[current] = append(former[current], code)
		}
	}
	for i := range g.communes {
		codes := former[g.communes[i].Code]
		slices.Sort(codes)
		g.communes[i].FormerCodes = codes
	}
	var lost []cog.CommuneCode
	for _, c := range b.base.Communes {
		if _, ok := g.current(c.Code); !ok {
			lost = append(lost, c.Code)
		}
	}
	if len(lost) > 0 {
		b.assume("%d communes of the edition before are in no file and have no known successor: %s.", len(lost), someOf(lost))
	}
}

// someOf lists the first of many codes.
func someOf[C ~string](codes []C) string {
	const some = 5
	text := ""
	for i, c := range codes[:min(len(codes), some)] {
		if i > 0 {
			text += ", "
		}
		text += string(c)
	}
	if len(codes) > some {
		text += "…"
	}
	return text
}
