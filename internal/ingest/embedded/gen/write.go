package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"strconv"
	"strings"

	"maillage/internal/network"
)

// An inputFile is a file that was read and what was made of its rows.
type inputFile struct {
	archive
	format              string
	rows, kept, refused int
}

// render returns the tables, each with the names of its columns, every row in
// the order of its code, lists joined by spaces.
func render(g *geography, sites []network.Site, inputs []inputFile) map[string][]byte {
	return map[string][]byte{
		"regions.tsv": table("code name seat", g.regions, func(r network.Region) []string {
			return []string{string(r.Code), r.Name, string(r.SeatCode)}
		}),
		"departments.tsv": table("code name region seat", g.departments, func(d network.Department) []string {
			return []string{string(d.Code), d.Name, string(d.RegionCode), string(d.SeatCode)}
		}),
		"arrondissements.tsv": table("code name department seat", g.arrondissements, func(a network.Arrondissement) []string {
			return []string{a.Code, a.Name, string(a.DepartmentCode), string(a.SeatCode)}
		}),
		"collectivities.tsv": table("code name", g.collectivities, func(c network.Collectivity) []string {
			return []string{c.Code, c.Name}
		}),
		"epcis.tsv": table("code name nature", g.epcis, func(e network.Epci) []string {
			return []string{string(e.Code), e.Name, string(e.Nature)}
		}),
		"communes.tsv.gz": table("code name arrondissement epci postal former population latitude longitude precision",
			g.communes, communeRow),
		"sites.tsv": table("code name format labelled commune serves department place", sites, siteRow),
		"files.tsv": table("file format sha256 rows kept refused", inputs, func(f inputFile) []string {
			return []string{f.name, f.format, f.sha256(), strconv.Itoa(f.rows), strconv.Itoa(f.kept), strconv.Itoa(f.refused)}
		}),
	}
}

func communeRow(c network.Commune) []string {
	row := []string{string(c.Code), c.Name, c.Arrondissement, string(c.EpciCode),
		strings.Join(c.PostalCodes, " "), join(c.FormerCodes), "", "", "", ""}
	if c.Population != nil {
		row[6] = strconv.Itoa(*c.Population)
	}
	if p := c.Position; p != nil {
		row[7], row[8], row[9] = degrees(p.Latitude), degrees(p.Longitude), string(p.Precision)
	}
	return row
}

func siteRow(s network.Site) []string {
	return []string{s.Code, s.Name, string(s.Format), string(s.LabelledOn), string(s.CommuneCode),
		join(s.ServesCodes), string(s.DepartmentCode), string(s.PublishedPlace)}
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

func join[C ~string](codes []C) string {
	texts := make([]string, len(codes))
	for i, code := range codes {
		texts[i] = string(code)
	}
	return strings.Join(texts, " ")
}

func table[T any](columns string, rows []T, fields func(T) []string) []byte {
	var b bytes.Buffer
	b.WriteString(strings.ReplaceAll(columns, " ", "\t") + "\n")
	for _, row := range rows {
		b.WriteString(strings.Join(fields(row), "\t") + "\n")
	}
	return b.Bytes()
}

// writeFile compresses what is to be compressed. The header of the compressed
// file holds neither name nor time, so equal content makes equal files.
func writeFile(path string, content []byte) error {
	if strings.HasSuffix(path, ".gz") {
		var b bytes.Buffer
		zip, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := zip.Write(content); err != nil {
			return err
		}
		if err := zip.Close(); err != nil {
			return err
		}
		content = b.Bytes()
	}
	return os.WriteFile(path, content, 0o644)
}
