package embedded

import (
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// readRecords returns the records that the tables hold. Their codes were
// checked when the tables were generated, and are by the tests.
func readRecords() (*network.Records, error) {
	r := &network.Records{}
	read := func(name string, columns int, add func(row []string) error) func() error {
		return func() error { return readTable(name, columns, add) }
	}
	for _, step := range []func() error{
		read("regions.tsv", 3, func(row []string) error {
			r.Regions = append(r.Regions, network.Region{
				Code: cog.RegionCode(row[0]), Name: row[1], SeatCode: cog.CommuneCode(row[2])})
			return nil
		}),
		read("departments.tsv", 4, func(row []string) error {
			r.Departments = append(r.Departments, network.Department{Code: cog.DepartmentCode(row[0]), Name: row[1],
				RegionCode: cog.RegionCode(row[2]), SeatCode: cog.CommuneCode(row[3])})
			return nil
		}),
		read("arrondissements.tsv", 4, func(row []string) error {
			r.Arrondissements = append(r.Arrondissements, network.Arrondissement{Code: row[0], Name: row[1],
				DepartmentCode: cog.DepartmentCode(row[2]), SeatCode: cog.CommuneCode(row[3])})
			return nil
		}),
		read("collectivities.tsv", 2, func(row []string) error {
			r.Collectivities = append(r.Collectivities, network.Collectivity{Code: row[0], Name: row[1]})
			return nil
		}),
		read("epcis.tsv", 3, func(row []string) error {
			r.Epcis = append(r.Epcis, network.Epci{
				Code: cog.EpciCode(row[0]), Name: row[1], Nature: network.EpciNature(row[2])})
			return nil
		}),
		read("communes.tsv.gz", 10, func(row []string) error {
			c, err := commune(row)
			r.Communes = append(r.Communes, c)
			return err
		}),
		read("sites.tsv", 8, func(row []string) error {
			r.Sites = append(r.Sites, site(row))
			return nil
		}),
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	var err error
	r.Counts, err = readCounts()
	return r, err
}

func commune(row []string) (network.Commune, error) {
	c := network.Commune{
		Code: cog.CommuneCode(row[0]), Name: row[1], Arrondissement: row[2], EpciCode: cog.EpciCode(row[3]),
		PostalCodes: list[string](row[4]), FormerCodes: list[cog.CommuneCode](row[5]),
	}
	c.DepartmentCode = c.Code.Department()
	if row[6] != "" {
		population, err := strconv.Atoi(row[6])
		if err != nil {
			return c, err
		}
		c.Population, c.PopulationYear = &population, populationYear(c.Code)
	}
	if row[9] != "" {
		latitude, err := strconv.ParseFloat(row[7], 64)
		if err != nil {
			return c, err
		}
		longitude, err := strconv.ParseFloat(row[8], 64)
		if err != nil {
			return c, err
		}
		c.Position = &network.Position{Latitude: latitude, Longitude: longitude, Precision: network.PositionPrecision(row[9])}
	}
	return c, nil
}

// populationYear is the year that a commune's population is of, 0 if the source
// does not say. The package takes Insee's populations of reference 2022, for
// Mayotte the census of 2017; the three overseas territories of the Pacific
// count in years of their own, which it does not give.
func populationYear(code cog.CommuneCode) int {
	switch {
	case code.Department() == "976":
		return 2017
	case code.Collectivity() >= "984":
		return 0
	}
	return 2022
}

func site(row []string) network.Site {
	return network.Site{
		Code: row[0], Name: row[1], Kind: network.Principal, Format: network.SiteFormat(row[2]),
		LabelledOn: network.PartialDate(row[3]), CommuneCode: cog.CommuneCode(row[4]),
		ServesCodes: list[cog.CommuneCode](row[5]), DepartmentCode: cog.DepartmentCode(row[6]),
		PublishedPlace: network.Text(row[7]),
	}
}

// readFiles returns what was read to generate the tables.
func readFiles() ([]network.FileReport, error) {
	var reports []network.FileReport
	err := readTable("files.tsv", 6, func(row []string) error {
		report := network.FileReport{File: row[0], Format: row[1], Sha256: row[2]}
		for i, to := range []*int{&report.Rows, &report.Kept, &report.Refused} {
			n, err := strconv.Atoi(row[3+i])
			if err != nil {
				return err
			}
			*to = n
		}
		reports = append(reports, report)
		return nil
	})
	return reports, err
}

// readTable calls add with the cells of each row below the names of the
// columns. Lines that begin with "#" are comments.
func readTable(name string, columns int, add func(row []string) error) error {
	content, err := readFile(name)
	if err != nil {
		return err
	}
	row := make([]string, 0, columns)
	header := true
	for line := range strings.Lines(content) {
		if line = strings.TrimSuffix(line, "\n"); strings.HasPrefix(line, "#") {
			continue
		}
		row = row[:0]
		for cell := range strings.SplitSeq(line, "\t") {
			row = append(row, cell)
		}
		if len(row) != columns {
			return fmt.Errorf("%s: %d cells, not %d, in %.60q", name, len(row), columns, line)
		}
		if header {
			header = false
			continue
		}
		if err := add(row); err != nil {
			return fmt.Errorf("%s: %w in %.60q", name, err, line)
		}
	}
	return nil
}

func readFile(name string) (string, error) {
	if !strings.HasSuffix(name, ".gz") {
		content, err := fs.ReadFile(files, name)
		return string(content), err
	}
	f, err := files.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // in memory
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	var b strings.Builder
	if _, err := io.Copy(&b, unzipped); err != nil { //nolint:gosec // the file is ours
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return b.String(), nil
}

// list returns the words of a cell, nil if it is empty.
func list[T ~string](cell string) []T {
	if cell == "" {
		return nil
	}
	words := make([]T, 0, 1+strings.Count(cell, " "))
	for word := range strings.SplitSeq(cell, " ") {
		words = append(words, T(word))
	}
	return words
}
