package snapshot

import (
	"cmp"
	"slices"
	"strings"

	"maillage/internal/relay"
)

// A Direction is up or down.
type Direction string

// Up and down.
const (
	Ascending  Direction = "ASC"
	Descending Direction = "DESC"
)

type (
	// A SiteOrderField is what sites can be ordered by.
	SiteOrderField string
	// A CommuneOrderField is what communes can be ordered by.
	CommuneOrderField string
	// A CantonOrderField is what cantons can be ordered by.
	CantonOrderField string
	// An EpciOrderField is what EPCI can be ordered by.
	EpciOrderField string
)

// The keys of orders are types of their own: gqlgen would write the instances of
// a generic one now under this name, now under that.

// A SiteOrder is a key of an order of sites.
type SiteOrder struct {
	Field     SiteOrderField
	Direction Direction
}

// A CommuneOrder is a key of an order of communes.
type CommuneOrder struct {
	Field     CommuneOrderField
	Direction Direction
}

// A CantonOrder is a key of an order of cantons.
type CantonOrder struct {
	Field     CantonOrderField
	Direction Direction
}

// An EpciOrder is a key of an order of EPCI.
type EpciOrder struct {
	Field     EpciOrderField
	Direction Direction
}

func (o *SiteOrder) key() (SiteOrderField, Direction)       { return o.Field, o.Direction }
func (o *CommuneOrder) key() (CommuneOrderField, Direction) { return o.Field, o.Direction }
func (o *CantonOrder) key() (CantonOrderField, Direction)   { return o.Field, o.Direction }
func (o *EpciOrder) key() (EpciOrderField, Direction)       { return o.Field, o.Direction }

// siteKey returns the ranks of sites in a respect; nil stands for the order of
// codes, which is that of the table.
func (a *archive) siteKey(f SiteOrderField) []int32 {
	return map[SiteOrderField][]int32{
		"NAME": a.ranks.siteName, "LABELLED_ON": a.ranks.siteLabel,
		"DEPARTMENT": a.ranks.siteDepartment, "COMMUNE": a.ranks.siteCommune,
		"WEEKLY_MINUTES": a.ranks.siteMinutes,
	}[f]
}

func (a *archive) communeKey(f CommuneOrderField) []int32 {
	return map[CommuneOrderField][]int32{"NAME": a.ranks.communeName, "POPULATION": a.ranks.communePopulation}[f]
}

func (a *archive) cantonKey(f CantonOrderField) []int32 {
	return map[CantonOrderField][]int32{"NAME": a.ranks.cantonName, "POPULATION": a.ranks.cantonPopulation}[f]
}

func (a *archive) epciKey(f EpciOrderField) []int32 {
	return map[EpciOrderField][]int32{"NAME": a.ranks.epciName, "POPULATION": a.ranks.epciPopulation}[f]
}

// An ordering is a total order of records: by its keys, then by code.
type ordering struct {
	name string // "NAME ASC,POPULATION DESC", what cursors are told apart by
	keys []orderKey
	// listed returns the records that have a place, in order, where an order lists
	// them instead of having keys; nil elsewhere.
	listed func() []int32
}

type orderKey struct {
	ranks []int32 // nil: the index itself
	sign  int
}

// maxKeys bounds the keys of an order: there are no more things to order by.
const maxKeys = 6

func newOrdering[F ~string, O interface{ key() (F, Direction) }](by []O, ranks func(F) []int32) (ordering, error) {
	if len(by) > maxKeys {
		return ordering{}, errorf(CodeBadOrder, "orderBy: %d keys, at most %d are taken", len(by), maxKeys)
	}
	var o ordering
	if len(by) == 0 {
		return o, nil
	}
	names := make([]string, len(by))
	for k, key := range by {
		field, direction := key.key()
		sign := 1
		if direction == Descending {
			sign = -1
		}
		o.keys = append(o.keys, orderKey{ranks(field), sign})
		names[k] = string(field) + " " + string(direction)
	}
	o.name = strings.Join(names, ",")
	return o, nil
}

func (o ordering) compare(i, j int32) int {
	for _, key := range o.keys {
		x, y := i, j
		if key.ranks != nil {
			x, y = key.ranks[i], key.ranks[j]
		}
		if x != y {
			return key.sign * cmp.Compare(x, y)
		}
	}
	return cmp.Compare(i, j)
}

// position returns where a record stands in a list that is in order, or would
// stand, and the position after it. It reports false for one that has no place.
func (o ordering) position(items []int32, i int32) (at, next int, ok bool) {
	if o.listed == nil {
		at, next = relay.FindFunc(len(items), func(k int) int { return o.compare(items[k], i) })
		return at, next, true
	}
	listed := o.listed()
	place := slices.Index(listed, i)
	if place < 0 {
		return 0, 0, false
	}
	for at < len(items) && slices.Contains(listed[:place], items[at]) {
		at++
	}
	next = at
	if at < len(items) && items[at] == i {
		next++
	}
	return at, next, true
}

// sort returns the items in order. Items always come in the order of codes.
func (o ordering) sort(items []int32) []int32 {
	if len(o.keys) == 0 {
		return items
	}
	sorted := slices.Clone(items)
	slices.SortFunc(sorted, o.compare)
	return sorted
}
