package ingest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A writing is how a table is written.
type writing int

const (
	csvWriting      writing = iota
	arrayWriting            // a JSON array of objects
	featuresWriting         // a GeoJSON collection
	linesWriting            // NDJSON: a JSON object a line
	sheetWriting            // the first sheet of a workbook
)

// openRows reads a table in the writing that was recognised.
func openRows(in *input) (rowReader, error) {
	switch in.writing {
	case csvWriting:
		return openCSV(in)
	case sheetWriting:
		return openSheetRows(in)
	}
	return openObjects(in)
}

// objectRows reads JSON objects as rows: a column for each name that an object
// has had so far.
type objectRows struct {
	in     *input
	json   *json.Decoder
	lines  *lineCounter
	index  map[string]int
	names  []string
	first  map[string]json.RawMessage // read to know the names, and not yet returned
	atLine int                        // its line
}

func openObjects(in *input) (*objectRows, error) {
	lines := &lineCounter{r: in.text}
	o := &objectRows{in: in, lines: lines, json: json.NewDecoder(lines), index: map[string]int{}}
	if err := o.enter(); err != nil {
		return nil, err
	}
	var err error
	if o.first, o.atLine, err = o.read(); err != nil && err != io.EOF {
		return nil, err
	}
	return o, nil
}

// enter moves to the first object.
func (o *objectRows) enter() error {
	switch o.in.writing {
	case arrayWriting:
		_, err := o.json.Token()
		return o.in.explainJSON(err)
	case featuresWriting:
		if _, err := o.json.Token(); err != nil {
			return o.in.explainJSON(err)
		}
		if !seekArray(o.json, "features") {
			return o.in.fail(0, "", "", `has no list of "features" that can be read`)
		}
	}
	return nil
}

func (o *objectRows) header() []string { return o.names }

func (o *objectRows) next() ([]string, int, error) {
	object, line, err := o.first, o.atLine, error(nil)
	if o.first = nil; object == nil {
		object, line, err = o.read()
	}
	if err != nil {
		return nil, 0, err
	}
	record := make([]string, len(o.names))
	for name, value := range object {
		record[o.index[name]] = plainValue(value)
	}
	return record, line, nil
}

// read returns the next object, its names indexed, and its line.
func (o *objectRows) read() (map[string]json.RawMessage, int, error) {
	for {
		if !o.json.More() {
			return nil, 0, o.leave()
		}
		var raw json.RawMessage
		if err := o.json.Decode(&raw); err != nil {
			return nil, 0, o.in.explainJSON(err)
		}
		o.in.begin()
		line := o.lines.at(o.json.InputOffset() - int64(len(raw)))
		object, ok := o.fields(raw)
		if !ok {
			o.in.report.Rows++
			o.in.refuse(line, "", "", "is no object with a value a column")
			continue
		}
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if _, known := o.index[name]; !known {
				o.index[name] = len(o.names)
				o.names = append(o.names, name)
				o.in.keys[name] = true
			}
		}
		return object, line, nil
	}
}

// fields returns the columns of an object; those of a GeoJSON feature are its
// properties and its point.
func (o *objectRows) fields(raw json.RawMessage) (map[string]json.RawMessage, bool) {
	if o.in.writing != featuresWriting {
		var object map[string]json.RawMessage
		err := json.Unmarshal(raw, &object)
		return object, err == nil && len(object) > 0
	}
	var feature struct {
		Properties map[string]json.RawMessage
		Geometry   *struct {
			Type        string
			Coordinates json.RawMessage
		}
	}
	if json.Unmarshal(raw, &feature) != nil || len(feature.Properties) == 0 {
		return nil, false
	}
	var point []json.RawMessage
	if g := feature.Geometry; g != nil && g.Type == "Point" && json.Unmarshal(g.Coordinates, &point) == nil && len(point) >= 2 {
		feature.Properties[geometryLongitude], feature.Properties[geometryLatitude] = point[0], point[1]
	}
	return feature.Properties, true
}

// leave checks that the list is closed, and what it stands in, and returns
// io.EOF if so.
func (o *objectRows) leave() error {
	open := map[writing]int{arrayWriting: 1, featuresWriting: 2}[o.in.writing]
	for {
		token, err := o.json.Token()
		switch {
		case err == io.EOF && open == 0:
			return io.EOF
		case err != nil:
			return o.in.explainJSON(err)
		case token == json.Delim('['), token == json.Delim('{'):
			open++
		case token == json.Delim(']'), token == json.Delim('}'):
			open--
		}
		if open == 0 && o.in.writing == arrayWriting && o.json.More() {
			return o.in.fail(0, "", "", "something follows the list")
		}
	}
}

// plainValue is a JSON value as a CSV file would have it.
func plainValue(raw json.RawMessage) string {
	var text string
	switch {
	case len(raw) == 0, string(raw) == "null":
		return ""
	case json.Unmarshal(raw, &text) == nil:
		return text
	case string(raw) == "true":
		return "Oui"
	case string(raw) == "false":
		return "Non"
	}
	return string(raw)
}

// A lineCounter tells on which line a byte of what was read stands.
type lineCounter struct {
	r      io.Reader
	read   int64
	ends   []int64 // where lines end that begin after the last place asked for
	passed int     // lines before them
}

func (l *lineCounter) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i, c := range p[:n] {
		if c == '\n' {
			l.ends = append(l.ends, l.read+int64(i))
		}
	}
	l.read += int64(n)
	return n, err
}

// at returns the line, from 1, of an offset not before the last asked for.
func (l *lineCounter) at(offset int64) int {
	n, _ := slices.BinarySearch(l.ends, offset)
	l.passed, l.ends = l.passed+n, l.ends[n:]
	return l.passed + 1
}

// explainJSON says what an error of the decoder means for the file.
func (in *input) explainJSON(err error) error {
	var syntax *json.SyntaxError
	switch {
	case err == io.EOF, err == io.ErrUnexpectedEOF,
		errors.As(err, &syntax) && strings.Contains(syntax.Error(), "unexpected end"):
		return in.fail(0, "", "", "ends in the middle of its JSON: the file is cut off")
	case errors.As(err, &syntax):
		return in.fail(0, "", "", "is no JSON at byte "+strconv.FormatInt(syntax.Offset, 10)+": "+err.Error())
	}
	return err
}
