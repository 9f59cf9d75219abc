package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
)

func TestAcceptedCodings(t *testing.T) {
	for header, want := range map[string]struct{ long, short coding }{
		"":                                  {identity, identity},
		"identity":                          {identity, identity},
		"gzip":                              {gzipped, identity},
		"x-gzip":                            {gzipped, identity},
		"GZIP":                              {gzipped, identity},
		"gzip, deflate, br, zstd":           {zstandard, identity},
		"zstd;q=0.5, gzip":                  {gzipped, identity},
		"zstd;q=0.5, gzip;q=0.4":            {zstandard, identity},
		"gzip;q=0.001":                      {gzipped, identity},
		"gzip;q=0":                          {identity, identity},
		"gzip ; Q=0 , zstd ; q=0":           {identity, identity},
		"*":                                 {zstandard, identity},
		"*;q=0.5, zstd;q=0":                 {gzipped, identity},
		"gzip;q=0.5, identity":              {identity, identity},
		"gzip;q=0.5, identity;q=0.4":        {gzipped, identity},
		"gzip, identity;q=0":                {gzipped, gzipped},
		"zstd, *;q=0":                       {zstandard, zstandard},
		"identity;q=0":                      {identity, identity}, // nothing else is left
		"*;q=0":                             {identity, identity},
		"br, deflate":                       {identity, identity},
		"gzip;q=high":                       {gzipped, identity},
		";,, ;q=1,gzip":                     {gzipped, identity},
		"gzipped, not-gzip, zstandard, g*p": {identity, identity},
	} {
		c := acceptedCodings(http.Header{"Accept-Encoding": {header}})
		if long, short := c.forSize(minPackedBytes), c.forSize(minPackedBytes-1); long != want.long || short != want.short {
			t.Errorf("%q: long content is %s, short %s; want %s, %s", header, long, short, want.long, want.short)
		}
		if !c.takes(want.long) || !c.takes(want.short) {
			t.Errorf("%q is not taken to take what it is sent", header)
		}
	}
	several := acceptedCodings(http.Header{"Accept-Encoding": {"gzip;q=0.5", "zstd;q=0.4"}})
	if got := several.best(); got != gzipped {
		t.Errorf("of two headers comes %s", got)
	}
}

func FuzzAcceptedCodings(f *testing.F) {
	f.Add("gzip;q=0.5, *;q=0.1")
	f.Fuzz(func(t *testing.T, header string) {
		c := acceptedCodings(http.Header{"Accept-Encoding": {header}})
		for _, as := range []coding{c.forSize(0), c.forSize(minPackedBytes)} {
			lower := strings.ToLower(header)
			if as != identity && !strings.Contains(lower, string(as)) && !strings.Contains(lower, "*") || !c.takes(as) {
				t.Errorf("%q is sent %s", header, as)
			}
		}
	})
}

// unpacked returns the body of an answer as it was before it was packed, by
// another's reading where there is one.
func unpacked(t *testing.T, r *http.Response) string {
	t.Helper()
	body := bodyOf(t, r)
	if got := r.Header.Get("Content-Length"); got != strconv.Itoa(len(body)) {
		t.Errorf("Content-Length is %s, the body has %d bytes", got, len(body))
	}
	var content []byte
	switch as := r.Header.Get("Content-Encoding"); as {
	case "":
		return body
	case "gzip":
		reader, err := gzip.NewReader(strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if content, err = io.ReadAll(reader); err != nil {
			t.Fatal(err)
		}
	case "zstd":
		reader, err := zstd.NewReader(nil, zstd.WithDecoderMaxWindow(8<<20)) // what browsers have
		if err != nil {
			t.Fatal(err)
		}
		defer reader.Close()
		if content, err = reader.DecodeAll([]byte(body), nil); err != nil {
			t.Fatal(err)
		}
	default:
		t.Fatalf("packed as %s", as)
	}
	return string(content)
}

// Whatever is long is packed as asked, the same each time, and HEAD tells of it
// what GET does.
func TestPacked(t *testing.T) {
	version := "1"
	long := strings.Repeat("Hauts-de-France ", 10_000)
	pages := fstest.MapFS{
		"index.html":         {Data: []byte("<!doctype html>" + long)},
		"assets/main-1.js":   {Data: []byte("//" + long)},
		"assets/picture.png": {Data: []byte(long)},
	}
	withCache := newBench(keeping(&version), func(cfg *Config) { cfg.Pages, cfg.Schema = pages, "#"+long })
	without := newBench(func(cfg *Config) { cfg.Pages, cfg.Schema = pages, "#"+long })
	answer := `{"data":{"echo":"` + strings.Repeat("x", 300_000) + `"}}`
	query := get(`{ echo(text: "x", times: 300000) }`)
	for _, test := range []struct {
		name, target, want string
		vary               string
		never              bool // packed
	}{
		{"answer", query, answer, "Accept, Accept-Encoding, Accept-Language", false},
		{"short answer", get("{ echo }"), `{"data":{"echo":null}}`, "Accept, Accept-Encoding, Accept-Language", true},
		{"schema", "/schema.graphql", "#" + long, "Accept-Encoding", false},
		{"page", "/graphiql", "<!doctype html>" + long, "Accept-Encoding", false},
		{"asset", "/graphiql/assets/main-1.js", "//" + long, "Accept-Encoding", false},
		{"picture", "/graphiql/assets/picture.png", long, "", true},
	} {
		for asked, want := range map[string]string{"": "", "gzip": "gzip", "zstd": "zstd", "gzip;q=0.5, zstd;q=0.1": "gzip", "br": ""} {
			if test.never {
				want = ""
			}
			var bodies [][]byte
			for _, b := range []bench{withCache, withCache, without, without} {
				r := b.do(t, "GET", test.target, "Accept-Encoding: "+asked, "")
				header := r.Header.Clone()
				var body bytes.Buffer
				r.Body = io.NopCloser(io.TeeReader(r.Body, &body))
				if got := unpacked(t, r); got != test.want {
					t.Errorf("%s for %q: got %.100q, want %.100q", test.name, asked, got, test.want)
				}
				bodies = append(bodies, body.Bytes())
				if got := header.Get("Content-Encoding"); got != want {
					t.Errorf("%s for %q: packed as %q, want %q", test.name, asked, got, want)
				}
				if got := header.Get("Vary"); got != test.vary {
					t.Errorf("%s for %q: Vary %q, want %q", test.name, asked, got, test.vary)
				}
				head := b.do(t, "HEAD", test.target, "Accept-Encoding: "+asked, "").Header
				for _, name := range []string{"Content-Length", "Content-Encoding", "Content-Type", "ETag", "Vary", "Cache-Control"} {
					if head.Get(name) != header.Get(name) {
						t.Errorf("%s for %q: HEAD has %s %q, GET %q", test.name, asked, name, head.Get(name), header.Get(name))
					}
				}
			}
			for _, body := range bodies[1:] {
				if !bytes.Equal(body, bodies[0]) {
					t.Errorf("%s for %q is packed in two ways", test.name, asked)
				}
			}
		}
	}
}

// A packed page that a browser has is not sent again.
func TestUnchangedPackedFiles(t *testing.T) {
	b := newBench(func(cfg *Config) { cfg.Schema = strings.Repeat("#", 2*minPackedBytes) })
	var tags []string
	for _, as := range []string{"identity", "gzip", "zstd"} {
		tag := b.do(t, "GET", "/schema.graphql", "Accept-Encoding: "+as, "").Header.Get("ETag")
		r := b.do(t, "GET", "/schema.graphql", "Accept-Encoding: "+as+"\nIf-None-Match: "+tag, "")
		if r.StatusCode != http.StatusNotModified || r.Header.Get("ETag") != tag || bodyOf(t, r) != "" {
			t.Errorf("%s: status %d, tag %s", as, r.StatusCode, tag)
		}
		tags = append(tags, tag)
	}
	if tags[0] == tags[1] || tags[1] == tags[2] || tags[0] == tags[2] {
		t.Errorf("tags %v", tags)
	}
}
