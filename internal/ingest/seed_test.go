package ingest_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/ingest"
	"maillage/internal/network"
)

// readRelease returns the real press release.
func readRelease(t *testing.T) []byte {
	t.Helper()
	data := os.Getenv("MAILLAGE_TEST_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	content, err := os.ReadFile(filepath.Join(data, "..", "seed", "communique-2019-11-25.txt"))
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		t.Skip("the press release is not there: ", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// The press release gives the very sites that are embedded, whatever its line
// ends.
func TestReadSeed(t *testing.T) {
	m, g := matcher(t)
	release := readRelease(t)
	for name, content := range map[string][]byte{
		"as published": release,
		"BOM and CRLF": append([]byte("\ufeff"), bytes.ReplaceAll(release, []byte("\n"), []byte("\r\n"))...),
	} {
		sites, unmatched, err := ingest.ReadSeed(bytes.NewReader(content), m)
		if err != nil || len(unmatched) > 0 {
			t.Fatalf("%s: error %v, unmatched %v", name, err, unmatched)
		}
		if diff := cmp.Diff(g.Sites, sites); diff != "" {
			t.Errorf("%s: other sites than the embedded ones (-embedded +read):\n%s", name, diff)
		}
	}
}

func TestReadSeedMadeUp(t *testing.T) {
	const head = "Les sites labellisés au 15 février 2021 :\nCommune | Département\n--- | ---\n"
	m, _ := matcher(t)
	sites, unmatched, err := ingest.ReadSeed(strings.NewReader(head+"Lyon | Rhône |\nSaint-Martin | 978\nNulle-Part |\nAisne |\nFin.\nA | B | C |\n"), m)
	if err != nil {
		t.Fatal(err)
	}
	want := []network.Site{
		{Code: "69-lyon", Name: "France Services — Lyon", Kind: network.Principal, Format: network.Fixed, LabelledOn: "2021-02-15",
			CommuneCode: "69123", PublishedPlace: "Lyon", DepartmentCode: "69"},
		{Code: "978-saint-martin", Name: "France Services — Saint-Martin", Kind: network.Principal, Format: network.Fixed, LabelledOn: "2021-02-15",
			CommuneCode: "97801", PublishedPlace: "Saint-Martin", CollectivityCode: "978"},
	}
	if diff := cmp.Diff(want, sites); diff != "" {
		t.Errorf("sites (-want +got):\n%s", diff)
	}
	if len(unmatched) != 1 || unmatched[0].Line != 6 || unmatched[0].Value != "Nulle-Part, Aisne" || len(unmatched[0].Candidates) > 5 {
		t.Errorf("unmatched: %+v", unmatched)
	}
}

func TestReadSeedRefuses(t *testing.T) {
	const (
		table = "Commune | Département |\n---|---|\n"
		head  = "labellisées au 1er janvier 2020\n" + table
	)
	m, _ := matcher(t)
	for content, want := range map[string]string{
		"":                                  "no row",
		"labellisées au 1er janvier 2020":   "no row",
		head:                                "no row",
		head + "Amiens |\n":                 "line 4: the row \"Amiens\" has no department",
		head + "Amiens |\nLens, tout court": "line 4: the row \"Amiens\" has no department",
		head + "Amiens | Somme | 80 |\n":    "line 4",
		head + "| Somme |\n":                "line 4",
		table + "Amiens | Somme |\n":        "since when",
		"labellisées au 31 juin 2020\n" + table + "Amiens | Somme |\n": "since when",
		head + strings.Repeat("a", 2<<20):                              "line 4",
	} {
		sites, _, err := ingest.ReadSeed(strings.NewReader(content), m)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ReadSeed(%.90q) = %d sites, error %v; want an error with %q", content, len(sites), err, want)
		}
	}
}

func FuzzReadSeed(f *testing.F) {
	m, _ := matcher(f)
	f.Add("labellisées au 1er janvier 2020\nCommune | Département |\n---|---|\nAmiens | Somme |\nAmiens|\n80|")
	f.Fuzz(func(t *testing.T, content string) {
		if len(content) > 2000 {
			return
		}
		sites, unmatched, err := ingest.ReadSeed(strings.NewReader(content), m)
		if err == nil && len(sites)+len(unmatched) == 0 {
			t.Error("neither a site nor an error")
		}
		seen := map[string]bool{}
		for _, s := range sites {
			if seen[s.Code] || s.Code == "" || s.PublishedPlace == "" {
				t.Errorf("site %+v", s)
			}
			seen[s.Code] = true
		}
	})
}
