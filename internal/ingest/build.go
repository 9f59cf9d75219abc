package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// Options are what an import may be told.
type Options struct {
	AsOf     network.Date                         // the last day the edition speaks for; guessed from the files if empty
	Label    string                               // of the edition; made of what came if empty
	Progress func(file string, read, total int64) // told how many bytes of a file are read; may be nil
}

// An Import is an edition ready to be stored: its report is filled, its number
// is 0.
type Import struct {
	Edition network.Edition
	Records *network.Records
}

// Build reads the named files, in any order, and makes one edition of them all
// on the base of the previous one: kinds of records that no file brings are
// carried over from base, which it does not change. An error means that nothing
// can be imported; it is a *FileError if a file is the cause.
func Build(ctx context.Context, fsys fs.FS, names []string, base *network.Records, baseEdition network.Edition, opts Options) (*Import, error) {
	if _, err := network.ParseDate(string(opts.AsOf)); opts.AsOf != "" && err != nil {
		return nil, err
	}
	files, passed, err := sniffAll(fsys, names)
	if err != nil {
		return nil, err
	}
	b := newImporter(base, baseEdition, opts)
	for _, sentence := range passed {
		b.assume("Passed over in an archive: %s", sentence)
	}
	for _, s := range files {
		if s.format.brings != geographyKind && b.geo == nil {
			if err := b.assemble(); err != nil {
				return nil, err
			}
		}
		in, err := readInput(ctx, s, opts.Progress, func(in *input) error { return s.format.read(b, in) })
		if err != nil {
			return nil, err
		}
		b.inputs = append(b.inputs, in)
	}
	if b.geo == nil {
		if err := b.assemble(); err != nil {
			return nil, err
		}
	}
	return b.finish(), nil
}

// sniffAll recognises the files, those in archives too, and puts them in the
// order in which they must be read, which is the table's. What an archive holds
// besides is passed over, and named.
func sniffAll(fsys fs.FS, names []string) (files []*sniffed, passed []string, err error) {
	if len(names) == 0 {
		return nil, nil, errors.New("no file to import")
	}
	for _, name := range names {
		docs, archive, err := documents(fsys, name)
		if err != nil {
			return nil, nil, err
		}
		found := 0
		for _, d := range docs {
			s, err := sniff(d)
			if err != nil {
				if archive && (found > 0 || d.file != docs[len(docs)-1].file) {
					passed = append(passed, err.Error())
					continue
				}
				return nil, nil, err
			}
			if found++; anotherOf(files, s) != nil {
				return nil, nil, anotherOf(files, s)
			}
			files = append(files, s)
		}
	}
	slices.SortStableFunc(files, func(a, b *sniffed) int {
		return cmp.Compare(slices.Index(formats, a.format), slices.Index(formats, b.format))
	})
	return files, passed, nil
}

// Recognise returns the formats of a file, or of those in an archive, from how
// they begin. The error is a *FileError.
func Recognise(fsys fs.FS, name string) (formats []string, err error) {
	files, _, err := sniffAll(fsys, []string{name})
	for _, s := range files {
		formats = append(formats, s.format.name)
	}
	return formats, err
}

// anotherOf is the error of a second file of a kind of which there can be one.
func anotherOf(files []*sniffed, s *sniffed) error {
	for _, other := range files {
		if s.format == other.format || s.format.brings == sitesKind && other.format.brings == sitesKind {
			return &FileError{File: s.file, Reason: fmt.Sprintf(
				"is a second file of the kind %q, beside %s: import them one after the other", s.format.name, other.file)}
		}
	}
	return nil
}

// An importer gathers what the files of one import say.
type importer struct {
	base        *network.Records
	baseEdition network.Edition
	opts        Options
	known       known
	inputs      []*input
	assumptions []string

	// What the geography's files say, nil where none came.
	cog         *cogFacts
	api         *apiFacts
	cantonNames map[cog.CantonCode]string
	centroids   map[cog.CommuneCode]centroid
	currentSet  map[cog.CommuneCode]bool

	// The geography assembled, and what helps to read names with it.
	geo        *geography
	matcher    *Matcher
	placeWords map[cog.DepartmentCode]map[string]bool

	counts   map[countKey]int
	targets  map[countKey]network.Target
	sites    []network.Site
	found    []network.Finding // while the list was read
	times    []network.TravelTime
	withheld struct{ emails, phones, notes int }
	undated  int // populations of which the year is not known
}

// known are the places of the base that the files name but do not describe.
type known struct {
	regions        map[cog.RegionCode]bool
	departments    map[cog.DepartmentCode]bool
	collectivities map[string]bool
	epcis          map[cog.EpciCode]bool
	epciNames      map[cog.EpciCode]string
}

// place says whether a department, or else a collectivity, is known.
func (k *known) place(department cog.DepartmentCode, collectivity string) bool {
	if department != "" {
		return k.departments[department]
	}
	return k.collectivities[collectivity]
}

func newImporter(base *network.Records, baseEdition network.Edition, opts Options) *importer {
	if base == nil {
		base = &network.Records{}
	}
	b := &importer{
		base: base, baseEdition: baseEdition, opts: opts,
		counts: map[countKey]int{}, targets: map[countKey]network.Target{},
		known: known{
			regions: map[cog.RegionCode]bool{}, departments: map[cog.DepartmentCode]bool{},
			collectivities: map[string]bool{}, epcis: map[cog.EpciCode]bool{}, epciNames: map[cog.EpciCode]string{},
		},
	}
	for _, r := range base.Regions {
		b.known.regions[r.Code] = true
	}
	for _, d := range base.Departments {
		b.known.departments[d.Code] = true
	}
	for _, c := range base.Collectivities {
		b.known.collectivities[c.Code] = true
	}
	for _, e := range base.Epcis {
		b.known.epcis[e.Code] = true
		b.known.epciNames[e.Code] = e.Name
	}
	return b
}

// assume notes something that the import took for granted.
func (b *importer) assume(format string, args ...any) {
	b.assumptions = append(b.assumptions, fmt.Sprintf(format, args...))
}

// placeMatcher finds places of the assembled geography by name.
func (b *importer) placeMatcher() *Matcher {
	if b.matcher == nil {
		b.matcher = NewMatcher(b.geo.communes, b.base.Departments, b.base.Epcis)
	}
	return b.matcher
}

// unmatched notes a place that a refused row names, with what it may be.
func (b *importer) unmatched(in *input, line int, value, place, department string) {
	if len(in.unmatched) >= maxListed {
		return
	}
	in.unmatched = append(in.unmatched, network.Unmatched{
		File: in.file, Line: line, Value: clip(value), Candidates: b.placeMatcher().Match(clip(place), department).Candidates,
	})
}

// failSeed makes a file error of the press release's.
func (in *input) failSeed(err error) error {
	var bad *FileError
	if errors.As(err, &bad) {
		return bad
	}
	return in.fail(0, "", "", err.Error())
}

// byKey compares records by a key.
func byKey[T any, K cmp.Ordered](key func(T) K) func(a, b T) int {
	return func(a, b T) int { return cmp.Compare(key(a), key(b)) }
}
