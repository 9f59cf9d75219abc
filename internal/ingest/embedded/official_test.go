package embedded

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"maillage/internal/cog"
	"maillage/internal/network"
)

// official returns the rows of a published CSV file, by column.
func official(t *testing.T, path ...string) []map[string]string {
	t.Helper()
	data := os.Getenv("MAILLAGE_TEST_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "..", "shared", "data")
	}
	f, err := os.Open(filepath.Join(append([]string{data}, path...)...))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		t.Skip("the official file is not there: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	cells, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, row := range cells[1:] {
		named := map[string]string{}
		for i, column := range cells[0] {
			named[column] = row[i]
		}
		rows = append(rows, named)
	}
	return rows
}

// The counts are the barometer's, every month of them.
func TestCountsAreTheBarometers(t *testing.T) {
	_, r := edition(t)
	got := map[string]int{}
	for _, c := range r.Counts {
		got[fmt.Sprint(c.Territory, " ", c.Date)] = c.Labelled
	}
	for level, territory := range map[string]func(row map[string]string) network.TerritoryRef{
		"national": func(map[string]string) network.TerritoryRef { return network.FranceRef },
		"regional": func(row map[string]string) network.TerritoryRef {
			return network.RegionRef(cog.RegionCode(row["code_region"]))
		},
	} {
		for _, row := range official(t, "progress", "barometre-fs-detail-"+level+".csv") {
			key := fmt.Sprint(territory(row), " ", row["date"])
			value, err := strconv.ParseFloat(row["valeur"], 64)
			if err != nil {
				t.Fatal(err)
			}
			if n, ok := got[key]; !ok || n != int(value) {
				t.Errorf("%s: %d, %t; the barometer says %v", key, n, ok, value)
			}
			delete(got, key)
		}
	}
	for key := range got {
		t.Errorf("%s: not in the barometer", key)
	}
}

// Positions are near the centres that IGN gives: how near is measured against
// its file of 2018.
func TestPositions(t *testing.T) {
	_, r := edition(t)
	centres := map[cog.CommuneCode]network.Position{}
	for _, row := range official(t, "geography", "communes-centroids-2018.csv") {
		latitude, err1 := strconv.ParseFloat(row["lat"], 64)
		longitude, err2 := strconv.ParseFloat(row["lon"], 64)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		centres[cog.CommuneCode(row["code"])] = network.Position{Latitude: latitude, Longitude: longitude}
	}
	var people, near, settled, far float64
	for _, c := range r.Communes {
		centre, ok := centres[c.Code]
		if !ok || c.Population == nil {
			continue
		}
		if c.Position == nil {
			t.Errorf("%s %s has no position", c.Code, c.Name)
			continue
		}
		population := float64(*c.Population)
		km := kilometres(*c.Position, centre)
		people += population
		if km <= 5 {
			near += population
		}
		if c.Position.Precision == network.PositionSettlement {
			settled += population
			// Communes of Guyane are as large as departments.
			if km > 20 && c.DepartmentCode != "973" {
				t.Errorf("%s %s: its settlement is %.0f km from its centre", c.Code, c.Name, km)
			}
		}
		if km > 50 && c.DepartmentCode != "973" {
			far += population
		}
	}
	t.Logf("settlement known: %.1f %% of the population; within 5 km of the centre: %.1f %%; farther than 50 km: %.0f people",
		100*settled/people, 100*near/people, far)
	if settled/people < 0.89 || near/people < 0.92 || far > 10_000 {
		t.Error("positions have become worse")
	}
}

// kilometres is the distance between two near points, on a plane.
func kilometres(a, b network.Position) float64 {
	north := a.Latitude - b.Latitude
	east := (a.Longitude - b.Longitude) * math.Cos((a.Latitude+b.Latitude)/2*math.Pi/180)
	return 111.2 * math.Hypot(north, east)
}
