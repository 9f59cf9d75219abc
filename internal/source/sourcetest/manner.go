package sourcetest

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

// A Manner is a way to answer who asks for a file of this content.
type Manner func(w http.ResponseWriter, r *http.Request, content []byte)

// Manners are those that have a name.
func Manners() map[string]Manner {
	return map[string]Manner{
		"well":         well,
		"missing":      func(w http.ResponseWriter, r *http.Request, _ []byte) { http.NotFound(w, r) },
		"failing":      func(w http.ResponseWriter, _ *http.Request, _ []byte) { w.WriteHeader(http.StatusInternalServerError) },
		"failing once": failingOnce(),
		"half":         half,
		"endless":      endless,
		"silent":       func(_ http.ResponseWriter, r *http.Request, _ []byte) { <-r.Context().Done() },
		"to http": func(w http.ResponseWriter, r *http.Request, _ []byte) {
			http.Redirect(w, r, "http://www.data.example/file.csv", http.StatusFound)
		},
		"web page":       as("text/html", []byte("<!DOCTYPE html><html><body>Maintenance en cours</body></html>")),
		"picture":        as("text/csv", []byte("\x89PNG\r\n\x1a\n\x00abcdefghijklmnopqrstuvwxyz")),
		"shrunk":         rows(func(rows [][]string) [][]string { return rows[:1+(len(rows)-1)*94/100] }),
		"hardly shrunk":  rows(func(rows [][]string) [][]string { return rows[:1+(len(rows)-1)*96/100] }),
		"without hours":  rows(without("h_samedi")),
		"without notes":  rows(without("commentaire")),
		"renamed":        rows(renamed),
		"other ending":   changed(func(content []byte) []byte { return append(bytes.TrimSpace(content), "\r\n"...) }),
		"without a name": withoutName,
		"zipped":         zipped("données.csv"),
		"zipped twice":   zipped("a.csv", "b.csv"),
		"zipped picture": as("application/zip", archive("a.csv", "\x89PNG\r\n\x1a\n\x00abcdefghijklmnop")),
		"zipped with targets": changed(func(content []byte) []byte {
			return archive("a.csv", string(content), "b.csv", "id_indicateur,code_region,cible,date_cible\n")
		}),
	}
}

// well answers as a web server does.
func well(w http.ResponseWriter, r *http.Request, content []byte) {
	w.Header().Set("ETag", tag(content))
	http.ServeContent(w, r, "file.csv", time.Date(2024, 8, 1, 6, 0, 0, 0, time.UTC), bytes.NewReader(content))
}

func failingOnce() Manner {
	var failed atomic.Bool
	return func(w http.ResponseWriter, r *http.Request, content []byte) {
		if failed.CompareAndSwap(false, true) {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		well(w, r, content)
	}
}

func half(w http.ResponseWriter, _ *http.Request, content []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	_, _ = w.Write(content[:len(content)/2])
}

// endless sends two gigabytes of zeros, or as many as are taken.
func endless(w http.ResponseWriter, _ *http.Request, _ []byte) {
	_, _ = io.CopyN(w, zeros{}, 2<<30)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// as answers with something else.
func as(mediaType string, content []byte) Manner {
	return func(w http.ResponseWriter, _ *http.Request, _ []byte) {
		w.Header().Set("Content-Type", mediaType)
		_, _ = w.Write(content)
	}
}

// changed answers well, with another content.
func changed(change func(content []byte) []byte) Manner {
	return func(w http.ResponseWriter, r *http.Request, content []byte) { well(w, r, change(content)) }
}

// rows changes the rows of a table, the first of which is its header.
func rows(change func(rows [][]string) [][]string) Manner {
	return changed(func(content []byte) []byte {
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			return []byte(err.Error())
		}
		var b bytes.Buffer
		_ = csv.NewWriter(&b).WriteAll(change(rows)) // a buffer never fails
		return b.Bytes()
	})
}

func without(column string) func(rows [][]string) [][]string {
	return func(rows [][]string) [][]string {
		i := slices.Index(rows[0], column)
		for r := range rows {
			rows[r] = slices.Delete(rows[r], i, i+1)
		}
		return rows
	}
}

// renamed gives every column a name that nobody knows.
func renamed(rows [][]string) [][]string {
	for i := range rows[0] {
		rows[0][i] = "colonne_" + strconv.Itoa(i+1)
	}
	return rows
}

// zipped answers with an archive, in which the file stands under each name.
func zipped(names ...string) Manner {
	return changed(func(content []byte) []byte {
		var files []string
		for _, name := range names {
			files = append(files, name, string(content))
		}
		return archive(files...)
	})
}

// archive packs files, given as name, content, name, content.
func archive(files ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for file := range slices.Chunk(files, 2) {
		w, _ := z.Create(file[0]) // a buffer never fails
		_, _ = io.WriteString(w, file[1])
	}
	_ = z.Close()
	return b.Bytes()
}

// withoutName keeps the day of the file to itself.
func withoutName(w http.ResponseWriter, r *http.Request, content []byte) {
	w.Header().Set("Content-Disposition", `attachment; filename="liste.csv"`)
	well(w, r, content)
}
