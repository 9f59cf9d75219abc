package ingest

import (
	"maillage/internal/cog"
)

// cogFacts are Insee's communes of one Code officiel géographique.
type cogFacts struct {
	communes []cogCommune
	former   cog.Succession // delegated, associated communes and municipal arrondissements → commune
}

type cogCommune struct {
	code           cog.CommuneCode
	name           string
	department     cog.DepartmentCode
	arrondissement string
	canton         cog.CantonCode
}

// readCog reads Insee's communes file. Its rows of type COM are the communes;
// COMD, COMA and ARM are parts of one that had or have a code of their own.
func readCog(b *importer, in *input) error {
	t, err := openTable(in)
	if err != nil {
		return err
	}
	facts := &cogFacts{former: cog.Succession{}}
	seen := map[cog.CommuneCode]bool{}
	for t.next() {
		code, err := cog.ParseCommune(t.get("com"))
		if err != nil {
			t.refuse("com", err.Error())
			continue
		}
		switch t.get("typecom") {
		case "COM":
			if seen[code] {
				t.refuse("com", "this commune stands in the file twice")
				continue
			}
			if c, ok := b.cogCommune(t, code); ok {
				seen[code] = true
				facts.communes = append(facts.communes, c)
			}
		case "COMD", "COMA", "ARM":
			parent, err := cog.ParseCommune(t.get("comparent"))
			if err != nil {
				t.refuse("comparent", err.Error())
				continue
			}
			if parent != code { // the chief delegated commune keeps the code of the whole
				facts.former[code] = parent
			}
		default:
			t.refuse("typecom", "is not COM, COMD, COMA or ARM")
		}
	}
	b.cog = facts
	return t.err
}

func (b *importer) cogCommune(t *table, code cog.CommuneCode) (c cogCommune, ok bool) {
	c = cogCommune{code: code, name: t.get("libelle"), arrondissement: t.get("arr")}
	if c.name == "" {
		t.refuse("libelle", "a commune has a name")
		return c, false
	}
	c.department = cog.DepartmentCode(t.get("dep"))
	if !b.known.departments[c.department] {
		t.refuse("dep", "is no department of the edition this one builds on")
		return c, false
	}
	if s := t.get("can"); s != "" {
		canton, err := cog.ParseCanton(s)
		if err != nil {
			t.refuseValue("can", err.Error())
		}
		c.canton = canton
	}
	return c, true
}
