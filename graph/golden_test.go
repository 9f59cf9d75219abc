package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"maillage/internal/ingest"
	"maillage/internal/ingest/embedded"
	"maillage/internal/network"
	"maillage/internal/realdata"
	"maillage/internal/snapshot"
	memory "maillage/internal/snapshot/shelf"
)

var update = flag.Bool("update", false, "write what the golden queries answer now into their files")

// A shelf is a library of editions in memory.
type shelf = memory.Shelf

// embeddedShelf holds the edition the program carries.
var embeddedShelf = sync.OnceValues(func() (shelf, error) {
	edition, records, err := embedded.Edition()
	edition.Number = 1
	return shelf{List: []network.Edition{edition}, Records: map[int]*network.Records{1: records}}, err
})

// newExecutor returns what answers from a shelf.
func newExecutor(t testing.TB, s shelf) *executor.Executor {
	t.Helper()
	keeper, err := snapshot.NewKeeper(t.Context(), memory.Lend(s))
	if err != nil {
		t.Fatal(err)
	}
	return New(keeper, slog.New(slog.NewTextHandler(io.Discard, nil))).Executor
}

// ask answers one query.
func ask(exec *executor.Executor, query string, variables map[string]any) *graphql.Response {
	ctx := graphql.StartOperationTrace(context.Background())
	op, errs := exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if errs != nil {
		return exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
	}
	answer, ctx := exec.DispatchOperation(ctx, op)
	return answer(ctx)
}

// A golden file is a query, its variables if it has any, and its answer. Its
// folder says which data it is asked of.
func TestGolden(t *testing.T) {
	for _, data := range []struct {
		folder string
		shelf  func(t *testing.T) shelf
	}{
		{"embedded", func(t *testing.T) shelf {
			s, err := embeddedShelf()
			if err != nil {
				t.Fatal(err)
			}
			return s
		}},
		{"official", officialShelf},
		{"vintages", vintageShelf},
	} {
		t.Run(data.folder, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join("testdata", "golden", data.folder, "*.txtar"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no golden files: %v", err)
			}
			exec := newExecutor(t, data.shelf(t))
			for _, file := range files {
				t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { checkGolden(t, exec, file) })
			}
		})
	}
}

func checkGolden(t *testing.T, exec *executor.Executor, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range archive.Files {
		parts[f.Name] = f.Data
	}
	var variables map[string]any
	if v := parts["variables.json"]; v != nil {
		d := json.NewDecoder(bytes.NewReader(v))
		d.UseNumber()
		if err := d.Decode(&variables); err != nil {
			t.Fatal(err)
		}
	}
	answer, err := json.Marshal(ask(exec, string(parts["query.graphql"]), variables))
	if err != nil {
		t.Fatal(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, answer, "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	if !*update {
		if diff := cmp.Diff(string(parts["answer.json"]), pretty.String()); diff != "" {
			t.Errorf("the answer differs (-want +got):\n%s", diff)
		}
		return
	}
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "answer.json" })
	archive.Files = append(archive.Files, txtar.File{Name: "answer.json", Data: pretty.Bytes()})
	if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}

// officialShelf holds the edition made of the official files of 2024, then the
// one the program carries.
func officialShelf(t *testing.T) shelf {
	t.Helper()
	files := realdata.FS(t)
	s, err := official(files)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func official(files fs.FS) (shelf, error) {
	s, err := embeddedShelf()
	if err != nil {
		return shelf{}, err
	}
	built, err := ingest.Build(context.Background(), files, realdata.Edition(), s.Records[1], s.List[0], ingest.Options{})
	if err != nil {
		return shelf{}, err
	}
	built.Edition.Number = 2
	return shelf{
		List:    []network.Edition{built.Edition, s.List[0]},
		Records: map[int]*network.Records{1: s.Records[1], 2: built.Records},
	}, nil
}

// vintageShelf holds the official shelf's editions, and one of each older list of
// sites.
func vintageShelf(t *testing.T) shelf {
	t.Helper()
	files := realdata.FS(t)
	s, err := official(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range realdata.Vintages() {
		built, err := ingest.Build(context.Background(), files, []string{file}, s.Records[2], s.List[0], ingest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		built.Edition.Number = len(s.List) + 1
		s.List, s.Records[built.Edition.Number] = append(s.List, built.Edition), built.Records
	}
	return s
}
