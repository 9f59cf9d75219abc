package source

import (
	"slices"
	"strings"
	"testing"
)

// Publications are found by their codes, which are in order, and each says what
// one must know to use it.
func TestPublications(t *testing.T) {
	all := Publications()
	for i, p := range all {
		if i > 0 && all[i-1].Code >= p.Code {
			t.Errorf("%s comes after %s", p.Code, all[i-1].Code)
		}
		if found, ok := Publication(p.Code); !ok || found != p {
			t.Errorf("%s is found as %+v, %t", p.Code, found, ok)
		}
		if p.Title == "" || p.Publisher == "" || p.Attribution == "" || p.Licence.Name == "" || p.Sha256 != "" {
			t.Errorf("publication %+v", p)
		}
		if p.URL != "" && !strings.HasPrefix(string(p.URL), "https://") {
			t.Errorf("%s is at %s", p.Code, p.URL)
		}
	}
	for _, none := range []string{"", "anct", "zzz"} {
		if p, ok := Publication(none); ok {
			t.Errorf("%q is the code of %+v", none, p)
		}
	}
	all[0].Title = "mine"
	if slices.Equal(all, Publications()) {
		t.Error("who changes the list changes everybody's")
	}
}
