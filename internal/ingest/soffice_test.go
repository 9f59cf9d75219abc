package ingest_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"maillage/internal/realdata"
)

// Official lists, and tables made of them, that LibreOffice opened and saved make the
// very sites that the files themselves make.
func TestSavedByLibreOffice(t *testing.T) {
	if os.Getenv("MAILLAGE_SOAK") == "" {
		t.Skip("what LibreOffice saves is read by make soak")
	}
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not here: the workbooks that other tests make by hand have to do")
	}
	fsys := realFiles(t)
	edition, records := base(t)
	// The older lists as tables, each with the points where another program puts them.
	files := []string{realSites[0], olderVintages[0].file, olderVintages[1].file, olderVintages[2].file, olderVintages[3].file}
	points := []string{"", "", "X and Y", "a pair", "WKT"}
	const plain = "44,34,76,1" // commas, quotes, UTF-8, from the first row
	for _, saved := range []struct{ name, opened, as string }{
		{"XLSX", plain, "xlsx:Calc MS Excel 2007 XML"},
		{"ODS", plain, "ods:calc8"},
		{"ODS, opened in French", plain + ",,1036,false,true", "ods:calc8"},
		{"XLSX, what looks like dates made days", plain + ",,1033,false,true", "xlsx:Calc MS Excel 2007 XML"},
		{"CSV with semicolons, UTF-8, from 7.6 on with its mark", plain, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,0,true"},
		{"CSV with semicolons, Windows-1252", plain, "csv:Text - txt - csv (StarCalc):59,34,1,1"},
		{"CSV with tabs, UTF-16", plain, "csv:Text - txt - csv (StarCalc):9,34,65535,1"},
	} {
		for i, file := range files {
			t.Run(saved.name+"/"+filepath.Base(file), func(t *testing.T) {
				want := build(t, fsys, []string{file}, records, edition).Records.Sites
				opened := filepath.Join(filepath.Dir(realdata.Dir(t)), file)
				if points[i] != "" {
					opened = filepath.Join(t.TempDir(), strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+".csv")
					table := writeCSV(t, tableOf(t, fsys, file).madeInto()[points[i]].rows)
					if err := os.WriteFile(opened, table, 0o666); err != nil {
						t.Fatal(err)
					}
				}
				path := saveBy(t, soffice, opened, saved.opened, saved.as)
				made := build(t, os.DirFS(filepath.Dir(path)), []string{filepath.Base(path)}, records, edition)
				if diff := cmp.Diff(want, made.Records.Sites); diff != "" {
					t.Errorf("sites (-want +got):\n%.6000s", diff)
				}
			})
		}
	}
}

// saveBy has LibreOffice open a CSV file and save it, and returns where.
func saveBy(t *testing.T, soffice, path, opened, as string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	run := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+t.TempDir(), "--headless",
		"--infilter=CSV:"+opened, "--convert-to", as, "--outdir", folder, path)
	if output, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	extension, _, _ := strings.Cut(as, ":")
	return filepath.Join(folder, strings.TrimSuffix(filepath.Base(path), ".csv")+"."+extension)
}
