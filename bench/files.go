package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"maillage/internal/realdata"
)

// officialFiles returns the paths of the files that make the official edition,
// found as the tests find them: in MAILLAGE_TEST_DATA or beside the project,
// whose root the bench runs in.
func officialFiles() ([]string, error) {
	folder, err := filepath.Abs(cmp.Or(os.Getenv("MAILLAGE_TEST_DATA"), "../shared/data"))
	if err != nil {
		return nil, err
	}
	var files []string
	for _, name := range realdata.Edition() {
		file := filepath.Join(folder, name)
		if _, err := os.Stat(file); err != nil {
			return nil, fmt.Errorf("the official files are not here, set MAILLAGE_TEST_DATA to their folder: %w", err)
		}
		files = append(files, file)
	}
	return files, nil
}
