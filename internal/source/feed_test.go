package source

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFeeds(t *testing.T) {
	codes, formats, fetched := map[string]bool{}, map[string]bool{}, 0
	for _, f := range Feeds() {
		if codes[f.Code] || formats[f.Format] || strings.ContainsAny(f.Code, " #") || f.Every < time.Hour {
			t.Errorf("feed %+v", f)
		}
		codes[f.Code], formats[f.Format] = true, true
		if _, known := Publication(f.Publication); !known {
			t.Errorf("%s is of %q, which is no publication", f.Code, f.Publication)
		}
		if f.URL == "" {
			continue
		}
		fetched++
		if address, err := url.Parse(f.URL); err != nil || address.Scheme != "https" {
			t.Errorf("%s is fetched from %s", f.Code, f.URL)
		}
	}
	if fetched == 0 {
		t.Error("nothing is fetched")
	}
}

func TestOverride(t *testing.T) {
	before := []Feed{
		{Code: "sites", Format: "list", URL: "https://official.example/list", Every: daily},
		{Code: "communes", URL: "https://official.example/communes", Every: weekly},
		{Code: "cog", Every: weekly},
		{Code: "centroids", URL: "https://official.example/centroids", Every: weekly},
	}
	after, err := Override(before, strings.NewReader(`# our mirror

	sites   http://127.0.0.1:9000/list.csv?a=b#c 12h30m
communes off
  # cog off
cog	https://user:secret@mirror.example/v_commune_2026.csv`))
	if err != nil {
		t.Fatal(err)
	}
	want := []Feed{
		{Code: "sites", Format: "list", URL: "http://127.0.0.1:9000/list.csv?a=b#c", Every: 12*time.Hour + 30*time.Minute},
		{Code: "communes", Every: weekly},
		{Code: "cog", URL: "https://user:secret@mirror.example/v_commune_2026.csv", Every: weekly},
		before[3],
	}
	if diff := cmp.Diff(want, after); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if before[0].URL != "https://official.example/list" {
		t.Error("the catalogue itself is changed")
	}
}

func TestOverrideRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"# a\nlist https://x.example/":                       `line 2: no source has the code "list": write one of sites, communes`,
		"sites":                                              "line 1: a line is a code",
		"sites https://x.example/ 24h now":                   "line 1: a line is a code",
		"sites off\nsites off":                               "line 2: sites stands on a line before",
		"sites http://x.example/list.csv":                    "http://x.example/list.csv is not https",
		"sites http://u:secret@x.example/":                   "http://u:xxxxx@x.example/ is not https",
		"sites http://127.0.0.1.example/":                    "is not https",
		"sites http://10.0.0.1/":                             "is not https",
		"sites ftp://127.0.0.1/":                             "is not https",
		"sites file:///etc/passwd":                           "is no address",
		"sites list.csv":                                     "is no address",
		"sites https://%zz/":                                 "is no address",
		"sites off weekly":                                   `"weekly" is no time`,
		"sites off 1s":                                       `"1s" is no time`,
		"sites https://x.example/ -1h":                       `"-1h" is no time`,
		"sites " + strings.Repeat("x", 100_000) + " \nb off": "token too long",
	} {
		if _, err := Override(Feeds(), strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %v, want %q", text, err, want)
		}
	}
}

func TestSafe(t *testing.T) {
	for text, want := range map[string]bool{
		"https://www.data.gouv.fr/x": true, "http://localhost:8080/x": true, "http://127.1.2.3/x": true, "http://[::1]:80/x": true,
		"https://10.0.0.1/x": true, "http://www.data.gouv.fr/x": false, "http://localhost.example/x": false, "http://[::2]/x": false, "http:///x": false,
	} {
		address, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := Safe(address); (err == nil) != want {
			t.Errorf("%s: %v", text, err)
		}
	}
}
