package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// A fileSet is a file system of the files that were named on the command line,
// wherever they lie.
type fileSet map[string]string // paths on the machine, by name in the file system

// newFileSet returns the files of these paths and their names in it, in order.
// The base of a name is that of its path.
func newFileSet(paths []string) (files fileSet, names []string) {
	files = make(fileSet, len(paths))
	names = make([]string, 0, len(paths))
	for i, path := range paths {
		name := fmt.Sprintf("%d/%s", i+1, filepath.Base(path))
		files[name] = path
		names = append(names, name)
	}
	return files, names
}

func (f fileSet) Open(name string) (fs.File, error) {
	path, ok := f[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return os.Open(path)
}
