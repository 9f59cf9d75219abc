package ingest

import (
	"testing"

	"maillage/internal/source"
)

// The catalogue of sources and the table of formats speak of the same files:
// each format of files that are made anew is a feed's, and each feed has one.
func TestFormatsAreTheCatalogues(t *testing.T) {
	feeds := map[string]source.Feed{}
	for _, f := range source.Feeds() {
		feeds[f.Format] = f
	}
	for _, f := range formats {
		if f.source == source.Release || f.source == source.SiteMap {
			continue
		}
		feed, ok := feeds[f.name]
		if !ok || feed.Publication != f.source {
			t.Errorf("format %q of %s: the catalogue has %+v", f.name, f.source, feed)
		}
		delete(feeds, f.name)
	}
	for _, feed := range feeds {
		t.Errorf("feed %s is of the format %q, which is not read", feed.Code, feed.Format)
	}
}
