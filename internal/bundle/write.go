package bundle

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"

	"maillage/internal/network"
)

// A Progress is told how many records of how many have been looked at.
type Progress func(done, total int64)

// Write writes an edition to a file, in ZIP, or into a folder that is not there
// yet or is empty; the latter if the path does not end in ".zip". It appears whole
// or not at all.
func Write(path string, e network.Edition, records *network.Records, progress Progress) error {
	lists := listsOf(records)
	told := counted(lists, progress)
	d, err := describe(e, records, lists, told)
	if err != nil {
		return err
	}
	text, err := d.text()
	if err != nil {
		return err
	}
	if filepath.Ext(path) == ".zip" {
		return writeFile(path, func(to io.Writer) error { return writeZip(to, text, lists, told) })
	}
	return writeFolder(path, text, lists, told)
}

// counted returns what to tell of each record: they are looked at twice.
func counted(lists []list, progress Progress) func() {
	if progress == nil {
		return func() {}
	}
	var done, total int64
	for _, l := range lists {
		total += 2 * int64(l.values.Len())
	}
	return func() {
		if done++; done%1024 == 0 {
			progress(done, total)
		}
	}
}

// writeZip writes entries in an order and at a time that are always the same. The
// descriptor is the first, by which the file is recognised.
func writeZip(to io.Writer, descriptor []byte, lists []list, told func()) error {
	z := zip.NewWriter(to)
	entry, err := z.Create(descriptorFile)
	if err == nil {
		_, err = entry.Write(descriptor)
	}
	for i := 0; err == nil && i < len(lists); i++ {
		if entry, err = z.Create(lists[i].file()); err == nil {
			err = lists[i].write(entry, told)
		}
	}
	if err != nil {
		return err
	}
	return z.Close()
}

// writeFile puts a file in the place of what was there in one step.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".maillage-export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func writeFolder(path string, descriptor []byte, lists []list, told func()) (err error) {
	path = filepath.Clean(path)
	folder, err := os.MkdirTemp(filepath.Dir(path), ".maillage-export-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(folder)
		}
	}()
	for _, l := range lists {
		if err := writeFile(filepath.Join(folder, l.file()), func(to io.Writer) error { return l.write(to, told) }); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(folder, descriptorFile), descriptor, 0o644); err != nil {
		return err
	}
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // what is published is for all to read
		return err
	}
	return os.Rename(folder, path) // fails if there is anything in it
}
