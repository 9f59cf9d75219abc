package syncer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"maillage/internal/ingest"
	"maillage/internal/network"
	"maillage/internal/source"
	"maillage/internal/source/download"
)

// A pass is one round of visits.
type pass struct {
	*Syncer
	folder   string // of the files fetched
	known    map[string]network.Download
	editions []network.Edition
	base     network.Edition
	records  *network.Records // of the base
	asOf     network.Date     // that the edition speaks for, if the files do not say
	assumed  []string
	report   Report
}

// Pass visits feeds and publishes what is new, in one edition. The report says
// what became of each; an error, that nothing could be done at all, or not be
// written down.
func (s *Syncer) Pass(ctx context.Context, feeds []source.Feed) (*Report, error) {
	p := &pass{Syncer: s}
	if len(feeds) == 0 {
		return &p.report, nil
	}
	err := s.Library.CanRemember(ctx)
	if err != nil {
		return nil, err
	}
	if p.known, err = s.remembered(ctx); err != nil {
		return nil, err
	}
	if p.editions, err = s.Library.Editions(ctx); err != nil {
		return nil, err
	}
	folder, err := newFolder()
	if err != nil {
		return nil, err
	}
	defer folder.remove()
	p.folder = folder.path
	for _, feed := range feeds {
		if err := p.visit(ctx, feed); err != nil {
			return nil, err
		}
	}
	if err := p.publish(ctx); err != nil {
		return nil, err
	}
	return &p.report, p.remember(ctx)
}

// visit fetches the file of a feed, if there is another one. It fails only when
// ctx ends.
func (p *pass) visit(ctx context.Context, feed source.Feed) error {
	v := &Visit{Code: feed.Code, feed: feed, known: p.known[feed.Code]}
	p.report.Visits = append(p.report.Visits, v)
	known := download.Validators{ETag: v.known.ETag, LastModified: v.known.LastModified}
	if v.known.Address != hashOf(feed.URL) || p.accepted(v) {
		known = download.Validators{}
	}
	file, err := p.Fetcher.Get(ctx, feed.URL, known, p.folder, p.fetching(feed))
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, download.ErrUnchanged):
		v.end(Unchanged, "")
		return nil
	case err != nil:
		v.end(Failed, err.Error())
		return nil
	}
	v.fetched, v.File = file, p.nameFor(v, file.Name)
	if err := os.Rename(file.Path, filepath.Join(p.folder, v.File)); err != nil {
		return err
	}
	v.end(Taken, "")
	p.compare(v)
	return nil
}

// compare finds that a file is unchanged if it is the last one that was taken,
// or that an edition was made of.
func (p *pass) compare(v *Visit) {
	if hash := v.fetched.Sha256; !p.accepted(v) && (hash == v.known.Sha256 || hash == p.before(v.feed).Sha256) {
		v.end(Unchanged, "")
	}
}

func (p *pass) accepted(v *Visit) bool { return slices.Contains(p.Accept, v.Code) }

func (p *pass) fetching(feed source.Feed) func(read, total int64) {
	if p.Progress == nil {
		return nil
	}
	return func(read, total int64) { p.Progress(feed.Code, read, total) }
}

// nameFor returns what a file is called in reports: what its server calls it, as
// that may tell its day, and no two alike.
func (p *pass) nameFor(v *Visit, name string) string {
	if name == "" {
		return v.Code
	}
	if slices.ContainsFunc(p.report.Visits, func(other *Visit) bool { return strings.EqualFold(other.File, name) }) {
		return v.Code + "-" + name
	}
	return name
}

// publish adds one edition of all the files that are new and can be meant.
func (p *pass) publish(ctx context.Context) error {
	if len(p.taken()) == 0 {
		return nil
	}
	var err error
	p.report.Edition, err = p.Library.Publish(ctx, p.compose)
	return err
}

// compose makes that edition, nil if nothing is new after all: another process may
// have published the same files since they were asked for.
func (p *pass) compose(ctx context.Context, r network.Reader, base network.Edition, records *network.Records) (*ingest.Import, error) {
	p.base, p.records = base, records
	var err error
	if p.editions, err = r.Editions(ctx); err != nil {
		return nil, err
	}
	for _, v := range p.taken() {
		p.compare(v)
	}
	made, err := p.build(ctx)
	if made == nil || err != nil {
		return nil, err
	}
	made.Edition.Report.Assumptions = append(made.Edition.Report.Assumptions, p.assumed...)
	news, err := p.news(made)
	if err != nil || news {
		return made, err
	}
	for _, v := range p.taken() {
		v.end(Unchanged, "")
	}
	return nil, nil
}

// news says whether an edition says anything that the base does not: other bytes
// may say the same.
func (p *pass) news(made *ingest.Import) (bool, error) {
	if made.Edition.AsOf != p.base.AsOf {
		return true, nil
	}
	before, err := said(p.records)
	if err != nil {
		return false, err
	}
	now, err := said(made.Records)
	return before != now, err
}

// said returns a hash of records, whatever the bytes were that said them.
func said(records *network.Records) (string, error) {
	r := *records
	r.Sources = slices.Clone(r.Sources)
	for i := range r.Sources {
		r.Sources[i].Sha256 = ""
	}
	return r.Sha256()
}

// build makes an edition of the files that are new. Those that cannot be read or
// meant are held back, and it begins again without them; nil if none is left.
func (p *pass) build(ctx context.Context) (*ingest.Import, error) {
	p.recognise()
	for {
		taken := p.taken()
		if len(taken) == 0 {
			return nil, nil
		}
		names := make([]string, len(taken))
		for i, v := range taken {
			names[i] = v.File
		}
		made, err := ingest.Build(ctx, os.DirFS(p.folder), names, p.records, p.base, ingest.Options{AsOf: p.asOf, Progress: p.Progress})
		var unreadable *ingest.FileError
		if errors.As(err, &unreadable) {
			if v := p.visitOf(unreadable.File); v != nil {
				v.end(Held, unreadable.Error())
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		if p.meant(made) {
			return made, nil
		}
	}
}

// recognise holds back files that are not what their feed is for, before they
// are read together: an archive could hold what another feed brings, which would
// then seem to be the second of its kind.
func (p *pass) recognise() {
	for _, v := range p.taken() {
		formats, err := ingest.Recognise(os.DirFS(p.folder), v.File)
		switch {
		case err != nil:
			v.end(Held, err.Error())
		case p.accepted(v):
		case !slices.Contains(formats, v.feed.Format):
			v.end(Held, fmt.Sprintf("its format has changed: it reads as %q, no longer as %q", formats[0], v.feed.Format))
		case len(formats) > 1:
			v.end(Held, fmt.Sprintf("it is an archive of more than its own file: %q", formats))
		}
	}
}

// taken returns the visits that brought a file, so far.
func (p *pass) taken() []*Visit { return p.report.ended(Taken) }

// visitOf returns the visit that brought a file, which may be named by a part
// of it, nil if none did.
func (p *pass) visitOf(file string) *Visit {
	for _, v := range p.taken() {
		if strings.HasPrefix(file, v.File) {
			return v
		}
	}
	return nil
}

func (p *pass) remember(ctx context.Context) error {
	var downloads []network.Download
	for _, v := range p.report.Visits {
		if d, ok := v.remembers(); ok {
			d.AskedAt = p.Now()
			downloads = append(downloads, d)
		}
	}
	return p.Library.Remember(ctx, downloads)
}
