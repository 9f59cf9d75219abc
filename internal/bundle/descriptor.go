package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"maillage/internal/network"
)

// descriptorFile is the name of the file that makes a folder a data package.
const descriptorFile = "datapackage.json"

// version is that of what is written here beside the tables.
const version = 1

// A descriptor is what datapackage.json holds, in the words of Frictionless's
// Data Package 1.
type descriptor struct {
	Profile     string     `json:"profile"`
	Name        string     `json:"name"`
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Created     string     `json:"created"`
	Licenses    []licence  `json:"licenses"`
	Sources     []source   `json:"sources,omitempty"`
	Resources   []resource `json:"resources"`
	Maillage    *own       `json:"maillage"`
}

// own is what makes a data package a bundle: all that the edition says of itself.
type own struct {
	Version int             `json:"version"`
	Edition json.RawMessage `json:"edition"`
	Sha256  string          `json:"editionSha256"` // of the edition above, without spaces; its own sha256 is that of the records
}

type licence struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
	Name  string `json:"name,omitempty"`
}

type source struct {
	Title string `json:"title"`
	Path  string `json:"path,omitempty"`
}

type resource struct {
	Profile  string `json:"profile"`
	Name     string `json:"name"`
	Path     string `json:"path"`
	Format   string `json:"format"`
	Media    string `json:"mediatype"`
	Encoding string `json:"encoding"`
	Bytes    int64  `json:"bytes"`
	Hash     string `json:"hash"` // "sha256:…"
	Schema   schema `json:"schema"`
}

type schema struct {
	Fields     []field  `json:"fields"`
	PrimaryKey []string `json:"primaryKey,omitempty"`
}

type field struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// describe returns the descriptor of an edition, which takes a look at each table
// as it will be written.
func describe(e network.Edition, records *network.Records, lists []list, told func()) (*descriptor, error) {
	e.Number, e.Withdrawn = 0, false // its database's
	facts, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	d := &descriptor{
		Profile: "tabular-data-package", Name: "maillage-" + string(e.AsOf), Title: e.Label,
		Description: "The France Services network, one edition of Maillage. maillage import reads it back exactly.",
		Created:     e.ImportedAt.UTC().Format("2006-01-02T15:04:05Z"),
		Licenses:    []licence{{Name: "etalab-2.0", Title: "Licence Ouverte 2.0", Path: "https://www.etalab.gouv.fr/licence-ouverte-open-licence"}},
		Maillage:    &own{Version: version, Edition: facts, Sha256: sum(facts)},
	}
	for _, s := range records.Sources {
		title := strings.TrimSpace(s.Title + " — " + s.Attribution + " (" + s.Licence.Name + ")")
		d.Sources = append(d.Sources, source{Title: title, Path: string(s.URL)})
	}
	left := newAllowance()
	for _, l := range lists {
		r, err := l.describe(told)
		if err == nil {
			err = left.table(l, r.Bytes) // or nobody could read it back
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.name, err)
		}
		d.Resources = append(d.Resources, r)
	}
	return d, nil
}

func (l list) describe(told func()) (resource, error) {
	hash, counter := sha256.New(), new(countingWriter)
	if err := l.write(io.MultiWriter(hash, counter), told); err != nil {
		return resource{}, err
	}
	r := resource{
		Profile: "tabular-data-resource", Name: strings.ReplaceAll(l.name, "_", "-"), Path: l.file(),
		Format: "csv", Media: "text/csv", Encoding: "utf-8",
		Bytes: counter.written, Hash: "sha256:" + hex.EncodeToString(hash.Sum(nil)),
	}
	for _, c := range l.columns {
		r.Schema.Fields = append(r.Schema.Fields, field{c.name, c.kind})
		if c.key {
			r.Schema.PrimaryKey = append(r.Schema.PrimaryKey, c.name)
		}
	}
	return r, nil
}

// text returns the descriptor as it is written.
func (d *descriptor) text() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(d)
	return b.Bytes(), err
}

// edition returns what the edition says of itself, if nobody changed it.
func (d *descriptor) edition() (network.Edition, error) {
	var e network.Edition
	var compact bytes.Buffer
	if err := json.Compact(&compact, d.Maillage.Edition); err != nil {
		return e, err
	}
	if got := sum(compact.Bytes()); got != d.Maillage.Sha256 {
		return e, fmt.Errorf("what the edition says of itself was changed: its hash is %s, not %s", got, d.Maillage.Sha256)
	}
	decoder := json.NewDecoder(&compact)
	decoder.DisallowUnknownFields() // it would be lost
	err := decoder.Decode(&e)
	if e.Number != 0 || e.Withdrawn {
		return e, fmt.Errorf("the edition has a number or is withdrawn, which only a database can tell")
	}
	return e, err
}

func sum(text []byte) string {
	hash := sha256.Sum256(text)
	return hex.EncodeToString(hash[:])
}

type countingWriter struct{ written int64 }

func (c *countingWriter) Write(p []byte) (int, error) {
	c.written += int64(len(p))
	return len(p), nil
}
