// Package realdata finds the official files that tests read: they are no part
// of the project, which only carries facts. For tests alone; every test may
// enter it.
package realdata

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Dir returns the folder of the official files: MAILLAGE_TEST_DATA, or
// ../shared/data beside the project. Where there is none the test is skipped,
// except in CI, where it must not be.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("MAILLAGE_TEST_DATA")
	if dir == "" {
		dir = filepath.Join(root(t), "..", "shared", "data")
	}
	if _, err := os.Stat(filepath.Join(dir, "sites")); err != nil {
		const missing = "the official files are not here: put them into %s or set MAILLAGE_TEST_DATA"
		if os.Getenv("CI") != "" {
			t.Fatalf(missing, dir)
		}
		t.Skipf(missing, dir)
	}
	return dir
}

// FS returns the same folder as a file system.
func FS(t testing.TB) fs.FS {
	t.Helper()
	return os.DirFS(Dir(t))
}

// Edition names the files, below [Dir], that make the edition of 1 August 2024:
// the list, the geography and the barometer.
func Edition() []string {
	return []string{
		"sites/liste-fs-20240801.csv",
		"geography/v_commune_2024.csv",
		"geography/cantons-2018.csv",
		"geography/geo-api-communes.json",
		"geography/communes-centroids-2018.csv",
		"progress/barometre-fs-detail-national.csv",
		"progress/barometre-fs-detail-regional.csv",
		"progress/barometre-fs-detail-departemental.csv",
		"progress/barometre-fs-synthese-national.csv",
		"progress/barometre-fs-synthese-regional.csv",
		"progress/barometre-fs-synthese-departemental.csv",
	}
}

// Vintages names the lists of sites, below [Dir], that came before that edition's,
// the earliest first.
func Vintages() []string {
	return []string{
		"sites/2020-01-02-france-services.csv",
		"sites/france-services-460-janvier-2020.csv",
		"sites/2020-02-06-france_services.geojson",
		"sites/2020-10-12-france_services.geojson",
	}
}

// root returns the project's root, the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	t.Fatal("no go.mod above the test")
	return ""
}
