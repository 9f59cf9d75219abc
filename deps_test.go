package maillage_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// rooms is the architecture: which of our packages a room may import, apart
// from packages below itself. Data flows one way, from files to people; imports
// form a star around network. A room that is not here is refused, and so is an
// entry that no room needs any more.
var rooms = map[string][]string{
	"internal/cog":                 {},
	"internal/network":             {"internal/cog"},
	"internal/hours":               {},
	"internal/search":              {},
	"internal/source":              {"internal/network"},
	"internal/quality":             {"internal/network", "internal/geo", "internal/hours", "internal/search"},
	"internal/ingest":              {"internal/network", "internal/cog", "internal/search", "internal/source", "internal/quality"},
	"internal/source/download":     {"internal/source"},
	"internal/syncer":              {"internal/ingest", "internal/network", "internal/source", "internal/source/download"},
	"internal/ingest/sheet":        {},
	"internal/ingest/embedded":     {"internal/network", "internal/cog", "internal/source"},
	"internal/ingest/embedded/gen": {"internal/network", "internal/cog", "internal/ingest"},
	"internal/store":               {"internal/network"},
	"internal/bundle":              {"internal/network"},
	"internal/relay":               {},
	"internal/geo":                 {},
	"internal/identity":            {"internal/network", "internal/cog", "internal/geo", "internal/search"},
	"internal/snapshot":            {"internal/geo", "internal/identity", "internal/hours", "internal/network", "internal/cog", "internal/relay", "internal/search"},
	"internal/plan":                {},
	"internal/plangen":             {},
	"internal/plangen/gen":         {"internal/plangen"},
	"graph":                        {"internal/hours", "internal/snapshot", "internal/network", "internal/relay", "internal/cog", "internal/plan"},
	"graph/generated":              {"graph/scalar", "internal/hours", "internal/snapshot", "internal/network", "internal/relay", "internal/cog", "internal/plan"},
	"graph/scalar":                 {"internal/network", "internal/plan"},
	"internal/ui":                  {},
	"examples":                     {},
	"internal/web":                 {"internal/plan"},
	"cmd/maillage":                 {"*"},

	// Support of tests and of the bench.
	"internal/plan/plantest":     {},
	"internal/snapshot/shelf":    {"internal/network"},
	"internal/realdata":          {},
	"internal/source/sourcetest": {"internal/realdata", "internal/source"},
	"internal/ingest/tabletest":  {},
	"internal/store/pgtest":      {},
	"bench":                      {"*"},
	"bench/peers":                {"internal/cog", "internal/network", "internal/search", "internal/snapshot"},
}

const module = "maillage/"

// TestRooms parses the imports in process: `go list` would answer from a cache
// after a violation.
func TestRooms(t *testing.T) {
	used := map[string][]string{}
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); name == "node_modules" || name == "testdata" || name == "tools" || name != "." && strings.HasPrefix(name, ".") {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") {
			room := path.Dir(filepath.ToSlash(file))
			used[room] = append(used[room], imports(t, file)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for room, imported := range used {
		allowed, known := rooms[room]
		if !known {
			t.Errorf("%s is no room of the architecture: put its code where it belongs, or add it to the table and to ARCHITECTURE.md", room)
			continue
		}
		for _, other := range imported {
			below := strings.HasPrefix(other, room+"/")
			if !below && !slices.Contains(allowed, other) && !slices.Contains(allowed, "*") {
				t.Errorf("%s may not import %s", room, other)
			}
		}
		for _, other := range allowed {
			if other != "*" && !slices.Contains(imported, other) {
				t.Errorf("%s may import %s but does not", room, other)
			}
		}
	}
	for room := range rooms {
		if _, there := used[room]; !there {
			t.Errorf("%s is in the table but not in the house", room)
		}
	}
}

// imports returns our packages that a file imports.
func imports(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if our, ok := strings.CutPrefix(name, module); ok {
			ours = append(ours, our)
		}
	}
	return ours
}
