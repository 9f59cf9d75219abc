package snapshot

import (
	"context"
	"slices"

	"maillage/internal/identity"
	"maillage/internal/network"
)

// A past is what all editions together tell of sites: which rows are one site,
// and what happened to it. It is the same for all editions that are open.
type past struct {
	register *identity.Register
	rows     map[rowKey]*network.Site // whole rows of sites that changed or are gone
	editions map[int]*Edition
}

// A rowKey names a published row: no other has its code and first edition.
type rowKey struct {
	code  string
	since int
}

// newPast reads what the editions published of sites, and finds
// out which is which. The geography is that of the edition served.
func newPast(ctx context.Context, from network.Reader, editions []network.Edition, decisions []network.Decision, geography identity.Geography) (*past, error) {
	appearances, err := from.Appearances(ctx)
	if err != nil {
		return nil, err
	}
	p := &past{register: identity.Resolve(editions, appearances, decisions, geography), rows: map[rowKey]*network.Site{}, editions: map[int]*Edition{}}
	whole, err := from.Versions(ctx, p.storied())
	if err != nil {
		return nil, err
	}
	whole = packed(whole)
	for i := range whole {
		p.rows[rowKey{whole[i].Code, whole[i].Since}] = &whole[i].Site
	}
	return p, nil
}

// storied returns the codes of the rows of which more must be known: all those of
// sites to which more happened than that they were added, and those in doubt.
func (p *past) storied() []string {
	var codes []string
	for _, doubts := range [][]identity.Doubt{p.register.Doubts, p.register.Settled} {
		for _, d := range doubts {
			for _, row := range []int{d.Row, d.Other} {
				code, _ := p.register.Row(row)
				codes = append(codes, code)
			}
		}
	}
	for _, s := range p.register.Sites {
		if len(s.Events) == 1 {
			continue
		}
		for _, e := range s.Events {
			for _, row := range []int{e.Before, e.After} {
				if row >= 0 {
					code, _ := p.register.Row(row)
					codes = append(codes, code)
				}
			}
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// row returns a row as it was published.
func (p *past) row(i int) *network.Site {
	code, since := p.register.Row(i)
	return p.rows[rowKey{code, since}]
}

// A life is a row of an edition, or of one before that showed a site which is
// gone, with what all editions tell of the site.
type life struct {
	row   network.Site
	site  *identity.Site
	until network.Date // the day from which it is gone, "" if the edition shows it
}

// lives returns the sites of an edition, and those that are gone in it.
func (p *past) lives(edition *network.Edition, sites []network.Site) []life {
	lives := make([]life, 0, len(sites))
	known := p.register.In(edition.Number)
	for i := range sites {
		lives = append(lives, life{row: sites[i], site: known[sites[i].Code]})
	}
	for _, d := range p.register.Departed(edition.Number) {
		l := life{*p.row(d.Row), d.Site, d.Until}
		if d.OfficialNumber == nil {
			// No list ever numbered it: it may stand under another name. It can be asked
			// for, and counts at no date.
			l.until = l.row.LabelledOn.First()
		}
		lives = append(lives, l)
	}
	return lives
}
