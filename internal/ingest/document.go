package ingest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"maillage/internal/ingest/sheet"
)

// Limits of what is read, so that an import holds at most 300 MiB. The longest
// official file has 8 MiB and 38,000 rows; a list of sites has 1 MiB and 3,000
// rows, and all of it is kept.
const (
	maxFile     = 256 << 20 // bytes of a file, unpacked
	maxRows     = 300_000
	maxSiteFile = 20 << 20 // bytes of a list of sites
	maxSites    = 40_000
	maxRow      = 4 << 20  // bytes of a row
	maxMembers  = 200      // files in an archive
	maxHeld     = 64 << 20 // bytes of a workbook in an archive, which is held whole
)

const zipMagic = "PK\x03\x04"

// A document is a file to import: one that was named, or one in an archive.
type document struct {
	file string // base name; "lists.zip/liste.csv" in an archive
	size int64
	open func() (io.ReadCloser, error)
}

// documents returns the file of a name or, if it is an archive, those in it.
func documents(fsys fs.FS, name string) (docs []document, archive bool, err error) {
	d := document{file: path.Base(name), open: func() (io.ReadCloser, error) { return fsys.Open(name) }}
	info, err := fs.Stat(fsys, name)
	if err == nil && info.IsDir() {
		err = errors.New("is a folder, not a file")
	}
	if err != nil {
		return nil, false, d.fail(err)
	}
	d.size = info.Size()
	head, err := d.head()
	if err != nil {
		return nil, false, d.fail(err)
	}
	if !bytes.HasPrefix(head, []byte(zipMagic)) {
		return []document{d}, false, nil
	}
	zipped, done, err := d.unzip()
	if err != nil {
		return nil, false, d.fail(err)
	}
	defer done()
	book, err := sheet.Open(zipped)
	if !errors.Is(err, sheet.ErrNotWorkbook) {
		if err == nil {
			_ = book.Close()
		}
		return []document{d}, false, nil // what is wrong with it is said when it is read
	}
	docs, err = d.members(zipped)
	return docs, true, err
}

func (d document) fail(err error) error {
	var known *FileError
	if errors.As(err, &known) {
		return known
	}
	return &FileError{File: d.file, Reason: plainReason(err)}
}

func (d document) head() ([]byte, error) {
	r, err := d.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, headSize))
}

// unzip opens an archive; done closes it.
func (d document) unzip() (archive *zip.Reader, done func(), err error) {
	r, err := d.open()
	if err != nil {
		return nil, nil, err
	}
	var at io.ReaderAt
	size := d.size
	if file, ok := r.(io.ReaderAt); ok {
		at = file
	} else {
		data, err := io.ReadAll(io.LimitReader(r, maxHeld+1))
		if err == nil && len(data) > maxHeld {
			err = fmt.Errorf("is a workbook of more than %d MiB in an archive: give it by itself", maxHeld>>20)
		}
		if err != nil {
			_ = r.Close()
			return nil, nil, err
		}
		at, size = bytes.NewReader(data), int64(len(data))
	}
	if archive, err = zip.NewReader(at, size); err != nil {
		_ = r.Close()
		return nil, nil, fmt.Errorf("is a ZIP archive that is damaged or cut off: %w", err)
	}
	return archive, func() { _ = r.Close() }, nil
}

// members are the files in an archive, but what systems put there themselves.
func (d document) members(archive *zip.Reader) ([]document, error) {
	var docs []document
	for i, f := range archive.File {
		hidden := strings.HasPrefix(path.Base(f.Name), ".") || strings.HasPrefix(f.Name, "__MACOSX/")
		switch {
		case i >= maxMembers:
			return nil, d.fail(fmt.Errorf("holds more than %d files", maxMembers))
		case f.FileInfo().IsDir(), hidden:
		case f.UncompressedSize64 > maxFile:
			return nil, d.fail(fmt.Errorf("holds %s, which unpacks to more than %d MiB", clip(f.Name), maxFile>>20))
		default:
			docs = append(docs, document{
				file: d.file + "/" + path.Base(f.Name), size: int64(f.UncompressedSize64),
				open: func() (io.ReadCloser, error) { return d.openMember(i) },
			})
		}
	}
	if len(docs) == 0 {
		return nil, d.fail(errors.New("is an archive without a file"))
	}
	return docs, nil
}

// openMember opens a file of the archive anew, so that nothing is open between.
func (d document) openMember(i int) (io.ReadCloser, error) {
	archive, done, err := d.unzip()
	if err != nil {
		return nil, err
	}
	if i >= len(archive.File) {
		done()
		return nil, errors.New("changed while it was read")
	}
	r, err := archive.File[i].Open()
	if err != nil {
		done()
		return nil, err
	}
	return archiveMember{r, done}, nil
}

// An archiveMember closes its archive too.
type archiveMember struct {
	io.ReadCloser
	done func()
}

func (m archiveMember) Close() error {
	defer m.done()
	return m.ReadCloser.Close()
}
