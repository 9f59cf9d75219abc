package download

import (
	"mime"
	"net/http"
	"path"
	"regexp"
)

// fileName is what a file may be called here, since its name is published: it
// tells the day of a list, "liste-fs-20240801.csv".
var fileName = regexp.MustCompile(`^[\pL0-9][\pL0-9 ._-]{0,99}\.[A-Za-z0-9]{1,8}$`)

// nameOf returns what a server calls the file: by its header, else by the last
// part of the path that was asked for in the end.
func nameOf(response *http.Response) string {
	_, parameters, err := mime.ParseMediaType(response.Header.Get("Content-Disposition"))
	if err == nil && fileName.MatchString(parameters["filename"]) {
		return parameters["filename"]
	}
	if name := path.Base(response.Request.URL.Path); fileName.MatchString(name) {
		return name
	}
	return ""
}
