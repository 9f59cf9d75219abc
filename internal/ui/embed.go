// Package ui holds the people's pages: the sources of the GraphiQL page, and what their build leaves in dist. It only hands
// files over: routes, headers and caching belong to the room that serves them (internal/web). It imports nothing of ours; the
// build reads the examples that the page offers from the folder of that name.
//
// The build (make pages) needs Node.js and is not committed. A program compiled without it still runs, with a small page in
// its place that says how to build the real one.
package ui

import (
	"embed"
	"io/fs"
)

// ContentSecurityPolicy is the Content-Security-Policy header the pages are made for: nothing from another host, no eval, no
// blob. Inline styles are how the editor places its text; it draws its squiggles with data: images.
const ContentSecurityPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
	"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// dist always holds one committed file, so that this compiles before any build.
//
//go:embed all:dist unbuilt
var pages embed.FS

// Pages returns the files of the GraphiQL page, and whether they are the real ones. The root, index.html, is meant for
// /graphiql and everything else for the same path under /graphiql/; names under assets/ change with their content and can be
// cached for ever. When the pages were not built, the only file is an index.html that says how to build them.
func Pages() (fs.FS, bool) {
	if built := subtree("dist"); exists(built, "index.html") {
		return built, true
	}
	return subtree("unbuilt"), false
}

func subtree(dir string) fs.FS {
	sub, err := fs.Sub(pages, dir)
	if err != nil {
		panic(err) // dir is not a valid path: a mistake in this file
	}
	return sub
}

func exists(files fs.FS, name string) bool {
	_, err := fs.Stat(files, name)
	return err == nil
}
