package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Ten times the list is each row ten times, with numbers that differ, in the
// place of the list.
func TestTenfoldFiles(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	other := write("communes.json", "[]")
	list := write("liste.csv", "\"lib_fs\",\"id_fs\"\n\"A, b\",\"1\"\nC,2\n")
	files, err := tenfoldFiles(folder, []string{other, list})
	if err != nil {
		t.Fatal(err)
	}
	if files[0] != other || files[1] == list {
		t.Errorf("files %v", files)
	}
	content, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	want := "lib_fs,id_fs\n"
	for _, row := range []struct{ name, first string }{{`"A, b"`, "1"}, {"C", "2"}} {
		want += row.name + "," + row.first + "\n"
		for _, hundredThousands := range "123456789" {
			want += row.name + "," + string(hundredThousands) + "0000" + row.first + "\n"
		}
	}
	if string(content) != want {
		t.Errorf("got\n%s\nwant\n%s", content, want)
	}
	if _, err := tenfoldFiles(folder, []string{other}); err == nil {
		t.Error("ten times no list is a list")
	}
}
