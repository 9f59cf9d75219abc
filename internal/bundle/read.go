package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"maillage/internal/network"
)

const maxDescriptor = 32 << 20 // bytes

// Is says whether a file, or a folder, is meant to be a bundle, whole or not.
func Is(path string) bool {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		_, err := os.Stat(filepath.Join(path, descriptorFile))
		return err == nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	const nameAt = 30 // of the first entry of a ZIP
	head := make([]byte, nameAt+len(descriptorFile))
	if n, _ := io.ReadFull(f, head); n < len(head) || !bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return false
	}
	if string(head[nameAt:]) == descriptorFile {
		return true
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return false
	}
	defer z.Close()
	return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == descriptorFile })
}

// Read returns the edition of a bundle, not numbered yet, and its records, which
// are those that were written: their hashes are. The error says what is wrong with
// the bundle in a sentence.
func Read(path string, progress Progress) (network.Edition, *network.Records, error) {
	e, records, err := readPath(path, progress)
	if err != nil {
		return network.Edition{}, nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return e, records, nil
}

func readPath(path string, progress Progress) (e network.Edition, records *network.Records, err error) {
	if info, err := os.Stat(path); err != nil || info.IsDir() {
		return read(os.DirFS(path), progress)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		return e, nil, fmt.Errorf("is cut off or damaged: %w", err)
	}
	defer z.Close()
	return read(z, progress)
}

func read(from fs.FS, progress Progress) (network.Edition, *network.Records, error) {
	d, err := readDescriptor(from)
	if err != nil {
		return network.Edition{}, nil, fmt.Errorf("%s: %w", descriptorFile, err)
	}
	e, err := d.edition()
	if err != nil {
		return e, nil, fmt.Errorf("%s: %w", descriptorFile, err)
	}
	records, err := readTables(from, d, progress)
	if err != nil {
		return e, nil, err
	}
	hash, err := records.Sha256()
	if err == nil && hash != e.Sha256 {
		err = fmt.Errorf("was changed since it was written: its records have the hash %s, not %s as it says", hash, e.Sha256)
	}
	return e, records, err
}

func readDescriptor(from fs.FS) (*descriptor, error) {
	f, err := from.Open(descriptorFile)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var d descriptor
	if err := json.NewDecoder(io.LimitReader(f, maxDescriptor)).Decode(&d); err != nil {
		return nil, err
	}
	switch {
	case d.Maillage == nil:
		return nil, errors.New("is no edition of Maillage's, but another data package")
	case d.Maillage.Version != version:
		return nil, fmt.Errorf("is of version %d, and this program reads version %d", d.Maillage.Version, version)
	}
	return &d, nil
}

// readTables reads the tables that a descriptor names. A list that it does not
// name is empty, as one is that editions of its time did not have.
func readTables(from fs.FS, d *descriptor, progress Progress) (*network.Records, error) {
	records := new(network.Records)
	lists, left := listsOf(records), newAllowance()
	var done, total int64
	for _, r := range d.Resources {
		total += r.Bytes
	}
	for i, r := range d.Resources {
		at := slices.IndexFunc(lists, func(l list) bool { return l.file() == r.Path })
		if at < 0 || slices.ContainsFunc(d.Resources[:i], func(o resource) bool { return o.Path == r.Path }) {
			return nil, fmt.Errorf("the table %q is not known here, or named twice: the bundle was written by a newer version, or changed", r.Path)
		}
		if err := lists[at].readFile(from, r, left); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Path, err)
		}
		if done += r.Bytes; progress != nil {
			progress(done, total)
		}
	}
	return records, nil
}

// readFile reads a table that must be the one the descriptor tells of.
func (l list) readFile(from fs.FS, r resource, left *allowance) error {
	f, err := from.Open(r.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := sha256.New()
	text := io.TeeReader(left.reader(f), hash)
	err = l.read(text, left)
	if errors.Is(err, errTooMuch) || errors.Is(err, errLong) { // nothing more is read
		return err
	}
	if errors.Is(err, zip.ErrChecksum) {
		return errors.New("is damaged: its checksum is not that of its text")
	}
	if _, failed := io.Copy(io.Discard, text); failed != nil {
		return failed
	}
	// Another hash says more than what it makes wrong.
	if got := "sha256:" + hex.EncodeToString(hash.Sum(nil)); got != r.Hash {
		return fmt.Errorf("was changed since it was written: its hash is %s, not %s", got, r.Hash)
	}
	return err
}
