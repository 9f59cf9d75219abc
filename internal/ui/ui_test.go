package ui

import (
	"io/fs"
	"strings"
	"testing"
)

func TestThePageThatStandsInSaysHowToBuild(t *testing.T) {
	page, err := fs.ReadFile(subtree("unbuilt"), "index.html")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "make pages") {
		t.Error("it does not name make pages")
	}
}
